#include "binding/kernels/saved.h"

#include <algorithm>

#include "binding/arguments/options.h"
#include "binding/arguments/typed_arrays.h"
#include "binding/async.h"
#include "binding/environment.h"
#include "binding/kernels/kernel_runs.h"

namespace gatecast::binding {
namespace {

bool isFloat(const Program& program, int value) {
  return program.values()[static_cast<std::size_t>(value)].type == Type::float32;
}

// The values of the inputs that have gradients.
std::vector<int> floatInputs(const Program& program) {
  std::vector<int> values;
  for (const auto& input : program.inputs()) {
    if (isFloat(program, input.value)) values.push_back(input.value);
  }
  return values;
}

ExecutorOptions bothPasses(const KernelPart& kernel, int threads) {
  ExecutorOptions options = kernel.passes(threads);
  options.backward = true;
  options.inputGradients = floatInputs(kernel.program);
  return options;
}

}  // namespace

Seeds readSeeds(Napi::Value given, const Program& program) {
  Seeds seeds;
  for (const Slot& slot : outputSlots(given, program)) {
    seeds.emplace_back();
    if (slot.given.IsUndefined()) continue;
    const float* const from =
        operand(slot.given, "the gradient with respect to " + slot.name, slot.extents, Type::float32);
    seeds.back().emplace(from, from + slot.extents.count());
  }
  return seeds;
}

std::shared_ptr<Results> gradientResults(Napi::Env env, Napi::Value given, const Program& program) {
  const auto items = itemsOf(given, program.inputs().size());
  std::vector<Slot> slots;
  for (std::size_t i = 0; i < items.size(); i++) {
    const Program::Source& input = program.inputs()[i];
    if (!isFloat(program, input.value)) continue;
    slots.push_back({"the gradient with respect to " + input.name, fixedExtents(program, input.value), items[i]});
  }
  return resultsFor(env, slots);
}

SavedPass::SavedPass(std::shared_ptr<const KernelPart> made, int threads)
    : kernel(std::move(made)),
      inputs(floatInputs(kernel->program)),
      executor(kernel->program, fixedSizes, bothPasses(*kernel, threads)) {}

void SavedPass::forward(Team& team) { executor.forward(fixedSizes, team, Random(0, 0)); }

void SavedPass::backward(const Seeds& seeds, Team& team) {
  executor.clearSeeds();
  for (std::size_t i = 0; i < seeds.size(); i++) {
    if (seeds[i]) std::ranges::copy(*seeds[i], executor.seed(kernel->outputs[i]));
  }
  executor.backward(team, nullptr);
}

Napi::Function JsSaved::define(Napi::Env env) {
  return DefineClass(env, "Saved",
                     {InstanceMethod<&JsSaved::backward>("backward"), InstanceMethod<&JsSaved::dispose>("dispose")});
}

JsSaved::JsSaved(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<JsSaved>(info), part_(info.Env(), "a saved forward pass") {
  auto part = guarded(info.Env(), [&] { return takePart<Part>(info.Env(), "a saved forward pass"); });
  const std::int64_t bytes = part->executor.arenaBytes();
  part_.hold(std::move(part), bytes);
}

Napi::Value JsSaved::backward(const Napi::CallbackInfo& info) {
  return promised(info.Env(), [&] {
    const auto cancel = readCancel(optionsOf(info, 2));
    const int threads = readThreads(optionsOf(info, 2));
    const auto part = part_.get();
    const Program& program = part->kernel->program;
    const auto held = gradientResults(info.Env(), info[1], program);
    const auto seeds = std::make_shared<const Seeds>(readSeeds(info[0], program));
    part_.release();  // backward overwrites the saved pass, so it can run only once
    const auto work = [=, results = held.get()]() -> Settle {
      Team team(std::min(threads, part->executor.threads()), cancel.get());
      part->backward(*seeds, team);
      const auto gradient = [=](std::size_t i) { return part->gradient(i); };
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
