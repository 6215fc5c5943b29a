// Random Programs that are run: sizes, options, weights and inputs.

#pragma once

#include <optional>

#include "graph/executor.h"
#include "tests/fuzz/inputs/bytes.h"

namespace gatecast::fuzz {

struct Passes {
  Sizes sizes;
  ExecutorOptions options;
  std::vector<float> weights;
};

// Absent if the passes would take long: larger Programs are planned and not run.
std::optional<Passes> anyPasses(Bytes& bytes, const Program& program);

void fillInputs(Bytes& bytes, const Program& program, Executor& executor, Sizes sizes);
// The wanted values of the last forward pass.
std::vector<float> wantedValues(const Executor& executor, const ExecutorOptions& options, Sizes sizes);
// Fills the seeds of all wanted values.
void seedAll(Executor& executor, const ExecutorOptions& options, Sizes sizes);
// Whether two runs gave the same bits.
bool same(const std::vector<float>& a, const std::vector<float>& b);

}  // namespace gatecast::fuzz
