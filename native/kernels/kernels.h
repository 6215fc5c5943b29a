// The table of kernels (inner loops) that each instruction-set tier fills, and the contract of every entry.
//
// A kernel runs on the calling thread, allocates nothing and throws nothing. The ops split work over threads.
//
// A result never depends on how the work was cut: the result of a row does not depend on the other rows of the call,
// nor that of a column on the other columns, nor that of an element on its position in the array. The order of
// additions along the inner dimension depends on that dimension alone. So ops get the same bits for any number of
// threads.
//
// Kernels that can take many milliseconds have a `stop`, null or a flag that another thread may set (Cancel::flag). They
// then return early, and their results are undefined: the caller must look at the flag and throw them away.
//
// Matrices are row-major; `ld...` is the distance between rows in floats, at least the width of a row. Kernels write
// nothing outside the given rows and columns, and read nothing outside them except in `packed` buffers and scratch.
// Pointers need no alignment unless an entry says so (64 bytes is fastest). NaN and infinities pass through as in IEEE
// arithmetic.

#pragma once

#include "kernels/attention.h"
#include "kernels/exponential_cell.h"
#include "kernels/gemm.h"
#include "kernels/recurrent_step.h"
#include "simd/index.h"

namespace gatecast {

// How products read their operands. With bf16, both operands are rounded to bfloat16 (to nearest even) as they are
// read. Sums, and everything that is not a product, stay float32.
enum class Precision { float32, bf16 };

enum class Unary { tanh, sigmoid, relu, gelu, silu, softplus, exp, log };
enum class Binary { add, subtract, multiply, divide };

struct AdamStep {
  float learningRate;  // of this step, after the schedule
  float beta1, beta2, epsilon;
  float correction1;  // 1 - beta1^t
  float correction2;  // 1 - beta2^t
  float weightDecay;  // adam: added to the gradient; adamW: decoupled, p -= learningRate * weightDecay * p first
  bool decoupled;
};

struct Kernels {
  const char* tier;
  int lanes;        // floats in a vector
  int tileRows;     // MR of the micro-kernel
  int tileColumns;  // NR

  // ---- GEMM ----

  // Floats that a packed K x N matrix takes: N is rounded up to whole tile columns. With bf16 a float holds two
  // elements of K (with AMX tiles, K is rounded up to a multiple of 32).
  Index (*packedSize)(Index inner, Index columns);
  // packed = B, the K x N view, in panels of NR columns; zeros fill the last panel. packed is 64-byte aligned.
  void (*packB)(MatrixView b, Index inner, Index columns, float* packed);
  void (*gemmPacked)(const PackedGemm& gemm);
  // C[M, N] = (accumulate ? C : 0) + A[M, K] * B[K, N] for any views, with the same bits as gemmPacked.
  // scratch: gemmScratch floats, 64-byte aligned. stop: see below.
  void (*gemm)(Index rows, Index columns, Index inner, MatrixView a, MatrixView b, float* c, Index ldc, bool accumulate,
               float* scratch, const bool* stop);
  Index gemmScratch;
  // The size of the blocks into which several threads should cut a large product (multiples of the tile).
  Index gemmBlockRows;
  Index gemmBlockColumns;

  // ---- Recurrent cells ----

  // Packs the weights of a layer, [G*H, I] and [G*H, H], gate by gate, in panels of tileColumns units. A panel holds
  // its I rows and then its H rows, so that a step can finish all gates of a block of hidden units while they are in
  // L1. Size: G * gateSize, with gateSize = packedSize(I, H) + packedSize(H, H); a panel takes packedSize(I, 1) +
  // packedSize(H, 1).
  void (*packGates)(const float* inputWeights, const float* recurrentWeights, Index gates, Index inputSize,
                    Index hidden, float* packed);
  Index (*recurrentScratch)(Index inputSize, Index hidden);  // floats of RecurrentStep::scratch for each row

  // h = f(W x + R h + b), f is tanh or relu; gates are not written.
  void (*rnnStep)(const RecurrentStep& step);
  // gates [R, 4H] out: the activated i, f, g, o.
  void (*lstmStep)(const RecurrentStep& step);
  // n = tanh(n_in + r q), h' = n + z (h - n), with q = R_n h + b_hn.
  // gates [R, 4H] out: the activated r, z, n, and q, which the reset gate multiplies.
  void (*gruStep)(const RecurrentStep& step);
  // The reset gate is applied before the matrix (Cho et al.): n = tanh(n_in + R_n (r h)); n_in includes b_hn.
  // gates [R, 4H] out, never null: r, z, n and r h.
  void (*gruResetBeforeStep)(const RecurrentStep& step);

  void (*rnnStepBack)(const RecurrentStepBack& step);   // gates out: [R, H] gradient of the pre-activation
  void (*lstmStepBack)(const RecurrentStepBack& step);  // gates out: di, df, dg, do
  void (*gruStepBack)(const RecurrentStepBack& step);   // gates out: dr, dz, dn, dq  (dq = dn * r)
  // gruResetBefore, first half: gates out: r (unchanged), dz, dn, and r h (unchanged). The op then computes
  // dResetHidden [R, H] = dn * R_n. Second half: gates out: dr, dz, dn, r h; dHidden += dResetHidden * r.
  void (*gruResetBeforeStepBack)(const RecurrentStepBack& step);
  void (*gruResetBack)(const RecurrentStepBack& step);
  // The cell of an sLSTM; exponential_cell.cpp has the equations.
  void (*exponentialCell)(const ExponentialCell& step);
  void (*exponentialCellBack)(const ExponentialCellBack& step);

  // ---- Elementwise; y may be x ----

  void (*unary)(Unary op, const float* x, float* y, Index n);
  // dx += dy * f'(x), given y = f(x).
  void (*unaryBack)(Unary op, const float* x, const float* y, const float* dy, float* dx, Index n);
  // y[i] = a[i * aStride] op b[i * bStride]; strides are 0 or 1.
  void (*binary)(Binary op, const float* a, Index aStride, const float* b, Index bStride, float* y, Index n);
  void (*addTo)(const float* x, float* y, Index n);                          // y += x
  void (*multiplyAdd)(float a, const float* x, float* y, Index n);           // y += a x
  void (*multiplyAddTo)(const float* a, const float* b, float* y, Index n);  // y += a b
  void (*scale)(float a, float* x, Index n);                                 // x *= a
  // Sums in a fixed order that is not left to right: within each lane, then across the lanes.
  float (*sum)(const float* x, Index n);
  float (*dot)(const float* a, const float* b, Index n);
  double (*sumOfSquares)(const float* x, Index n);  // accumulated in double
  bool (*allFinite)(const float* x, Index n);
  // y[j] += sum over rows i of x[i][j]; rows in order, in sums of 256 rows.
  void (*sumRows)(const float* x, Index ldx, Index rows, Index columns, float* y);

  // ---- Rows ----

  // y = exp(x - max) / sum over each of `rows` rows of `columns`. A row that holds only -infinity gives zeros. y may be
  // x.
  void (*softmax)(const float* x, Index ldx, float* y, Index ldy, Index rows, Index columns);
  // dx += y (dy - sum(dy y))
  void (*softmaxBack)(const float* y, Index ldy, const float* dy, Index lddy, float* dx, Index lddx, Index rows,
                      Index columns);
  // y = (x - mean) rstd gain + shift; statistics [rows][2]: mean, rstd. gain and shift may be null (1 and 0).
  void (*layerNorm)(const float* x, const float* gain, const float* shift, float epsilon, float* y, float* statistics,
                    Index rows, Index columns);
  // dx += ...; dx may be null. native/ops/layer_norm.cpp has the equations.
  void (*layerNormBack)(const float* x, const float* gain, const float* statistics, const float* dy, float* dx,
                        Index rows, Index columns);
  // dgain[j] += sum over rows of dy n; dshift[j] += sum over rows of dy, for columns [from, to). Either may be null.
  void (*layerNormWeightsBack)(const float* x, const float* statistics, const float* dy, Index rows, Index columns,
                               Index from, Index to, float* dgain, float* dshift);

  // ---- Attention; memory is linear in queries and keys ----

  // At most attentionQueries queries. Scratch: attentionScratch floats.
  void (*attention)(const Attention& head);
  Index (*attentionScratch)(Index d, Index e);
  // All queries of a head, from position 0; reads y and statistics. Scratch: attentionBackScratch floats.
  void (*attentionBack)(const Attention& head, const AttentionBack& gradients);
  Index (*attentionBackScratch)(Index keys, Index d, Index e);

  // ---- Convolutions with fixed weights, and ridge regression ----

  // y[i] = the sum over parts of part[i], in their order. y may be no part.
  void (*sumOf)(const float* const* parts, Index count, Index n, float* y);
  // above[j] = the number of i with x[i] > limits[j]; a NaN is above no limit. n < 2^31.
  void (*countAbove)(const float* x, Index n, const float* limits, Index count, Index* above);
  // c[i][j] += factor * sum over k of a[i][k] b[j][k], in double precision, in blocks of k whose size is fixed.
  void (*addProducts)(double factor, const double* a, Index lda, const double* b, Index ldb, Index rows, Index columns,
                      Index inner, double* c, Index ldc);

  // ---- Optimisers, over n weights p with gradient g ----

  // g += weightDecay p; v = momentum v + g (v = g at the first step); p -= rate (nesterov ? g + momentum v : v).
  // velocity is null when momentum is 0.
  void (*sgd)(float* p, const float* g, float* velocity, Index n, float rate, float momentum, bool nesterov,
              float weightDecay);
  // m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2; p -= rate (m / c1) / (sqrt(v / c2) + epsilon). Kingma and Ba 2014.
  void (*adam)(float* p, const float* g, float* m, float* v, Index n, const AdamStep& step);
  // s = alpha s + (1-alpha) g^2; step = g / (sqrt(s) + epsilon); with momentum: v = momentum v + step, p -= rate v.
  void (*rmsProp)(float* p, const float* g, float* square, float* velocity, Index n, float rate, float alpha,
                  float epsilon, float momentum, float weightDecay);

  // The peak rate of the multiply-add units: runs `steps` rounds of independent multiply-adds in registers and returns
  // the number of floating-point operations. It reads and writes *sink, any number, so that the compiler keeps the
  // operations.
  double (*peak)(Index steps, float* sink);
};

// The table of the best tier that this machine supports and GATECAST_ISA allows, chosen once in tiers.cpp.
const Kernels& kernels();
// The same table with products of this precision, made in bf16_engine.cpp. If the machine has no engine for it (see
// bf16Engine), the products are those of float32.
const Kernels& kernels(Precision precision);
// The engine that multiplies bf16 in the table above: "amx" or "avx512bf16", or null if the processor has none or
// GATECAST_ISA excludes it. The first call of this function or of kernels(Precision::bf16) asks the system for AMX
// tiles.
const char* bf16Engine();
// All tiers that this machine can run, best first; ends with null.
const Kernels* const* supportedTiers();
// The value of GATECAST_ISA if it names no tier of this architecture (it then has no effect), else null.
const char* unknownTier();

}  // namespace gatecast
