// The order in which samples take their turns, over all epochs: every pass has each sample once. In a shuffled order each
// pass has another permutation, which is computed from the number of the turn. Nothing is stored, so that the order needs
// no memory for any number of samples, and a resumed run can start at any turn.

#pragma once

#include <cstdint>

namespace gatecast {

class Order {
 public:
  // Every pass visits the samples in the order 0, 1, 2, ...
  explicit Order(std::int64_t samples) : samples_(samples) {}
  static Order shuffled(std::int64_t samples, std::uint64_t seed);

  // The sample of a turn. Turn 0 is the first turn of the first epoch.
  std::int64_t operator[](std::uint64_t turn) const;

 private:
  std::int64_t samples_;
  bool shuffle_ = false;
  std::uint64_t seed_ = 0;
};

}  // namespace gatecast
