#include "binding/graph/tape.h"

#include <algorithm>
#include <limits>

#include "binding/arguments/options.h"
#include "binding/arguments/tensors.h"
#include "binding/async.h"
#include "binding/environment.h"
#include "binding/properties.h"

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

// Places for the gradients of the parameters, and after them of the inputs.
std::shared_ptr<Results> placesFor(Napi::Env env, const Recording& recording) {
  auto results = std::make_shared<Results>();
  const Program& program = recording.program();
  Extents weights;
  weights.push(program.weightCount());
  results->add(env, "parameters", weights, Type::float32);
  for (const std::string& name : recording.options().inputGradients) {
    const Spec& spec = program.values()[static_cast<std::size_t>(program.findInput(name)->value)];
    results->add(env, name, spec.shape.at(recording.sizes()), spec.type);
  }
  return results;
}

Napi::Value toGradients(Napi::Env env, const Recording& recording, const Results& results,
                        const HiddenNorms& hiddenNorms) {
  const Napi::Object object = Napi::Object::New(env), inputs = Napi::Object::New(env), norms = Napi::Object::New(env);
  std::size_t i = 1;
  for (const std::string& name : recording.options().inputGradients) {
    setProperty(inputs, name, results.tensor(env, i++));
  }
  object.Set("inputs", inputs);
  object.Set("parameters", results.array(env, 0));
  for (const auto& [name, steps] : hiddenNorms) setProperty(norms, name, toFloats(env, steps.data(), steps.size()));
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

Napi::Value JsTape::result(Napi::Env env, std::shared_ptr<Part> part, const Results& outputs) {
  Napi::Object object = Napi::Object::New(env);
  Napi::Array list = Napi::Array::New(env);
  for (std::size_t i = 0; i < outputs.count(); i++) list.Set(list.Length(), outputs.tensor(env, i));
  object.Set("outputs", list);
  object.Set("tape", construct(env, Environment::of(env).tape, std::move(part)));
  return object;
}

Napi::Value JsTape::backward(const Napi::CallbackInfo& info) {
  return promised(info.Env(), [&] {
    auto seeds = std::make_shared<std::vector<std::optional<Array>>>(readGradients(info[0]));
    const RunOptions run = readRun(optionsOf(info, 1));
    const auto part = part_.get();
    const auto busy = occupy(part, part->busy, "a tape");
    const auto held = placesFor(info.Env(), part->recording);
    const auto work = [run, seeds, part, busy, results = held.get()]() -> Settle {
      const std::vector<float*>& places = results->places();
      const Recording::Gradients gradients{{places.begin() + 1, places.end()}, places[0]};
      Team team(std::min(run.threads, part->recording.threads()), run.cancel.get());
      auto norms = part->recording.backward(std::move(*seeds), gradients, team);
      return [part, results, norms](Napi::Env env) { return toGradients(env, part->recording, *results, norms); };
    };
    return runAsync(info.Env(), run.cancel, work, held);
  });
}

Napi::Value JsTape::dispose(const Napi::CallbackInfo& info) {
  part_.release();
  return info.Env().Undefined();
}

}  // namespace gatecast::binding
