// Draws the value of one step of a path.

#pragma once

#include <array>
#include <cstdint>

#include "training/paths/paths.h"
#include "training/windows/scaling.h"

namespace gatecast {

// The number of outputs of the Program that a likelihood reads.
int parametersOf(Likelihood likelihood);

struct StepOfPath {
  std::int64_t series, origin, path, step;
};

// Returns the value in units of the target. parameters: the values of PathOptions::outputs. Throws ERR_NOT_FINITE for
// parameters outside their ranges, and if the value is outside the range of float32.
double drawStep(const PathOptions& options, const std::array<float, 3>& parameters, Scale scale, StepOfPath at);

}  // namespace gatecast
