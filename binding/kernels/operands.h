// The typed arrays of a caller as the values of a Program of fixed sizes.

#pragma once

#include <string>
#include <vector>

#include "binding/node.h"
#include "graph/program.h"

namespace gatecast::binding {

// The first `count` items of a JS array; undefined for missing ones. All items must be read before the memory of an array is
// used, because a getter of the caller could detach it.
std::vector<Napi::Value> itemsOf(Napi::Value list, std::size_t count);

// The memory of one array for each input of the Program, in the order of the inputs.
std::vector<float*> inputOperands(Napi::Value arrays, const Program& program);

// A result, to be written to an array of the caller or, if `given` is undefined, to a new array.
struct Slot {
  std::string name;
  Extents extents;
  Napi::Value given;
};
// One slot for each output of the Program.
std::vector<Slot> outputSlots(Napi::Value given, const Program& program);
// ERR_DATA if two results have overlapping memory. Null stands for a new array.
void checkApart(const std::vector<Slot>& slots, const std::vector<float*>& memory);

bool overlap(const float* a, const float* b, std::int64_t aCount, std::int64_t bCount);

inline Extents fixedExtents(const Program& program, int value) {
  return program.values()[static_cast<std::size_t>(value)].shape.at({1, 1});
}

}  // namespace gatecast::binding
