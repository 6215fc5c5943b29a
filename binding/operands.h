// Plain typed arrays of a caller, as the values of a Program of fixed sizes.

#pragma once

#include <string>
#include <vector>

#include "graph/program.h"
#include "node.h"

namespace gatecast::binding {

// The memory of an array that holds a value of these extents; int32 by their bits. Valid until the next call into JS,
// which may detach or resize it. ERR_TYPE for another array or shared memory, ERR_SHAPE for another length, ERR_DATA for a
// detached one.
float* operand(Napi::Value array, const std::string& name, const Extents& extents, Type type);

// Items of a JS array, undefined where there are none. Read all before any memory is looked at: reading may run a caller's
// code.
std::vector<Napi::Value> itemsOf(Napi::Value list, std::size_t count);

// One array for each input of the Program, in its order.
std::vector<float*> inputOperands(Napi::Value arrays, const Program& program);

// A value that something is written to, in memory that the caller gave or did not give.
struct Slot {
  std::string name;
  Extents extents;
  Napi::Value given;
};
std::vector<Slot> outputSlots(Napi::Value given, const Program& program);
// ERR_DATA where two of them were given the same memory. Null is memory of their own.
void checkApart(const std::vector<Slot>& slots, const std::vector<float*>& memory);

bool overlap(const float* a, const float* b, std::int64_t aCount, std::int64_t bCount);

inline Extents fixedExtents(const Program& program, int value) {
  return program.values()[static_cast<std::size_t>(value)].shape.at({1, 1});
}

}  // namespace gatecast::binding
