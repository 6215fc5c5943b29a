// Possible futures by ancestral sampling: a value is drawn for each step from the distribution that the Program puts out,
// and is its input in the steps that follow.

#pragma once

#include <string>
#include <vector>

#include "runtime/cancel.h"
#include "training/array_source.h"
#include "training/windows.h"

namespace gatecast {

enum class Likelihood { gaussian, studentT, negativeBinomial, point };

// ERR_RANGE for another name.
Likelihood likelihoodNamed(const std::string& name);

// The twin of PathOptions in src/native/types.ts, which has the definitions.
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

// [windows, paths, horizon], in units of the target. Throws ERR_PROGRAM for a Program that cannot stream, ERR_DATA or
// ERR_SHAPE for outputs or inputs that do not fit, ERR_NOT_FINITE for parameters that make no distribution.
Array samplePaths(const Program& program, const float* weights, Windows windows, const PathOptions& options, Team& team,
                  const Cancel& cancel);

}  // namespace gatecast
