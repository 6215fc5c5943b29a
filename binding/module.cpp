// What the addon exports: Binding in src/native/types.ts.

#include "cancel.h"
#include "environment.h"
#include "functions.h"
#include "graph.h"
#include "kernel.h"
#include "residence.h"
#include "samples.h"
#include "saved.h"
#include "stream.h"
#include "table.h"
#include "tape.h"
#include "trainer.h"

namespace gatecast::binding {
namespace {

Napi::Object init(Napi::Env env, Napi::Object exports) {
  stayLoaded();
  auto* const environment = new Environment;
  env.SetInstanceData(environment);  // deletes it with the environment
  environment->tape = Napi::Persistent(JsTape::define(env));
  environment->stream = Napi::Persistent(JsStream::define(env));
  environment->trainer = Napi::Persistent(JsTrainer::define(env));
  environment->saved = Napi::Persistent(JsSaved::define(env));
  exports.Set("Graph", JsGraph::define(env));
  exports.Set("Kernel", JsKernel::define(env));
  exports.Set("Table", JsTable::define(env));
  exports.Set("Cancel", JsCancel::define(env));
  exports.Set("setErrorClass", Napi::Function::New<setErrorClass>(env, "setErrorClass"));
  exports.Set("cpuInfo", Napi::Function::New<cpuInfo>(env, "cpuInfo"));
  exports.Set("opKinds", Napi::Function::New<opKinds>(env, "opKinds"));
  exports.Set("infer", Napi::Function::New<infer>(env, "infer"));
  exports.Set("random", Napi::Function::New<random>(env, "random"));
  exports.Set("peak", Napi::Function::New<peak>(env, "peak"));
  exports.Set("countWindows", Napi::Function::New<countWindows>(env, "countWindows"));
  return exports;
}

}  // namespace
}  // namespace gatecast::binding

static Napi::Object Init(Napi::Env env, Napi::Object exports) { return gatecast::binding::init(env, exports); }
NODE_API_MODULE(gatecast, Init)
