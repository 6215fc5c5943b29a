// Divides a pass over the data into batches, and the sequences of each batch into pieces of time.

#pragma once

#include <algorithm>

#include "training/batches/dataset.h"

namespace gatecast {

// The samples [first, first + count) in the order of the pass, and of these the time steps [from, to).
struct Piece {
  std::int64_t first, count;
  std::int64_t from, to;
  bool startsSequence() const { return from == 0; }
  Sizes sizes() const { return {count, to - from}; }
};

class Pieces {
 public:
  // length: time steps of a piece, 0 for whole sequences. samples: the number of samples in a pass, 0 for all. The last
  // batch and the last piece of a sequence may be smaller.
  Pieces(const Dataset& data, std::int64_t batchSize, std::int64_t length, std::int64_t samples = 0)
      : samples_(samples == 0 ? data.samples() : samples),
        time_(data.timeSteps()),
        batch_(std::min(batchSize, samples_)),
        length_(length == 0 ? time_ : std::min(length, time_)),
        perSequence_((time_ + length_ - 1) / length_) {}

  std::int64_t samples() const { return samples_; }
  std::int64_t count() const { return (samples_ + batch_ - 1) / batch_ * perSequence_; }
  bool cutsTime() const { return perSequence_ > 1; }
  Sizes largest() const { return {batch_, length_}; }

  Piece operator[](std::int64_t i) const {
    const std::int64_t first = i / perSequence_ * batch_, from = i % perSequence_ * length_;
    return {first, std::min(batch_, samples_ - first), from, std::min(from + length_, time_)};
  }

 private:
  std::int64_t samples_, time_, batch_, length_, perSequence_;
};

}  // namespace gatecast
