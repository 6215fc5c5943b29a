// The value of one step of one path.

#pragma once

#include <array>
#include <cstdint>

#include "training/paths.h"
#include "training/scaling.h"

namespace gatecast {

// How many outputs of the Program a likelihood reads.
int parametersOf(Likelihood likelihood);

struct StepOfPath {
  std::int64_t series, origin, path, step;
};

// In units of the target; parameters as PathOptions::outputs names them. Throws ERR_NOT_FINITE for parameters that make
// no distribution, or a draw beyond float32.
float drawStep(const PathOptions& options, const std::array<float, 3>& parameters, Scale scale, StepOfPath at);

}  // namespace gatecast
