// Draws from the distributions that forecasts are made of. All take their random numbers from a counter-based stream:
// the same stream gives the same draw, in any order and on any thread.

#pragma once

#include <cstdint>

#include "runtime/random.h"

namespace gatecast {

// The numbers of one stream, one after another.
class Draws {
 public:
  explicit Draws(Random random) : random_(random) {}

  double uniform();  // in (0, 1), on a grid of 2^-53
  double normal();   // mean 0, variance 1

 private:
  Random random_;
  std::uint64_t next_ = 0;
};

// Parameters are positive and finite.
double drawGamma(Draws& draws, double shape);  // scale 1
double drawPoisson(Draws& draws, double mean);
double drawStudentT(Draws& draws, double degrees);  // location 0, scale 1
// Variance mean + dispersion mean^2; dispersion may be 0.
double drawNegativeBinomial(Draws& draws, double mean, double dispersion);

}  // namespace gatecast
