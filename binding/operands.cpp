#include "operands.h"

#include <functional>

#include "arguments.h"
#include "tensors.h"

namespace gatecast::binding {
std::vector<Napi::Value> itemsOf(Napi::Value list, std::size_t count) {
  std::vector<Napi::Value> items(count, list.Env().Undefined());
  if (!list.IsArray()) return items;
  for (std::size_t i = 0; i < count; i++) items[i] = list.As<Napi::Array>().Get(static_cast<std::uint32_t>(i));
  return items;
}

float* operand(Napi::Value array, const std::string& name, const Extents& extents, Type type) {
  const TypedView view = typedView(array.Env(), array, name);
  if (view.type != (type == Type::float32 ? napi_float32_array : napi_int32_array)) {
    fail(Code::type, "Expected ", name, " to be ", type == Type::float32 ? "a Float32Array" : "an Int32Array", ", got ",
         described(array));
  }
  if (view.length != extents.count()) {
    fail(Code::shape, "Expected ", name, " to hold ", extents.count(), " numbers for its shape ", extents, ", got ",
         view.length);
  }
  return static_cast<float*>(const_cast<void*>(view.values));
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
  const std::less<const float*> before;  // of any two addresses
  return before(a, b + bCount) && before(b, a + aCount);
}

}  // namespace gatecast::binding
