// The exports of the addon: Binding in src/addon/types.ts.

#include "binding/arguments/cancel.h"
#include "binding/environment.h"
#include "binding/functions.h"
#include "binding/graph/graph.h"
#include "binding/graph/tape.h"
#include "binding/kernels/kernel.h"
#include "binding/kernels/saved.h"
#include "binding/platform/residence.h"
#include "binding/rocket/rocket.h"
#include "binding/samples/table.h"
#include "binding/samples/windows.h"
#include "binding/stream/stream.h"
#include "binding/trainer/trainer.h"

namespace gatecast::binding {
namespace {

Napi::Object init(Napi::Env env, Napi::Object exports) {
  stayLoaded();
  auto* const environment = new Environment;
  env.SetInstanceData(environment);  // Node-API deletes it with the environment
  environment->tape = Napi::Persistent(JsTape::define(env));
  environment->stream = Napi::Persistent(JsStream::define(env));
  environment->trainer = Napi::Persistent(JsTrainer::define(env));
  environment->saved = Napi::Persistent(JsSaved::define(env));
  exports.Set("Graph", JsGraph::define(env));
  exports.Set("Kernel", JsKernel::define(env));
  exports.Set("Table", JsTable::define(env));
  exports.Set("Cancel", JsCancel::define(env));
  exports.Set("setErrorClass", Napi::Function::New<setErrorClass>(env, "setErrorClass"));
  exports.Set("setAvailableThreads", Napi::Function::New<setAvailableThreads>(env, "setAvailableThreads"));
  exports.Set("setMaxMemory", Napi::Function::New<setMaxMemory>(env, "setMaxMemory"));
  exports.Set("cpuInfo", Napi::Function::New<cpuInfo>(env, "cpuInfo"));
  exports.Set("opKinds", Napi::Function::New<opKinds>(env, "opKinds"));
  exports.Set("infer", Napi::Function::New<infer>(env, "infer"));
  exports.Set("random", Napi::Function::New<random>(env, "random"));
  exports.Set("peak", Napi::Function::New<peak>(env, "peak"));
  exports.Set("countWindows", Napi::Function::New<countWindows>(env, "countWindows"));
  exports.Set("windowScales", Napi::Function::New<windowScales>(env, "windowScales"));
  exports.Set("rocketFit", Napi::Function::New<rocketFit>(env, "rocketFit"));
  exports.Set("rocketScores", Napi::Function::New<rocketScores>(env, "rocketScores"));
  exports.Set("rocketFeatures", Napi::Function::New<rocketFeatures>(env, "rocketFeatures"));
  return exports;
}

}  // namespace
}  // namespace gatecast::binding

static Napi::Object Init(Napi::Env env, Napi::Object exports) { return gatecast::binding::init(env, exports); }
NODE_API_MODULE(gatecast, Init)
