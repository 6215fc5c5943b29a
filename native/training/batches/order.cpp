// A Feistel network with a random round function permutes the numbers of 2k bits (Luby and Rackoff 1988). To permute a
// smaller range, a result outside the range is permuted again until it is inside: at most 4 times on average.

#include "training/batches/order.h"

#include <bit>

#include "runtime/random_streams.h"

namespace gatecast {
namespace {

constexpr std::uint64_t rounds = 6;

std::uint64_t permuted(std::uint64_t place, std::uint64_t count, const Random& random) {
  const int half = (std::bit_width(count - 1) + 1) / 2;
  const std::uint64_t mask = (std::uint64_t{1} << half) - 1;
  do {
    std::uint64_t left = place >> half, right = place & mask;
    for (std::uint64_t round = 0; round < rounds; round++) {
      const std::uint64_t mixed = left ^ (random.block(right * rounds + round)[0] & mask);
      left = right;
      right = mixed;
    }
    place = left << half | right;
  } while (place >= count);
  return place;
}

}  // namespace

Order Order::shuffled(std::int64_t samples, std::uint64_t seed) {
  Order order(samples);
  order.shuffle_ = true;
  order.seed_ = seed;
  return order;
}

std::int64_t Order::operator[](std::uint64_t turn) const {
  const auto samples = static_cast<std::uint64_t>(samples_);
  const std::uint64_t pass = turn / samples, place = turn % samples;
  if (!shuffle_) return static_cast<std::int64_t>(place);
  const Random random = randomFor(Use::shuffle, seed_, static_cast<std::int64_t>(pass) + 1);
  return static_cast<std::int64_t>(permuted(place, samples, random));
}

}  // namespace gatecast
