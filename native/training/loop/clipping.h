// Limits the size of gradients: Pascanu, Mikolov, Bengio 2013.

#pragma once

#include <cstdint>
#include <vector>

#include "kernels/kernels.h"
#include "runtime/threads/team.h"

namespace gatecast {

// First limits every gradient to [-value, value], then scales all gradients so that their global norm is at most `norm`.
// A limit of 0 turns that part off.
class Clipping {
 public:
  // Throws ERR_RANGE for negative limits.
  Clipping(double norm, double value, std::int64_t weights);

  // Returns the global norm before clipping.
  double apply(float* gradients, const Kernels& kernels, Team& team);

 private:
  double globalNorm(const float* gradients, const Kernels& kernels, Team& team);

  double norm_;
  double value_;
  std::int64_t weights_;
  std::vector<double> sums_;  // of squares, one for each slice
};

}  // namespace gatecast
