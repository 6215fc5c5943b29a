// Which stream of random numbers belongs to what: the one place that numbers them, so that no two uses share one.
//
// The first byte of a stream's number says what it is for, the rest counts. Initial weights are drawn by the caller
// through random(), with streams below 2^53, so their first byte is 0.

#pragma once

#include <cstdint>

#include "runtime/random.h"

namespace gatecast {

enum class Use : std::uint64_t {
  initial = 0,  // n: what the caller says
  shuffle = 1,  // n: pass over the samples, from 1
  dropout = 2,  // n: optimiser step, from 1
  record = 3,   // n: 0; a single forward pass with a seed of its own
  paths = 4,    // n: series; a child for each origin, then path, then step
};

inline Random randomFor(Use use, std::uint64_t seed, std::int64_t n) {
  return {seed, (static_cast<std::uint64_t>(use) << 56) | static_cast<std::uint64_t>(n)};
}

}  // namespace gatecast
