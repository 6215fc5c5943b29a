#include "rocket/features.h"

#include <algorithm>
#include <cmath>

namespace gatecast {
namespace {

// The fractional parts of multiples of the golden ratio spread evenly over (0, 1), however many there are.
double fraction(Index i) {
  const double golden = (std::sqrt(5.0) + 1) / 2;
  const double product = static_cast<double>(i + 1) * golden;
  return product - std::floor(product);
}

double quantile(const std::vector<float>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double low = sorted[below], high = sorted[above];
  return low + (at - static_cast<double>(below)) * (high - low);
}

std::vector<Index> firstFeatures(const RocketPlan& plan) {
  std::vector<Index> first;
  Index next = 0;
  for (const auto limits : plan.limits) {
    for (Index k = 0; k < rocketKernels; k++, next += limits) first.push_back(next);
  }
  return first;
}

}  // namespace

std::vector<Convolutions> convolutionsFor(const RocketPlan& plan, const Sequences& sequences,
                                          const ChannelScales& scales, const Team& team) {
  return std::vector<Convolutions>(static_cast<std::size_t>(team.size()), Convolutions(plan, sequences, scales));
}

std::vector<float> rocketLimits(const RocketPlan& plan, const Sequences& sequences, const ChannelScales& scales,
                                const std::vector<std::int32_t>& examples, Team& team) {
  std::vector<float> all(static_cast<std::size_t>(plan.features()));
  const std::vector<Index> first = firstFeatures(plan);
  auto convolutions = convolutionsFor(plan, sequences, scales, team);
  team.run(plan.combinations(), [&](Index combination, int thread) {
    Convolutions& own = convolutions[static_cast<std::size_t>(thread)];
    own.read(examples[static_cast<std::size_t>(combination)]);
    const float* const values = own.of(combination);
    std::vector<float> sorted(values, values + own.length());
    std::sort(sorted.begin(), sorted.end());
    const Index from = first[static_cast<std::size_t>(combination)];
    for (Index i = 0; i < plan.limits[static_cast<std::size_t>(combination / rocketKernels)]; i++) {
      all[static_cast<std::size_t>(from + i)] = static_cast<float>(quantile(sorted, fraction(from + i)));
    }
  });
  return all;
}

void rocketFeatures(const RocketPlan& plan, const std::vector<float>& limits, Convolutions& convolutions,
                    const Team& team, float* to) {
  const Index length = convolutions.length();
  std::vector<Index> above;
  const float* limit = limits.data();
  for (Index combination = 0; combination < plan.combinations(); combination++) {
    team.check();
    const Index dilation = combination / rocketKernels;
    const Index count = plan.limits[static_cast<std::size_t>(dilation)];
    const Index margin = 4 * plan.dilations[static_cast<std::size_t>(dilation)];
    const bool inner = (dilation + combination % rocketKernels) % 2 == 1 && length > 2 * margin;
    const Index from = inner ? margin : 0, steps = inner ? length - 2 * margin : length;
    above.resize(static_cast<std::size_t>(count));
    kernels().countAbove(convolutions.of(combination) + from, steps, limit, count, above.data());
    for (Index i = 0; i < count; i++) {
      to[i] = static_cast<float>(above[static_cast<std::size_t>(i)]) / static_cast<float>(steps);
    }
    to += count;
    limit += count;
  }
}

}  // namespace gatecast
