// Keeps gradients small: Pascanu, Mikolov, Bengio 2013.

#pragma once

#include <cstdint>
#include <vector>

#include "kernels/kernels.h"
#include "runtime/threads.h"

namespace gatecast {

// First every gradient is cut to [-value, value], then all are scaled so that their global norm is `norm` at most.
// 0 leaves that part out.
class Clipping {
 public:
  // Throws ERR_RANGE for negative limits.
  Clipping(double norm, double value, std::int64_t weights);

  // Returns the global norm as it was before.
  double apply(float* gradients, const Kernels& kernels, Team& team);

 private:
  double globalNorm(const float* gradients, const Kernels& kernels, Team& team);

  double norm_;
  double value_;
  std::int64_t weights_;
  std::vector<double> sums_;  // of squares, by slice
};

}  // namespace gatecast
