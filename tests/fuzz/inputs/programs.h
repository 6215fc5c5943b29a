// Random Programs: mostly ones that a shape rule accepts, and at times any.

#pragma once

#include "graph/program.h"
#include "tests/fuzz/inputs/bytes.h"

namespace gatecast::fuzz {

// The words that parseShape reads.
std::vector<std::string> printed(const Shape& shape);

ProgramData anyProgram(Bytes& bytes);

}  // namespace gatecast::fuzz
