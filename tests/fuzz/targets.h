// The fuzz targets. Each drives a part of the core with an input of any bytes: the part gives a result or throws
// gatecast::Error. Everything else is a finding: a crash, a report of a sanitizer, another exception, a broken promise.

#pragma once

#include <span>
#include <string>

#include "tests/fuzz/inputs/bytes.h"

namespace gatecast::fuzz {

struct Target {
  const char* name;
  void (*run)(Bytes& bytes);
};

// In alphabetical order.
std::span<const Target> targets();

// Runs one input. A gatecast::Error counts as a result.
void run(const Target& target, std::span<const std::uint8_t> input);

// Ends the process with a message if a promise does not hold.
void require(bool holds, const char* promise);

void arrays(Bytes& bytes);
void attributes(Bytes& bytes);
void executor(Bytes& bytes);
void paths(Bytes& bytes);
void program(Bytes& bytes);
void ridge(Bytes& bytes);
void rocket(Bytes& bytes);
void table(Bytes& bytes);
void trainer(Bytes& bytes);
void windows(Bytes& bytes);

}  // namespace gatecast::fuzz
