// Draws possible futures by ancestral sampling: each step draws a value from the distribution that the Program computes,
// and the Program reads this value as an input of the next steps.

#pragma once

#include <array>
#include <string>
#include <vector>

#include "graph/program.h"
#include "kernels/kernels.h"
#include "runtime/threads/team.h"
#include "training/windows/windows.h"

namespace gatecast {

enum class Likelihood { gaussian, studentT, negativeBinomial, point };

// ERR_RANGE for an unknown name.
Likelihood likelihoodNamed(const std::string& name);

// Has the form of PathOptions in src/addon/types/graph.ts, where the options are explained.
struct PathOptions {
  std::int64_t paths = 1;
  std::int64_t horizon = 1;
  Likelihood likelihood = Likelihood::gaussian;
  std::vector<std::string> outputs;
  bool scaled = false;
  std::uint64_t seed = 0;
  std::int64_t batchSize = 1;
  Precision precision = Precision::float32;
};

// [windows, paths, horizon] in units of the target. Doubles, because the target may be far from 0.
struct Paths {
  std::array<std::int64_t, 3> shape{};
  std::vector<double> values;
};

// Throws ERR_PROGRAM for a Program that cannot run one time step at a time, ERR_DATA, ERR_SHAPE, ERR_TYPE or ERR_RANGE for
// outputs, windows or options that do not fit, and ERR_NOT_FINITE for parameters outside their ranges.
Paths samplePaths(const Program& program, const float* weights, Windows windows, const PathOptions& options,
                  Team& team);

}  // namespace gatecast
