// MiniRocket with a ridge regression behind it.

#pragma once

#include "ridge/ridge.h"
#include "rocket/features.h"

namespace gatecast {

// Everything that a prediction needs.
struct Rocket {
  RocketPlan plan;
  ChannelScales scales;
  std::vector<float> limits;
  std::vector<float> coefficients;  // [features, outputs]
  std::vector<double> intercepts;   // [outputs]
};

// The features of all sequences, [sequences, features].
std::vector<float> allFeatures(const Rocket& rocket, const Sequences& sequences, Team& team);

// Fills scales, limits, coefficients and intercepts. features and rows of `data` need not be set.
RidgeFit fitRocket(Rocket& rocket, const Sequences& sequences, const std::vector<std::int32_t>& examples,
                   RidgeData data, const std::vector<double>& penalties, Team& team);

// The outputs of the regression for each sequence, [sequences, outputs].
std::vector<double> rocketScores(const Rocket& rocket, const Sequences& sequences, Team& team);

}  // namespace gatecast
