// The convolutions of MiniRocket over one sequence.
//
// A kernel has nine weights: three are 2, six are -1, so there are 84 of them. With dilation d,
//
//   C(t) = sum over j of w_j x(t + (j - 4) d) = A(t) + 3 (x(t + (a - 4) d) + x(t + (b - 4) d) + x(t + (c - 4) d))
//
// where A is minus the sum of all nine terms, and a < b < c are the places of the three. x is 0 outside the sequence. So a
// dilation costs one A, and each kernel the sum of four sequences, which are parts of one padded array.
//
// With several channels a kernel sums the convolutions of its own set of channels.
//
// Source: Dempster, Schmidt and Webb 2021, "MiniRocket", sections 3.1 to 3.3.

#pragma once

#include "kernels/kernels.h"
#include "rocket/sequences.h"

namespace gatecast {

constexpr Index rocketKernels = 84;

// The parts of the transform that do not depend on values. A combination is a dilation and a kernel; combination
// d * 84 + k has kernel k.
struct RocketPlan {
  std::vector<std::int32_t> dilations;
  std::vector<std::int32_t> limits;          // of each dilation: limits of each of its kernels, so many features
  std::vector<std::int32_t> channelOffsets;  // first entry of `channels` for each combination, and their number
  std::vector<std::int32_t> channels;

  Index combinations() const { return std::ssize(dilations) * rocketKernels; }
  Index features() const;
};

// Throws ERR_DATA if parts of the plan contradict each other or the number of channels: it may come from a file.
void checkPlan(const RocketPlan& plan, Index channels);

// The convolutions of one sequence. An object belongs to one thread and is used for many sequences.
class Convolutions {
 public:
  Convolutions(const RocketPlan& plan, const Sequences& sequences, const ChannelScales& scales)
      : plan_(plan), sequences_(sequences), scales_(scales) {}

  void read(Index sequence);
  Index length() const { return length_; }
  // C of a combination: length() values, valid until the next call. Combinations of one dilation should follow each
  // other.
  const float* of(Index combination);

 private:
  void dilate(Index dilation);
  float* negative(Index channel) { return negative_.data() + channel * (length_ + 2 * padding_) + padding_; }
  float* triple(Index channel) { return triple_.data() + channel * (length_ + 2 * padding_) + padding_; }
  float* sums(Index channel) { return sums_.data() + channel * length_; }

  const RocketPlan& plan_;
  const Sequences& sequences_;
  const ChannelScales& scales_;
  Index length_ = 0, padding_ = 0, dilation_ = -1;
  std::vector<float> negative_, triple_;  // [channels, padding + length + padding]: -x and 3 x
  std::vector<float> sums_;               // [channels, length]: A of the dilation
  std::vector<float> result_;
  std::vector<const float*> parts_;
};

}  // namespace gatecast
