#include "binding/kernels/kernel_runs.h"

#include <algorithm>

#include "binding/arguments/typed_arrays.h"
#include "runtime/threads/denormals.h"

namespace gatecast::binding {
namespace {

std::int64_t countOf(const Program& program, int value) { return fixedExtents(program, value).count(); }

struct Target {
  napi_value array;
  float* values;
};

std::vector<Target> targetsFor(Napi::Env env, const std::vector<Slot>& slots) {
  std::vector<Target> targets;
  std::vector<float*> memory;
  for (const Slot& slot : slots) {
    if (slot.given.IsUndefined()) {
      const NewArray made = newArray(env, Type::float32, slot.extents.count());
      targets.push_back({made.array, made.values});
    } else {
      targets.push_back({slot.given, operand(slot.given, slot.name, slot.extents, Type::float32)});
    }
    memory.push_back(targets.back().values);
  }
  checkApart(slots, memory);
  return targets;
}

}  // namespace

Napi::Value runInPlace(Napi::Env env, KernelPart& part, Napi::Value inputs, Napi::Value given) {
  const std::vector<Target> targets = targetsFor(env, outputSlots(given, part.program));
  const std::vector<float*> operands = inputOperands(inputs, part.program);
  auto executor = part.take(1);
  for (std::size_t i = 0; i < operands.size(); i++) executor->place(part.program.inputs()[i].value, operands[i]);
  const auto isRead = [&](const float* to, std::int64_t count) {
    for (std::size_t i = 0; i < operands.size(); i++) {
      if (overlap(operands[i], to, countOf(part.program, part.program.inputs()[i].value), count)) return true;
    }
    return false;
  };
  for (std::size_t i = 0; i < targets.size(); i++) {
    // If a result overlaps an input, the run must read all inputs first: the result is copied at the end.
    float* const to = targets[i].values;
    executor->place(part.outputs[i], isRead(to, countOf(part.program, part.outputs[i])) ? nullptr : to);
  }
  {
    const FlushDenormals flush;
    Team team(1);
    executor->forward(fixedSizes, team, Random(0, 0));
  }
  Napi::Array list = Napi::Array::New(env, targets.size());
  for (std::size_t i = 0; i < targets.size(); i++) {
    const float* const value = executor->value(part.outputs[i]);
    if (value != targets[i].values) std::copy_n(value, countOf(part.program, part.outputs[i]), targets[i].values);
    commit(env, targets[i].array);
    list.Set(static_cast<std::uint32_t>(i), targets[i].array);
  }
  part.put(std::move(executor));
  return list;
}

void fill(Executor& executor, const Program& program, const std::vector<float*>& inputs) {
  for (std::size_t i = 0; i < inputs.size(); i++) {
    const int value = program.inputs()[i].value;
    executor.place(value, nullptr);  // the run before may have been in place
    std::copy_n(inputs[i], countOf(program, value), executor.input(value));
  }
}

std::shared_ptr<Results> resultsFor(Napi::Env env, const std::vector<Slot>& slots) {
  auto results = std::make_shared<Results>();
  std::vector<float*> memory;
  for (const Slot& slot : slots) {
    if (slot.given.IsUndefined()) {
      results->add(env, slot.name, slot.extents, Type::float32);
      memory.push_back(nullptr);
    } else {
      memory.push_back(results->addGiven(slot.given, slot.name, slot.extents));
    }
  }
  checkApart(slots, memory);
  return results;
}

void collect(const Results& results, Source source) {
  for (std::size_t i = 0; i < results.count(); i++) {
    float* const place = results.places()[i];
    if (place != nullptr && source(i) != place) std::copy_n(source(i), results.size(i), place);
  }
}

Napi::Array settled(Napi::Env env, const Results& results, Source source) {
  Napi::Array list = Napi::Array::New(env, results.count());
  for (std::size_t i = 0; i < results.count(); i++) {
    if (results.places()[i] == nullptr) results.give(env, i, source(i));
    list.Set(static_cast<std::uint32_t>(i), results.array(env, i));
  }
  return list;
}

}  // namespace gatecast::binding
