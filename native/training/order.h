// In which order samples take their turns, over all epochs: pass after pass over all of them. Shuffled, each pass is a
// permutation of its own, computed from the turn's number: nothing is stored, whatever the number of samples, and a
// resumed run goes on at any turn.

#pragma once

#include <cstdint>

namespace gatecast {

class Order {
 public:
  // The natural order, again and again.
  explicit Order(std::int64_t samples) : samples_(samples) {}
  static Order shuffled(std::int64_t samples, std::uint64_t seed);

  // The sample of a turn, counted from the first turn of the first epoch.
  std::int64_t operator[](std::uint64_t turn) const;

 private:
  std::int64_t samples_;
  bool shuffle_ = false;
  std::uint64_t seed_ = 0;
};

}  // namespace gatecast
