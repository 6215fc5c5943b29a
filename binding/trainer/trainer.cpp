#include "binding/trainer/trainer.h"

#include "binding/arguments/options.h"
#include "binding/async.h"
#include "binding/environment.h"
#include "binding/trainer/trainer_state.h"
#include "training/passes/wanted_values.h"

namespace gatecast::binding {

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
  if (!program->loss()) fail(Code::program, "Expected a Program with a loss to train, got one without a loss");
  if (validation) held.emplace(*program, evaluatedValues(*program), std::move(*validation));
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
    part_.report(part->trainer.bytes());  // grows when the first epoch has planned its passes
    return runAsync(info.Env(), cancel, [part, cancel, busy]() -> Settle {
      const EpochResult result = part->trainer.epoch(*cancel);
      return [result](Napi::Env env) { return toEpochResult(env, result); };
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
    const auto part = part_.get();
    checkIdle(part->busy, "a trainer");
    return toState(info.Env(), part->trainer.state());
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
