// Random tables and windows: mostly small ones that fit, and at times any numbers.

#pragma once

#include <memory>

#include "tests/fuzz/inputs/bytes.h"
#include "training/windows/windows.h"

namespace gatecast::fuzz {

// Columns "y" (the target), and at times "x" and "ids"; statics "x" and "ids".
std::shared_ptr<const Table> anyTable(Bytes& bytes);
Windows anyWindows(Bytes& bytes, std::shared_ptr<const Table> table);
WindowInput anyInput(Bytes& bytes);

}  // namespace gatecast::fuzz
