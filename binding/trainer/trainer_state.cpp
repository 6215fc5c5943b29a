#include "binding/trainer/trainer_state.h"

#include "binding/arguments/arguments.h"
#include "binding/arguments/tensors.h"
#include "binding/properties.h"

namespace gatecast::binding {

Napi::Value toScores(Napi::Env env, const std::map<std::string, double>& scores) {
  const Napi::Object object = Napi::Object::New(env);
  for (const auto& [name, score] : scores) setProperty(object, name, Napi::Number::New(env, score));
  return object;
}

Napi::Value toEpochResult(Napi::Env env, const EpochResult& result) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("epoch", static_cast<double>(result.epoch));
  object.Set("loss", result.loss);
  object.Set("validation", result.validation ? toScores(env, *result.validation) : env.Null());
  object.Set("learningRate", result.learningRate);
  object.Set("gradientNorm", result.gradientNorm);
  object.Set("milliseconds", result.milliseconds);
  return object;
}

Napi::Value toState(Napi::Env env, const TrainerState& state) {
  Napi::Object object = Napi::Object::New(env);
  Napi::Array moments = Napi::Array::New(env);
  for (const auto& moment : state.moments) moments.Set(moments.Length(), toFloats(env, moment.data(), moment.size()));
  object.Set("weights", toFloats(env, state.weights.data(), state.weights.size()));
  if (!state.average.empty()) object.Set("average", toFloats(env, state.average.data(), state.average.size()));
  object.Set("moments", moments);
  object.Set("epoch", static_cast<double>(state.epoch));
  object.Set("step", static_cast<double>(state.step));
  return object;
}

TrainerState readState(Napi::Value value) {
  const Argument state(value, "argument", "state");
  TrainerState read;
  read.weights = readFloats(state.member("weights").value(), "state.weights");
  const Argument average = state.member("average");
  if (average.given()) read.average = readFloats(average.value(), "state.average");
  for (const Argument& moment : state.member("moments").items()) {
    read.moments.push_back(readFloats(moment.value(), text("state.moments[", read.moments.size(), ']')));
  }
  read.epoch = state.member("epoch").whole(0, mostInteger);
  read.step = state.member("step").whole(0, mostInteger);
  return read;
}

}  // namespace gatecast::binding
