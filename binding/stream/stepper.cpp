#include "binding/stream/stepper.h"

#include <algorithm>

#include "binding/arguments/typed_arrays.h"
#include "kernels/kernels.h"
#include "runtime/threads/denormals.h"
#include "training/passes/wanted_values.h"

namespace gatecast::binding {
namespace {

ExecutorOptions carrying(const Program& program) {
  ExecutorOptions options;
  options.wanted = predictedValues(program);
  options.carry = true;
  return options;
}

}  // namespace

Stepper::Stepper(std::shared_ptr<const Program> program, std::shared_ptr<const Buffer> weights, std::int64_t batch)
    : program_(std::move(program)),
      weights_(std::move(weights)),
      sizes_{batch, 1},
      executor_(*program_, sizes_, carrying(*program_)) {
  executor_.setWeights(weights_->data(), team_);
  for (const int number : executor_.neededInputs()) {
    const Program::Source& input = program_->inputs()[static_cast<std::size_t>(number)];
    inputs_.push_back(slotOf(input.name, input.value));
  }
  for (const auto& [name, value] : program_->outputs()) outputs_.push_back(slotOf(name, value));
}

Stepper::Slot Stepper::slotOf(const std::string& name, int value) {
  const Spec& spec = program_->values()[static_cast<std::size_t>(value)];
  Slot slot{name, value, spec.type, spec.shape.at(sizes_), words_};
  words_ += slot.extents.count();
  return slot;
}

void Stepper::step(float* buffer) {
  for (const Slot& slot : inputs_) {
    const float* const from = buffer + slot.first;
    if (slot.type == Type::float32 && !kernels().allFinite(from, slot.extents.count())) {
      checkFinite(from, slot.extents.count(), "input \"" + slot.name + '"');
    }
    std::copy_n(from, slot.extents.count(), executor_.input(slot.value));
  }
  {
    const FlushDenormals flush;
    executor_.forward(sizes_, team_, Random(0, 0));
  }
  for (const Slot& slot : outputs_) {
    std::copy_n(executor_.value(slot.value), slot.extents.count(), buffer + slot.first);
  }
}

}  // namespace gatecast::binding
