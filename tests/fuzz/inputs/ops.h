// Ops that a shape rule mostly accepts: each has the attributes and the inputs that it usually has.

#pragma once

#include <string>
#include <vector>

#include "graph/program.h"
#include "tests/fuzz/inputs/bytes.h"

namespace gatecast::fuzz {

Attributes::Value anyValue(Bytes& bytes);
// The last dimension of a shape, or 1 if that is not fixed.
std::int64_t widthOf(const Shape& shape);
// Texts that attributes and shapes may hold, and some that they may not.
const std::vector<std::string>& words();

// Sets an attribute to a usual value, or at times to any. Does nothing if the op of this kind has no attributes.
void setUsual(Bytes& bytes, const std::string& kind, const Shape& first, Attributes& to);
// Sets any attribute of any op.
void setAny(Bytes& bytes, Attributes& to);

// The dimensions that the first input of an op of this kind usually has.
std::vector<std::string> usualFirst(Bytes& bytes, const std::string& kind);
// An input that an op wants.
struct Wanted {
  std::vector<std::string> dims;
  bool optional = false;
  bool isInt = false;
  bool isWeight = false;
};
// The inputs that an op of this kind wants after its first input, which has this shape. Empty if that is any.
std::vector<Wanted> usualInputs(Bytes& bytes, const std::string& kind, const Shape& first);

}  // namespace gatecast::fuzz
