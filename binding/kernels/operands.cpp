#include "binding/kernels/operands.h"

#include <functional>

#include "binding/arguments/typed_arrays.h"

namespace gatecast::binding {

std::vector<Napi::Value> itemsOf(Napi::Value list, std::size_t count) {
  std::vector<Napi::Value> items(count, list.Env().Undefined());
  if (!list.IsArray()) return items;
  for (std::size_t i = 0; i < count; i++) items[i] = list.As<Napi::Array>().Get(static_cast<std::uint32_t>(i));
  return items;
}

std::vector<float*> inputOperands(Napi::Value arrays, const Program& program) {
  const auto items = itemsOf(arrays, program.inputs().size());
  std::vector<float*> operands;
  for (std::size_t i = 0; i < items.size(); i++) {
    const Program::Source& input = program.inputs()[i];
    const Type type = program.values()[static_cast<std::size_t>(input.value)].type;
    operands.push_back(operand(items[i], input.name, fixedExtents(program, input.value), type));
  }
  return operands;
}

std::vector<Slot> outputSlots(Napi::Value given, const Program& program) {
  const auto items = itemsOf(given, program.outputs().size());
  std::vector<Slot> slots;
  for (const auto& [name, value] : program.outputs()) {
    slots.push_back({"result \"" + name + '"', fixedExtents(program, value), items[slots.size()]});
  }
  return slots;
}

void checkApart(const std::vector<Slot>& slots, const std::vector<float*>& memory) {
  for (std::size_t i = 0; i < slots.size(); i++) {
    for (std::size_t j = 0; j < i; j++) {
      if (memory[i] == nullptr || memory[j] == nullptr) continue;
      if (!overlap(memory[i], memory[j], slots[i].extents.count(), slots[j].extents.count())) continue;
      fail(Code::data, "Expected every result to have an array of its own, got ", slots[j].name, " and ", slots[i].name,
           " in the same memory");
    }
  }
}

bool overlap(const float* a, const float* b, std::int64_t aCount, std::int64_t bCount) {
  const std::less<const float*> before;  // std::less also compares pointers into different arrays
  return before(a, b + bCount) && before(b, a + aCount);
}

}  // namespace gatecast::binding
