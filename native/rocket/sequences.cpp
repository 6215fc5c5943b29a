#include "rocket/sequences.h"

#include <cmath>

namespace gatecast {
namespace {

constexpr std::size_t rowsPerCheck = 65536;

void fillGaps(float* x, Index n) {
  Index before = -1;  // the last value that is present
  for (Index t = 0; t < n; t++) {
    if (std::isnan(x[t])) continue;
    for (Index gap = before + 1; gap < t; gap++) {
      const float share = static_cast<float>(gap - before) / static_cast<float>(t - before);
      x[gap] = before < 0 ? x[t] : x[before] + share * (x[t] - x[before]);
    }
    before = t;
  }
  for (Index gap = before + 1; gap < n; gap++) x[gap] = before < 0 ? 0 : x[before];
}

}  // namespace

ChannelScales channelScales(const Sequences& sequences, Team& team) {
  const auto channels = static_cast<std::size_t>(sequences.channels);
  ChannelScales scales{std::vector<double>(channels, 0), std::vector<double>(channels, 1)};
  team.run(sequences.channels, [&](Index channel, int) {
    const auto c = static_cast<std::size_t>(channel);
    double count = 0, mean = 0, squares = 0;
    for (std::size_t at = c, row = 0; at < sequences.values.size(); at += channels, row++) {
      if (row % rowsPerCheck == 0) team.check();
      const double value = sequences.values[at];
      if (std::isnan(value)) continue;
      count++;
      const double distance = value - mean;
      mean += distance / count;
      squares += distance * (value - mean);
    }
    const double deviation = count > 0 ? std::sqrt(squares / count) : 0;
    scales.location[c] = mean;
    // The deviation of equal values is not exactly 0 if their sum is rounded.
    if (deviation > 1e-12 * std::abs(mean)) scales.scale[c] = deviation;
  });
  return scales;
}

void readChannel(const Sequences& sequences, const ChannelScales& scales, Index i, Index c, float* to) {
  const Index n = sequences.length(i);
  const double* const from =
      sequences.values.data() + sequences.offsets[static_cast<std::size_t>(i)] * sequences.channels;
  const double location = scales.location[static_cast<std::size_t>(c)],
               scale = scales.scale[static_cast<std::size_t>(c)];
  for (Index t = 0; t < n; t++) to[t] = static_cast<float>((from[t * sequences.channels + c] - location) / scale);
  fillGaps(to, n);
}

}  // namespace gatecast
