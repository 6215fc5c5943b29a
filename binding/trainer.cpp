#include "trainer.h"

#include "async.h"
#include "environment.h"
#include "options.h"
#include "tensors.h"
#include "training/inference.h"

namespace gatecast::binding {
namespace {

constexpr std::int64_t mostSteps = (std::int64_t{1} << 53) - 1;

Napi::Value toResult(Napi::Env env, const EpochResult& result) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("epoch", static_cast<double>(result.epoch));
  object.Set("loss", result.loss);
  object.Set("validation", result.validation ? toScores(env, *result.validation) : env.Null());
  object.Set("learningRate", result.learningRate);
  object.Set("gradientNorm", result.gradientNorm);
  object.Set("milliseconds", result.milliseconds);
  return object;
}

TrainerState readState(Napi::Value value) {
  const Argument state(value, "argument", "state");
  TrainerState read;
  read.weights = readFloats(state.member("weights").value(), "state.weights");
  for (const Argument& moment : state.member("moments").items()) {
    read.moments.push_back(readFloats(moment.value(), text("state.moments[", read.moments.size(), ']')));
  }
  read.epoch = state.member("epoch").whole(0, mostSteps);
  read.step = state.member("step").whole(0, mostSteps);
  return read;
}

}  // namespace

Napi::Value toScores(Napi::Env env, const std::map<std::string, double>& scores) {
  const Napi::Object object = Napi::Object::New(env);
  for (const auto& [name, score] : scores) setProperty(object, name, Napi::Number::New(env, score));
  return object;
}

Napi::Function JsTrainer::define(Napi::Env env) {
  return DefineClass(env, "Trainer",
                     {InstanceMethod<&JsTrainer::epoch>("epoch"), InstanceMethod<&JsTrainer::progress>("progress"),
                      InstanceMethod<&JsTrainer::state>("state"), InstanceMethod<&JsTrainer::restore>("restore"),
                      InstanceMethod<&JsTrainer::dispose>("dispose")});
}

JsTrainer::JsTrainer(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<JsTrainer>(info), part_(info.Env(), "a trainer") {
  auto part = guarded(info.Env(), [&] { return takePart<Part>(info.Env(), "a trainer from graph.trainer()"); });
  const std::int64_t bytes = part->trainer.bytes();
  part_.hold(std::move(part), bytes);
}

std::shared_ptr<JsTrainer::Part> JsTrainer::make(const std::shared_ptr<const Program>& program, const Buffer& weights,
                                                 TrainerOptions options, Samples data,
                                                 std::optional<Samples> validation) {
  std::optional<Dataset> held;
  if (!program->loss()) fail(Code::program, "Expected a Program with a loss to train, got one without");
  if (validation) held.emplace(*program, scored(*program), std::move(*validation));
  const int loss = *program->loss();
  std::vector<float> initial(weights.data(), weights.data() + weights.size());
  return std::make_shared<Part>(program, std::move(initial), std::move(options),
                                Dataset(*program, {loss, loss + 1}, std::move(data)), std::move(held));
}

Napi::Value JsTrainer::epoch(const Napi::CallbackInfo& info) {
  return promised(info.Env(), [&] {
    const auto cancel = readCancel(optionsOf(info, 0));
    const auto part = part_.get();
    const auto busy = occupy(part, part->busy, "a trainer");
    part_.report(part->trainer.bytes());  // more than before once the first epoch has planned its passes
    return runAsync(info.Env(), cancel, [part, cancel, busy]() -> Settle {
      const EpochResult result = part->trainer.epoch(*cancel);
      return [result](Napi::Env env) { return toResult(env, result); };
    });
  });
}

Napi::Value JsTrainer::progress(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto part = part_.get();
    Napi::Object object = Napi::Object::New(info.Env());
    object.Set("step", static_cast<double>(part->trainer.stepsDone()));
    object.Set("steps", static_cast<double>(part->trainer.stepsToDo()));
    return object;
  });
}

Napi::Value JsTrainer::state(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const Napi::Env env = info.Env();
    const auto part = part_.get();
    checkIdle(part->busy, "a trainer");
    const TrainerState state = part->trainer.state();
    Napi::Object object = Napi::Object::New(env);
    Napi::Array moments = Napi::Array::New(env);
    for (const auto& moment : state.moments) moments.Set(moments.Length(), toFloats(env, moment.data(), moment.size()));
    object.Set("weights", toFloats(env, state.weights.data(), state.weights.size()));
    object.Set("moments", moments);
    object.Set("epoch", static_cast<double>(state.epoch));
    object.Set("step", static_cast<double>(state.step));
    return object;
  });
}

Napi::Value JsTrainer::restore(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    TrainerState state = readState(info[0]);
    const auto part = part_.get();
    checkIdle(part->busy, "a trainer");
    part->trainer.restore(std::move(state));
    return info.Env().Undefined();
  });
}

Napi::Value JsTrainer::dispose(const Napi::CallbackInfo& info) {
  part_.release();
  return info.Env().Undefined();
}

}  // namespace gatecast::binding
