// One time step of a recurrent layer, forward and backward. The kernels that take it are in kernels.h.

#pragma once

#include "simd/index.h"

namespace gatecast {

// One time step for R rows of the batch. Each array holds R rows, at a distance of its own (`ld...`).
//
// The gates need W x + b, the product of this step's input. Either the step computes it from `x` and `bias`, or the
// caller has computed it for many steps at once, in `inputs`. Both give the same bits.
//
// `lengths`, if not null, holds the length of each of the R rows. A row with step >= lengths[r] is not active: the step
// copies its previous h and c and sets its gates to zero.
//
// nextHidden must not overlap previousHidden: units are finished block by block, and every block reads the whole
// previous state. nextCell may be previousCell, and gates may be inputs.
struct RecurrentStep {
  Index rows;                // R
  Index hidden;              // H
  Index inputSize;           // I
  const float* weights;      // from packGates
  const float* x = nullptr;  // [R, I]
  Index ldx = 0;
  const float* bias = nullptr;    // with x: [G, H rounded up to whole tileColumns]
  const float* inputs = nullptr;  // without x: [R, G*H], W x + biases (gru: without b_hn in n)
  Index ldi = 0;
  const float* previousHidden;
  Index ldh;                            // of previousHidden and nextHidden
  float* gates = nullptr;               // out, see each kernel; null if the caller does not need them
  Index ldg = 0;                        // distance between rows of gates
  const float* previousCell = nullptr;  // lstm
  float* nextCell = nullptr;
  Index ldc = 0;
  float* nextHidden;
  const std::int32_t* lengths = nullptr;
  Index step = 0;
  const float* candidateBias = nullptr;  // gru: b_hn, as wide as a gate of bias, or null
  bool relu = false;                     // rnn: relu instead of tanh
  float* scratch;                        // R * recurrentScratch(I, H) floats, 64-byte aligned
};

// The backward pass of one time step of a recurrent kernel.
//
// dHidden holds dLoss/dh(t) on entry. On return it holds the part of dLoss/dh(t-1) that passes through no GEMM: zero
// for active rows of rnn and lstm, dh * z for gru, dh itself for rows that are not active. The op then adds the other
// part, the gradients of the gates times the recurrent weights.
//
// `gates` holds the activations on entry and the gradients of the pre-activations on return (zeros in rows that are not
// active).
struct RecurrentStepBack {
  Index rows;
  Index hidden;
  float* gates;
  Index ldg;
  float* dHidden;
  Index ldd;
  const float* previousHidden = nullptr;  // gru
  const float* nextHidden = nullptr;      // rnn
  Index ldh = 0;
  const float* previousCell = nullptr;  // lstm
  const float* nextCell = nullptr;
  Index ldc = 0;
  float* dCell = nullptr;  // lstm, [R, H], ld is ldd: in dLoss/dc(t) without the path through h(t); out dLoss/dc(t-1)
  const std::int32_t* lengths = nullptr;
  Index step = 0;
  bool relu = false;
  float* dResetHidden = nullptr;  // gru, reset before: see gruResetBack; ld is ldd
};

}  // namespace gatecast
