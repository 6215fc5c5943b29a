// Finds where a NaN or an infinity of a training step comes from.
//
// The memory of values is reused during a pass, so most values of a failed step are gone. Training runs the step again, on
// the same samples and random numbers, and watches what each op writes.

#pragma once

#include <string>

#include "graph/executor.h"

namespace gatecast {

// Keeps the first op that writes NaN or an infinity. Its watch is passed to Executor::forward and backward.
class FirstNotFinite {
 public:
  void operator()(const Program::Node& node, const float* written, std::int64_t count);
  // Null if all values were finite.
  const Program::Node* node() const { return node_; }

 private:
  const Program::Node* node_ = nullptr;
};

// The finite gradient of the largest magnitude, and the parameter that it belongs to, as text; empty if all are 0.
std::string largestGradient(const Program& program, const float* gradients);

// The first parameter with a weight that is NaN or infinite, as text; empty if there is none.
std::string notFiniteParameter(const Program& program, const float* weights);

}  // namespace gatecast
