#include "runtime/random.h"

#include <cmath>
#include <numbers>

namespace gatecast {

std::array<std::uint32_t, 4> Random::block(std::uint64_t counter) const {
  // The multipliers and the two Weyl constants (golden ratio, sqrt(3) - 1) of the paper.
  std::array<std::uint32_t, 4> x{static_cast<std::uint32_t>(counter), static_cast<std::uint32_t>(counter >> 32),
                                 static_cast<std::uint32_t>(stream_), static_cast<std::uint32_t>(stream_ >> 32)};
  std::uint32_t key0 = static_cast<std::uint32_t>(seed_), key1 = static_cast<std::uint32_t>(seed_ >> 32);
  for (int round = 0; round < 10; round++) {
    const std::uint64_t a = 0xD2511F53ull * x[0], b = 0xCD9E8D57ull * x[2];
    x = {static_cast<std::uint32_t>(b >> 32) ^ x[1] ^ key0, static_cast<std::uint32_t>(b),
         static_cast<std::uint32_t>(a >> 32) ^ x[3] ^ key1, static_cast<std::uint32_t>(a)};
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  return x;
}

float Random::uniform(std::uint64_t position) const {
  return static_cast<float>(block(position / 4)[position % 4] >> 8) * 0x1p-24f;
}

float Random::normal(std::uint64_t position) const {
  const auto words = block(position / 2);
  const std::size_t pair = (position % 2) * 2;
  // u is in (0, 1] and never 0, because the logarithm of 0 is infinite.
  const double u = (static_cast<double>(words[pair]) + 1) * 0x1p-32;
  const double angle = 2 * std::numbers::pi * (static_cast<double>(words[pair + 1]) * 0x1p-32);
  return static_cast<float>(std::sqrt(-2 * std::log(u)) * std::cos(angle));
}

std::uint64_t Random::below(std::uint64_t bound, std::uint64_t position) const {
  const auto words = block(position / 2);
  const std::size_t pair = (position % 2) * 2;
  const std::uint64_t word = (static_cast<std::uint64_t>(words[pair]) << 32) | words[pair + 1];
  // The remainder has a bias below bound / 2^64, which is too small to matter for any number of samples.
  return word % bound;
}

}  // namespace gatecast
