// Sequences of numbers, each of its own length, as the transform reads them.

#pragma once

#include <vector>

#include "runtime/threads/team.h"
#include "simd/index.h"

namespace gatecast {

struct Sequences {
  Index channels = 0;
  std::vector<Index> offsets;  // first step of each sequence, and the number of all steps
  std::vector<double> values;  // [steps of all sequences, channels]; NaN is missing

  Index count() const { return static_cast<Index>(offsets.size()) - 1; }
  Index length(Index i) const {
    return offsets[static_cast<std::size_t>(i) + 1] - offsets[static_cast<std::size_t>(i)];
  }
};

// Subtracted from each channel, and what it is divided by. In double precision: a float32 has no digits left for small
// changes of a large level.
struct ChannelScales {
  std::vector<double> location, scale;
};

// Mean and standard deviation of each channel over the values that are present; a constant channel is divided by 1.
ChannelScales channelScales(const Sequences& sequences, Team& team);

// Writes channel `c` of sequence `i` to `to`, scaled. A missing value is on the line between its neighbours, or equal to
// the only neighbour; a channel without values is 0.
void readChannel(const Sequences& sequences, const ChannelScales& scales, Index i, Index c, float* to);

}  // namespace gatecast
