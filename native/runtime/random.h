// Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
//
// A number is a function of (seed, stream, position): there is no state. Any thread can compute any part of a sequence,
// and to resume a training run its step number is enough.

#pragma once

#include <array>
#include <cstdint>

namespace gatecast {

class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t stream) : seed_(seed), stream_(stream) {}

  // Returns a generator with a stream of its own: streams of different `number` are independent.
  Random child(std::uint64_t number) const { return {seed_, stream_ * 0x9E3779B97F4A7C15ull + number + 1}; }

  // The four 32-bit words of a counter.
  std::array<std::uint32_t, 4> block(std::uint64_t counter) const;
  // Uniform in [0, 1), on a grid of 2^-24.
  float uniform(std::uint64_t position) const;
  // Standard normal, by the method of Box and Muller. Each position uses a pair of words of its own.
  float normal(std::uint64_t position) const;
  // Uniform in [0, bound), bound > 0.
  std::uint64_t below(std::uint64_t bound, std::uint64_t position) const;

 private:
  std::uint64_t seed_;
  std::uint64_t stream_;
};

}  // namespace gatecast
