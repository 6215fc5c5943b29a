// The functions that the kernel files of one tier define for the tier's table and for each other. kernels.h has their
// contracts. The comments name the files that define them.

#pragma once

#include "kernels/kernels.h"

#ifndef GATECAST_TIER
#error "Expected GATECAST_TIER to name the tier. Add, for example, -DGATECAST_TIER=avx2."
#endif

namespace gatecast::GATECAST_TIER {

// pack.cpp
Index packedSize(Index inner, Index columns);
void packB(MatrixView b, Index inner, Index columns, float* packed);
void packGates(const float* inputWeights, const float* recurrentWeights, Index gates, Index inputSize, Index hidden,
               float* packed);
Index recurrentScratch(Index inputSize, Index hidden);

// gemm_packed.cpp, bf16/gemm_packed.cpp
void gemmPacked(const PackedGemm& gemm);
// gemm.cpp
void gemm(Index rows, Index columns, Index inner, MatrixView a, MatrixView b, float* c, Index ldc, bool accumulate,
          float* scratch, const bool* stop);

// recurrent_*.cpp
void rnnStep(const RecurrentStep& step);
void lstmStep(const RecurrentStep& step);
void gruStep(const RecurrentStep& step);
void gruResetBeforeStep(const RecurrentStep& step);
void rnnStepBack(const RecurrentStepBack& step);
void lstmStepBack(const RecurrentStepBack& step);
void gruStepBack(const RecurrentStepBack& step);
void gruResetBeforeStepBack(const RecurrentStepBack& step);
void gruResetBack(const RecurrentStepBack& step);

// exponential_cell.cpp
void exponentialCell(const ExponentialCell& step);
void exponentialCellBack(const ExponentialCellBack& step);

// elementwise.cpp
void unary(Unary op, const float* x, float* y, Index n);
void unaryBack(Unary op, const float* x, const float* y, const float* dy, float* dx, Index n);
void binary(Binary op, const float* a, Index aStride, const float* b, Index bStride, float* y, Index n);
void addTo(const float* x, float* y, Index n);
void multiplyAdd(float a, const float* x, float* y, Index n);
void multiplyAddTo(const float* a, const float* b, float* y, Index n);
void scale(float a, float* x, Index n);

// reduce.cpp
float sum(const float* x, Index n);
float dot(const float* a, const float* b, Index n);
double sumOfSquares(const float* x, Index n);
bool allFinite(const float* x, Index n);
void sumRows(const float* x, Index ldx, Index rows, Index columns, float* y);

// softmax.cpp
void softmax(const float* x, Index ldx, float* y, Index ldy, Index rows, Index columns);
void softmaxBack(const float* y, Index ldy, const float* dy, Index lddy, float* dx, Index lddx, Index rows,
                 Index columns);

// layer_norm.cpp
void layerNorm(const float* x, const float* gain, const float* shift, float epsilon, float* y, float* statistics,
               Index rows, Index columns);
void layerNormBack(const float* x, const float* gain, const float* statistics, const float* dy, float* dx, Index rows,
                   Index columns);
void layerNormWeightsBack(const float* x, const float* statistics, const float* dy, Index rows, Index columns,
                          Index from, Index to, float* dgain, float* dshift);

// attention.cpp
void attention(const Attention& head);
Index attentionScratch(Index d, Index e);

// attention_back.cpp
void attentionBack(const Attention& head, const AttentionBack& gradients);
Index attentionBackScratch(Index keys, Index d, Index e);

// convolutions.cpp
void sumOf(const float* const* parts, Index count, Index n, float* y);
void countAbove(const float* x, Index n, const float* limits, Index count, Index* above);

// products_double.cpp
void addProducts(double factor, const double* a, Index lda, const double* b, Index ldb, Index rows, Index columns,
                 Index inner, double* c, Index ldc);

// optimizers.cpp
void sgd(float* p, const float* g, float* velocity, Index n, float rate, float momentum, bool nesterov,
         float weightDecay);
void adam(float* p, const float* g, float* m, float* v, Index n, const AdamStep& step);
void rmsProp(float* p, const float* g, float* square, float* velocity, Index n, float rate, float alpha, float epsilon,
             float momentum, float weightDecay);

// peak.cpp, amx/gemm_tiles.cpp
double peak(Index steps, float* sink);

// table.cpp
const Kernels& table();
// bf16/table.cpp, in tiers that have no table.cpp: replaces the entries that compute or pack products.
void replaceProducts(Kernels& table);

}  // namespace gatecast::GATECAST_TIER
