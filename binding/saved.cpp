#include "saved.h"

#include <algorithm>

#include "async.h"
#include "environment.h"
#include "kernel_runs.h"
#include "options.h"

namespace gatecast::binding {
namespace {

bool isFloat(const Program& program, int value) {
  return program.values()[static_cast<std::size_t>(value)].type == Type::float32;
}

// Backward gives the gradients by them.
std::vector<int> floatInputs(const Program& program) {
  std::vector<int> values;
  for (const auto& input : program.inputs()) {
    if (isFloat(program, input.value)) values.push_back(input.value);
  }
  return values;
}

// given: an array or undefined for each input of the Program.
std::vector<Slot> gradientSlots(Napi::Value given, const Program& program) {
  const auto items = itemsOf(given, program.inputs().size());
  std::vector<Slot> slots;
  for (std::size_t i = 0; i < items.size(); i++) {
    const Program::Source& input = program.inputs()[i];
    if (!isFloat(program, input.value)) continue;
    slots.push_back({"the gradient by " + input.name, fixedExtents(program, input.value), items[i]});
  }
  return slots;
}

ExecutorOptions bothPasses(const KernelPart& kernel, int threads) {
  ExecutorOptions options = kernel.passes(threads);
  options.backward = true;
  options.inputGradients = floatInputs(kernel.program);
  return options;
}

// Copied into the executor; undefined is zero.
void fillSeeds(Executor& executor, const std::vector<Slot>& slots, const std::vector<int>& values) {
  executor.clearSeeds();
  for (std::size_t i = 0; i < slots.size(); i++) {
    if (slots[i].given.IsUndefined()) continue;
    const std::string name = "the gradient of " + slots[i].name;
    const float* const from = operand(slots[i].given, name, slots[i].extents, Type::float32);
    std::copy_n(from, slots[i].extents.count(), executor.seed(values[i]));
  }
}

}  // namespace

JsSaved::Part::Part(std::shared_ptr<const KernelPart> made, int threads)
    : kernel(std::move(made)),
      inputs(floatInputs(kernel->program)),
      executor(kernel->program, fixedSizes, bothPasses(*kernel, threads)) {}

Napi::Function JsSaved::define(Napi::Env env) {
  return DefineClass(env, "Saved",
                     {InstanceMethod<&JsSaved::backward>("backward"), InstanceMethod<&JsSaved::dispose>("dispose")});
}

JsSaved::JsSaved(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<JsSaved>(info), part_(info.Env(), "what a forward pass saved") {
  auto part = guarded(info.Env(), [&] { return takePart<Part>(info.Env(), "what a forward pass saved"); });
  const std::int64_t bytes = part->executor.arenaBytes();
  part_.hold(std::move(part), bytes);
}

Napi::Value JsSaved::backward(const Napi::CallbackInfo& info) {
  return promised(info.Env(), [&] {
    const auto cancel = readCancel(optionsOf(info, 2));
    const int threads = readThreads(optionsOf(info, 2));
    const auto part = part_.get();
    const Program& program = part->kernel->program;
    const auto held = resultsFor(info.Env(), gradientSlots(info[1], program));
    fillSeeds(part->executor, outputSlots(info[0], program), part->kernel->outputs);
    part_.release();  // backward works in place on what was saved: it can be done once
    const auto work = [=, results = held.get()]() -> Settle {
      Team team(std::min(threads, part->executor.threads()), cancel.get());
      part->executor.backward(team, nullptr, cancel.get());
      const auto gradient = [=](std::size_t i) { return part->executor.inputGradient(part->inputs[i]); };
      collect(*results, gradient);
      return [=](Napi::Env env) { return settled(env, *results, gradient); };
    };
    return runAsync(info.Env(), cancel, work, held);
  });
}

Napi::Value JsSaved::dispose(const Napi::CallbackInfo& info) {
  part_.release();
  return info.Env().Undefined();
}

}  // namespace gatecast::binding
