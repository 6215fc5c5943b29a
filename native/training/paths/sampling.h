// Draws from the distributions of forecasts. The random numbers come from a counter-based stream: a draw depends on its
// stream only, not on the order of draws or on the thread.

#pragma once

#include <cstdint>

#include "runtime/random.h"

namespace gatecast {

// Reads the random numbers of one stream one after another.
class Draws {
 public:
  explicit Draws(Random random) : random_(random) {}

  double uniform();  // in (0, 1), on a grid of 2^-53
  double normal();   // mean 0, variance 1

 private:
  Random random_;
  std::uint64_t next_ = 0;
};

// Parameters must be positive and finite; a mean or a dispersion can be 0.
double drawGamma(Draws& draws, double shape);  // scale 1
double drawPoisson(Draws& draws, double mean);
double drawStudentT(Draws& draws, double degrees);  // location 0, scale 1
// The variance is mean + dispersion mean^2. With dispersion 0 it is the Poisson distribution.
double drawNegativeBinomial(Draws& draws, double mean, double dispersion);

}  // namespace gatecast
