// Plans of convolutions of any numbers, and fits on small sequences with the plans that are accepted.

#include <algorithm>
#include <cmath>

#include "rocket/classifier.h"
#include "tests/fuzz/targets.h"

namespace gatecast::fuzz {
namespace {

// A plan as TypeScript makes it: `count` combinations for each dilation, each with one to two channels.
RocketPlan anyPlan(Bytes& bytes, Index channels) {
  RocketPlan plan;
  for (int i = bytes.small(1, 2); i > 0; i--) {
    plan.dilations.push_back(bytes.byte() < 240 ? bytes.small(1, 5) : static_cast<std::int32_t>(bytes.word()));
    plan.limits.push_back(bytes.byte() < 240 ? bytes.small(0, 2) : static_cast<std::int32_t>(bytes.word()));
  }
  plan.channelOffsets.push_back(0);
  for (Index i = 0; i < plan.combinations(); i++) {
    plan.channels.push_back(static_cast<std::int32_t>(i % channels));
    plan.channelOffsets.push_back(static_cast<std::int32_t>(i) + 1);
  }
  if (bytes.byte() >= 236) plan.channels[bytes.byte() % plan.channels.size()] = static_cast<std::int32_t>(bytes.word());
  if (bytes.byte() >= 236) {
    plan.channelOffsets[bytes.byte() % plan.channelOffsets.size()] = static_cast<std::int32_t>(bytes.word());
  }
  if (bytes.byte() >= 251) plan.limits.pop_back();
  if (bytes.byte() >= 251) plan.dilations.clear();
  return plan;
}

}  // namespace

void rocket(Bytes& bytes) {
  Sequences sequences;
  sequences.channels = bytes.small(1, 3);
  sequences.offsets.push_back(0);
  for (int i = bytes.small(1, 5); i > 0; i--)
    sequences.offsets.push_back(sequences.offsets.back() + bytes.small(1, 30));
  for (Index i = 0; i < sequences.offsets.back() * sequences.channels; i++) {
    const double value = bytes.byte() < 250 ? bytes.moderate() : bytes.number();
    sequences.values.push_back(std::isinf(value) ? NAN : value);  // the binding refuses infinities
  }
  Rocket rocket;
  rocket.plan = anyPlan(bytes, sequences.channels);
  checkPlan(rocket.plan, sequences.channels);
  for (auto& dilation : rocket.plan.dilations) dilation = std::min(dilation, 4096);
  for (auto& limits : rocket.plan.limits) limits = std::min(limits, 4);
  std::vector<std::int32_t> examples;
  for (Index i = 0; i < rocket.plan.combinations(); i++) {
    examples.push_back(static_cast<std::int32_t>(i % sequences.count()));
  }
  std::vector<double> targets;
  for (Index i = 0; i < sequences.count(); i++) targets.push_back(bytes.flag() ? 1 : -1);
  Team team(bytes.small(1, 2));
  const RidgeData data{nullptr, targets.data(), nullptr, 0, 0, 1};
  fitRocket(rocket, sequences, examples, data, {0.1, 10}, team);
  require(std::ssize(rocketScores(rocket, sequences, team)) == sequences.count(), "Every sequence has a score");
}

}  // namespace gatecast::fuzz
