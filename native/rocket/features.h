// The features of MiniRocket: for each kernel, dilation and limit, the share of the steps at which the convolution is
// above the limit.
//
// Every second combination leaves out the steps whose convolution reaches over an end of the sequence. A sequence that
// is too short to have others keeps all its steps.

#pragma once

#include "rocket/convolutions.h"
#include "runtime/threads/team.h"

namespace gatecast {

// The limits of all features: quantiles of the convolution of one training sequence. examples: for each combination,
// the number of that sequence.
std::vector<float> rocketLimits(const RocketPlan& plan, const Sequences& sequences, const ChannelScales& scales,
                                const std::vector<std::int32_t>& examples, Team& team);

// Writes the features of one sequence to `to`.
// Throws ERR_ABORTED if the team's cancel asks for it.
void rocketFeatures(const RocketPlan& plan, const std::vector<float>& limits, Convolutions& convolutions,
                    const Team& team, float* to);

// The convolutions of each thread of a team.
std::vector<Convolutions> convolutionsFor(const RocketPlan& plan, const Sequences& sequences,
                                          const ChannelScales& scales, const Team& team);

}  // namespace gatecast
