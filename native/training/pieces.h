// How a pass over the data is cut: into batches, and each batch's sequence into pieces of some time steps.

#pragma once

#include <algorithm>

#include "training/dataset.h"

namespace gatecast {

// Samples [first, first + count) of the pass in their order, time steps [from, to).
struct Piece {
  std::int64_t first, count;
  std::int64_t from, to;
  bool startsSequence() const { return from == 0; }
  Sizes sizes() const { return {count, to - from}; }
};

class Pieces {
 public:
  // length: time steps in a piece, 0 for the whole sequence. samples: to take turns in this pass, 0 for all. The last
  // batch and the last piece may be smaller.
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
