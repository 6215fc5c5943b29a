#include "binding/kernels/kernel.h"

#include "binding/arguments/options.h"
#include "binding/async.h"
#include "binding/environment.h"
#include "binding/graph/programs.h"
#include "binding/kernels/kernel_runs.h"
#include "binding/kernels/saved.h"
#include "binding/properties.h"
#include "training/passes/wanted_values.h"

namespace gatecast::binding {
namespace {

constexpr std::int64_t mostIdleBytes = std::int64_t{1} << 20;

}  // namespace

KernelPart::KernelPart(const ProgramData& data, Precision products)
    : program(data), precision(products), outputs(predictedValues(program)) {}

ExecutorOptions KernelPart::passes(int threads) const {
  ExecutorOptions options;
  options.wanted = outputs;
  options.precision = precision;
  options.threads = threads;
  return options;
}

std::shared_ptr<Executor> KernelPart::take(int threads) {
  if (idle_ && threads <= idle_->threads()) return std::move(idle_);
  return std::make_shared<Executor>(program, fixedSizes, passes(threads));
}

void KernelPart::put(std::shared_ptr<Executor> executor) {
  if (executor->arenaBytes() <= mostIdleBytes) idle_ = std::move(executor);
}

Napi::Function JsKernel::define(Napi::Env env) {
  return DefineClass(env, "Kernel",
                     {InstanceMethod<&JsKernel::run>("run"), InstanceMethod<&JsKernel::runSync>("runSync"),
                      InstanceMethod<&JsKernel::save>("save"), InstanceMethod<&JsKernel::gradients>("gradients"),
                      InstanceMethod<&JsKernel::dispose>("dispose")});
}

JsKernel::JsKernel(const Napi::CallbackInfo& info) : Napi::ObjectWrap<JsKernel>(info), part_(info.Env(), "a kernel") {
  const Napi::Env env = info.Env();
  guarded(env, [&] {
    const Precision precision = readPrecision(Argument(info[1], "argument", "precision"));
    auto part = std::make_shared<KernelPart>(readProgram(info[0]), precision);
    Napi::Array inputs = Napi::Array::New(env), outputs = Napi::Array::New(env);
    for (const auto& input : part->program.inputs()) inputs.Set(inputs.Length(), input.name);
    for (const auto& [name, value] : part->program.outputs()) outputs.Set(outputs.Length(), name);
    setConstant(info.This(), "inputs", inputs);
    setConstant(info.This(), "outputs", outputs);
    part_.hold(std::move(part), mostIdleBytes);
  });
}

Napi::Value JsKernel::runSync(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] { return runInPlace(info.Env(), *part_.get(), info[0], info[1]); });
}

Napi::Value JsKernel::run(const Napi::CallbackInfo& info) {
  return promised(info.Env(), [&] {
    const auto cancel = readCancel(optionsOf(info, 2));
    const int threads = readThreads(optionsOf(info, 2));
    const auto part = part_.get();
    const auto held = resultsFor(info.Env(), outputSlots(info[1], part->program));
    const auto inputs = inputOperands(info[0], part->program);
    const auto executor = part->take(threads);
    fill(*executor, part->program, inputs);
    const auto work = [=, results = held.get()]() -> Settle {
      for (std::size_t i = 0; i < results->count(); i++) executor->place(part->outputs[i], results->places()[i]);
      Team team(threads, cancel.get());
      executor->forward(fixedSizes, team, Random(0, 0));
      const auto output = [=](std::size_t i) { return executor->value(part->outputs[i]); };
      collect(*results, output);
      return [=](Napi::Env env) {
        const Napi::Array list = settled(env, *results, output);
        part->put(executor);
        return list;
      };
    };
    return runAsync(info.Env(), cancel, work, held);
  });
}

Napi::Value JsKernel::save(const Napi::CallbackInfo& info) {
  return promised(info.Env(), [&] {
    const auto cancel = readCancel(optionsOf(info, 2));
    const int threads = readThreads(optionsOf(info, 2));
    const auto part = part_.get();
    const auto held = resultsFor(info.Env(), outputSlots(info[1], part->program));
    const auto inputs = inputOperands(info[0], part->program);
    const auto saved = std::make_shared<SavedPass>(part, threads);
    fill(saved->executor, part->program, inputs);
    const auto work = [=, results = held.get()]() -> Settle {
      Team team(threads, cancel.get());
      saved->forward(team);
      const auto output = [=](std::size_t i) { return saved->output(i); };
      collect(*results, output);
      return [=](Napi::Env env) {
        Napi::Object object = Napi::Object::New(env);
        object.Set("outputs", settled(env, *results, output));
        object.Set("saved", construct(env, Environment::of(env).saved, saved));
        return object;
      };
    };
    return runAsync(info.Env(), cancel, work, held);
  });
}

Napi::Value JsKernel::gradients(const Napi::CallbackInfo& info) {
  return promised(info.Env(), [&] {
    const auto cancel = readCancel(optionsOf(info, 3));
    const int threads = readThreads(optionsOf(info, 3));
    const auto part = part_.get();
    const auto held = gradientResults(info.Env(), info[2], part->program);
    const auto seeds = std::make_shared<const Seeds>(readSeeds(info[1], part->program));
    const auto inputs = inputOperands(info[0], part->program);
    const auto pass = std::make_shared<SavedPass>(part, threads);
    fill(pass->executor, part->program, inputs);
    const auto work = [=, results = held.get()]() -> Settle {
      Team team(threads, cancel.get());
      pass->forward(team);
      pass->backward(*seeds, team);
      const auto gradient = [=](std::size_t i) { return pass->gradient(i); };
      collect(*results, gradient);
      return [=](Napi::Env env) { return settled(env, *results, gradient); };
    };
    return runAsync(info.Env(), cancel, work, held);
  });
}

Napi::Value JsKernel::dispose(const Napi::CallbackInfo& info) {
  part_.release();
  return info.Env().Undefined();
}

}  // namespace gatecast::binding
