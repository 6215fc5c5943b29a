#include "tape.h"

#include <algorithm>
#include <limits>

#include "async.h"
#include "environment.h"
#include "options.h"
#include "tensors.h"

namespace gatecast::binding {
namespace {

std::vector<std::optional<Array>> readGradients(Napi::Value value) {
  std::vector<std::optional<Array>> gradients;
  for (const Argument& item : Argument(value, "argument", "gradients").items()) {
    if (item.isNull()) gradients.emplace_back();
    else gradients.push_back(readTensor(item.value(), text("gradient ", gradients.size())));
  }
  return gradients;
}

Napi::Value toGradients(Napi::Env env, const Recording::Gradients& gradients) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("inputs", toTensors(env, gradients.inputs));
  object.Set("parameters", toFloats(env, gradients.parameters.data(), gradients.parameters.size()));
  Napi::Array norms = Napi::Array::New(env);
  for (const auto& row : gradients.hiddenNorms) norms.Set(norms.Length(), toFloats(env, row.data(), row.size()));
  object.Set("hiddenNorms", norms);
  return object;
}

}  // namespace

RecordOptions readRecord(const Argument& options) {
  RecordOptions read;
  for (const Argument& value : options.member("outputs").items()) {
    read.outputs.push_back(static_cast<int>(value.whole(0, std::numeric_limits<int>::max())));
  }
  for (const Argument& name : options.member("inputGradients").items()) read.inputGradients.push_back(name.text());
  read.seed = readSeed(options.member("seed"));
  read.training = options.member("training").flag();
  return read;
}

Napi::Function JsTape::define(Napi::Env env) {
  return DefineClass(env, "Tape",
                     {InstanceMethod<&JsTape::backward>("backward"), InstanceMethod<&JsTape::dispose>("dispose")});
}

JsTape::JsTape(const Napi::CallbackInfo& info) : Napi::ObjectWrap<JsTape>(info), part_(info.Env(), "a tape") {
  auto part = guarded(info.Env(), [&] { return takePart<Part>(info.Env(), "a tape from graph.record()"); });
  const std::int64_t bytes = part->recording.bytes();
  part_.hold(std::move(part), bytes);
}

Napi::Value JsTape::result(Napi::Env env, std::shared_ptr<Part> part, const std::vector<Array>& outputs) {
  Napi::Object object = Napi::Object::New(env);
  Napi::Array list = Napi::Array::New(env);
  for (const Array& output : outputs) list.Set(list.Length(), toTensor(env, output));
  object.Set("outputs", list);
  object.Set("tape", construct(env, Environment::of(env).tape, std::move(part)));
  return object;
}

Napi::Value JsTape::backward(const Napi::CallbackInfo& info) {
  return promised(info.Env(), [&] {
    auto gradients = std::make_shared<const std::vector<std::optional<Array>>>(readGradients(info[0]));
    const RunOptions run = readRun(optionsOf(info, 1));
    const auto part = part_.get();
    const auto busy = occupy(part, part->busy, "a tape");
    return runAsync(info.Env(), run.cancel, [run, gradients, part, busy]() -> Settle {
      Team team(std::min(run.threads, part->recording.threads()));
      auto result =
          std::make_shared<const Recording::Gradients>(part->recording.backward(*gradients, team, *run.cancel));
      return [result](Napi::Env env) { return toGradients(env, *result); };
    });
  });
}

Napi::Value JsTape::dispose(const Napi::CallbackInfo& info) {
  part_.release();
  return info.Env().Undefined();
}

}  // namespace gatecast::binding
