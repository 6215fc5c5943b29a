// The operands of matrix products. The kernels that take them, and their common rules, are in kernels.h.

#pragma once

#include "simd/index.h"

namespace gatecast {

// A read-only matrix: element (i, j) is at data[i * rowStride + j * columnStride]. At least one of the two strides is
// 1. A transpose is the same data with the strides exchanged.
struct MatrixView {
  const float* data;
  Index rowStride;
  Index columnStride;
};

// C[g][m][n] = (accumulate ? C[g][m][n] : bias ? bias[n] : 0) + sum over k of A[g][m][k] * B[k][n]
//
// for groups g of `rows` rows each. With groups, one call covers many time steps of a few batch rows, and a panel of B
// stays in L1 for all of them. The sum over k is cut into blocks. The first block starts from the bias or 0. Every
// other block starts from 0 and is then added to C; with accumulate, so is the first.
struct PackedGemm {
  Index groups = 1;
  Index rows;     // M, rows in each group
  Index columns;  // N
  Index inner;    // K
  const float* a;
  Index lda;
  Index aGroupStride = 0;
  const float* b;         // from packB with the same K and N
  Index panelStride = 0;  // floats from one panel of b to the next; 0 if the panels are contiguous
  float* c;
  Index ldc;
  Index cGroupStride = 0;
  const float* bias = nullptr;  // [N]; not with accumulate
  bool accumulate = false;
  const bool* stop = nullptr;  // see kernels.h
};

}  // namespace gatecast
