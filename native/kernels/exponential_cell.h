// One time step of the cell of an sLSTM, forward and backward. The kernels that take it are in kernels.h.

#pragma once

#include "simd/index.h"

namespace gatecast {

// The cell of one row. All arrays have H units, except gates, which has four blocks of H: i, f, z, o.
// The state after the step may be the same memory as the state before it.
struct ExponentialCell {
  Index hidden;
  bool exponentialForget;  // f = exp instead of sigmoid
  float* gates;            // in: the sums before activation; out: the scaled i and f, and z and o after activation
  float* forgetSlope;      // out: the slope of log f, or null
  const float *previousCell, *previousNormaliser, *previousStabiliser;
  float *cell, *normaliser, *stabiliser;
  float* output;  // out: h
};

// The backward pass of the same step.
struct ExponentialCellBack {
  Index hidden;
  float* gates;              // in: as ExponentialCell leaves them; out: the gradients of the sums
  const float* forgetSlope;  // as ExponentialCell leaves it
  const float *previousCell, *previousNormaliser, *cell, *normaliser;
  const float* dOutput;                      // dLoss/dh(t)
  float *dCell, *dNormaliser, *dStabiliser;  // in: dLoss by the state after the step; out: by the state before it
};

}  // namespace gatecast
