// The numbers of all random streams. They are assigned here only, so that no two uses share a stream.
//
// The highest byte of a stream's number is the use, the other bytes are a number n. Initial weights are drawn by
// TypeScript through binding.random(), with streams below 2^53, so their highest byte is 0.

#pragma once

#include <cstdint>

#include "runtime/random.h"

namespace gatecast {

enum class Use : std::uint64_t {
  initial = 0,  // n: chosen by the caller
  shuffle = 1,  // n: pass over the samples, from 1
  dropout = 2,  // n: optimiser step, from 1
  record = 3,   // n: 0. A single forward pass with a seed of its own
  paths = 4,    // n: series. A child for each origin, then for each path, then for each step
};

inline Random randomFor(Use use, std::uint64_t seed, std::int64_t n) {
  return {seed, (static_cast<std::uint64_t>(use) << 56) | static_cast<std::uint64_t>(n)};
}

}  // namespace gatecast
