#include "rocket/convolutions.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "runtime/error.h"

namespace gatecast {
namespace {

using Places = std::array<int, 3>;

// The places of the three large weights, in lexicographic order.
constexpr std::array<Places, rocketKernels> places = [] {
  std::array<Places, rocketKernels> all{};
  std::size_t next = 0;
  for (int a = 0; a < 9; a++)
    for (int b = a + 1; b < 9; b++)
      for (int c = b + 1; c < 9; c++) all[next++] = {a, b, c};
  return all;
}();

constexpr std::int32_t mostLimits = 1 << 20;

}  // namespace

Index RocketPlan::features() const { return std::accumulate(limits.begin(), limits.end(), Index{0}) * rocketKernels; }

void checkPlan(const RocketPlan& plan, Index channels) {
  const auto bad = [](const char* what) { fail(Code::data, "Expected a plan of convolutions, got one with ", what); };
  if (plan.dilations.empty() || plan.limits.size() != plan.dilations.size()) bad("other numbers of limits");
  for (const auto dilation : plan.dilations)
    if (dilation < 1 || dilation > mostLimits * 16) bad("a dilation out of range");
  for (const auto limits : plan.limits)
    if (limits < 0 || limits > mostLimits) bad("a number of limits out of range");
  if (std::ssize(plan.channelOffsets) != plan.combinations() + 1 || plan.channelOffsets.front() != 0 ||
      plan.channelOffsets.back() != std::ssize(plan.channels))
    bad("other numbers of channels");
  for (std::size_t i = 0; i + 1 < plan.channelOffsets.size(); i++)
    if (plan.channelOffsets[i] >= plan.channelOffsets[i + 1]) bad("a combination without channels");
  for (const auto channel : plan.channels)
    if (channel < 0 || channel >= channels) bad("an unknown channel");
}

void Convolutions::read(Index sequence) {
  length_ = sequences_.length(sequence);
  dilation_ = -1;
  padding_ = 4 * *std::max_element(plan_.dilations.begin(), plan_.dilations.end());
  const auto size = static_cast<std::size_t>(sequences_.channels * (length_ + 2 * padding_));
  negative_.assign(size, 0);
  triple_.assign(size, 0);
  sums_.resize(static_cast<std::size_t>(sequences_.channels * length_));
  result_.resize(static_cast<std::size_t>(length_));
  for (Index c = 0; c < sequences_.channels; c++) {
    float* const x = negative(c);
    float* const three = triple(c);
    readChannel(sequences_, scales_, sequence, c, x);
    for (Index t = 0; t < length_; t++) {
      three[t] = 3 * x[t];
      x[t] = -x[t];
    }
  }
}

void Convolutions::dilate(Index dilation) {
  const Index step = plan_.dilations[static_cast<std::size_t>(dilation)];
  std::array<const float*, 9> parts;
  for (Index c = 0; c < sequences_.channels; c++) {
    for (Index j = 0; j < 9; j++) parts[static_cast<std::size_t>(j)] = negative(c) + (j - 4) * step;
    kernels().sumOf(parts.data(), 9, length_, sums(c));
  }
  dilation_ = dilation;
}

const float* Convolutions::of(Index combination) {
  const Index dilation = combination / rocketKernels;
  if (dilation != dilation_) dilate(dilation);
  const Index step = plan_.dilations[static_cast<std::size_t>(dilation)];
  const auto at = static_cast<std::size_t>(combination);
  parts_.clear();
  for (auto i = plan_.channelOffsets[at]; i < plan_.channelOffsets[at + 1]; i++) {
    const Index c = plan_.channels[static_cast<std::size_t>(i)];
    parts_.push_back(sums(c));
    for (const int place : places[at % rocketKernels]) parts_.push_back(triple(c) + (place - 4) * step);
  }
  kernels().sumOf(parts_.data(), std::ssize(parts_), length_, result_.data());
  return result_.data();
}

}  // namespace gatecast
