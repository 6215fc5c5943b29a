// The table of inner loops that each instruction-set tier fills, and the contract of every entry.
//
// Kernels run on the calling thread, allocate nothing and throw nothing; splitting work over threads is the ops' part.
// The result for one row never depends on which other rows are in the same call, nor that for one column on the other
// columns, nor an elementwise one on where in the array it stands: the order of additions along the inner dimension is
// fixed by that dimension alone. Ops rely on it to give the same bits for any number of threads.
//
// Matrices are row-major; `ld...` is the distance between rows in floats, at least the row's width. Nothing outside the
// given rows and columns is written, and nothing outside is read except in `packed` buffers and scratch. Pointers need
// no alignment (64 bytes is fastest). NaN and infinities pass through as IEEE arithmetic has them.

#pragma once

#include <cstddef>
#include <cstdint>

namespace gatecast {

using Index = std::int64_t;

// A read-only matrix with any strides: element (i, j) is at data[i * rowStride + j * columnStride]. One of the two
// strides is 1. A transpose is the same data with the strides exchanged.
struct MatrixView {
  const float* data;
  Index rowStride;
  Index columnStride;
};

// What products are made of. bf16: both operands are rounded to bfloat16, to nearest even, as they are read; sums, and all
// that is no product, stay float32.
enum class Precision { float32, bf16 };

enum class Unary { tanh, sigmoid, relu, gelu, silu, softplus, exp, log };
enum class Binary { add, subtract, multiply, divide };

// C[g][m][n] = (accumulate ? C[g][m][n] : bias ? bias[n] : 0) + sum over k of A[g][m][k] * B[k][n]
// for groups g of `rows` rows each. Groups let one call run over many time steps of a few batch rows, so that a panel of
// B stays in L1 for all of them. Products are summed in blocks of K: the first starts from the bias or 0, the others (all
// of them with accumulate) from 0, and their sums are then added to C.
struct PackedGemm {
  Index groups = 1;
  Index rows;     // M, rows in each group
  Index columns;  // N
  Index inner;    // K
  const float* a;
  Index lda;
  Index aGroupStride = 0;
  const float* b;         // from packB with the same K and N
  Index panelStride = 0;  // floats from a panel of b to the next; 0 when they follow each other
  float* c;
  Index ldc;
  Index cGroupStride = 0;
  const float* bias = nullptr;  // [N], not with accumulate
  bool accumulate = false;
};

// One time step of a recurrent layer for R rows of the batch. All row blocks are contiguous in R with their own ld.
// What the gates get from this step's input is computed here, from x, or was before for many steps at once, in `inputs`:
// the same bits either way. `lengths`, if not null, holds the R rows' lengths: where step >= lengths[r] the row is not
// active: h and c copy the previous state, and its gates are set to zero. nextHidden may not overlap previousHidden (units
// are finished block by block, and each block reads the whole previous state); nextCell may be previousCell, gates may be
// inputs.
struct RecurrentStep {
  Index rows;                // R
  Index hidden;              // H
  Index inputSize;           // I
  const float* weights;      // from packGates
  const float* x = nullptr;  // [R, I]
  Index ldx = 0;
  const float* bias = nullptr;    // [G, H rounded up to whole tileColumns], with x
  const float* inputs = nullptr;  // [R, G*H] without x: W x + biases (gru: n without b_hn)
  Index ldi = 0;
  const float* previousHidden;
  Index ldh;                            // of previousHidden and nextHidden
  float* gates = nullptr;               // out, see each kernel; null when nobody wants them
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

// The same step backward. On entry dHidden holds dLoss/dh(t); on return its content is what flows to h(t-1) without
// passing through a GEMM (zero for active rows of rnn and lstm; dh * z for gru; dh itself for inactive rows). The op then
// adds the gate gradients times the recurrent weights. Gates are replaced by the gradients of their pre-activations
// (zeros in inactive rows).
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

// One head of scaled dot-product attention for one row of the batch. Rows of q and k are ldd floats apart, those of v and
// y lde. Only the first `keys` rows of k and v are looked at; a query that sees no key gives zeros.
constexpr Index attentionQueries = 64;
struct Attention {
  Index queries;
  Index keys;
  Index first = 0;      // position of the first query
  bool causal = false;  // the query at position t sees the keys 0..t
  Index d, e;           // widths of the head in q and k, in v and y
  float scale;
  const float* q;  // [queries, d]
  const float* k;  // [keys, d]
  Index ldd;
  const float* v;  // [keys, e]
  float* y;        // [queries, e]
  Index lde;
  float* statistics;  // [queries][2], or null: largest score m, 1 / sum of e^(score - m); for attentionBack
  float* scratch;     // 64-byte aligned
};
// Gradients are added; each may be null. Distances between rows as in q, k and v.
struct AttentionBack {
  const float* dy;
  float *dq, *dk, *dv;
};

struct AdamStep {
  float learningRate;  // already with the schedule
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

  // Floats needed for a packed K x N matrix: N rounded up to whole tile columns, and two elements of K to a float in bf16
  // (with tiles, of K rounded up to 32).
  Index (*packedSize)(Index inner, Index columns);
  // packed = B, the K x N view, in panels of NR columns, zero-padded. packed is 64-byte aligned.
  void (*packB)(MatrixView b, Index inner, Index columns, float* packed);
  void (*gemmPacked)(const PackedGemm& gemm);
  // C[M, N] = (accumulate ? C : 0) + A[M, K] * B[K, N] for any views, the same bits as gemmPacked.
  // scratch: gemmScratch floats, 64-byte aligned.
  void (*gemm)(Index rows, Index columns, Index inner, MatrixView a, MatrixView b, float* c, Index ldc, bool accumulate,
               float* scratch);
  Index gemmScratch;
  // Row and column counts that a big product is best cut into when several threads share it (multiples of the tile).
  Index gemmBlockRows;
  Index gemmBlockColumns;

  // ---- Recurrent cells ----

  // The weights of a layer, [G*H, I] and [G*H, H], gate by gate and in panels of tileColumns units that hold I and then H
  // rows: one step can finish all gates of a block of hidden units while they are in L1. Size: G * gateSize, with
  // gateSize = packedSize(I, H) + packedSize(H, H); a panel takes packedSize(I, 1) + packedSize(H, 1).
  void (*packGates)(const float* inputWeights, const float* recurrentWeights, Index gates, Index inputSize,
                    Index hidden, float* packed);
  Index (*recurrentScratch)(Index inputSize, Index hidden);  // floats of RecurrentStep::scratch for each row

  // h = f(W x + R h + b), f tanh or relu; gates are not written.
  void (*rnnStep)(const RecurrentStep& step);
  // gates [R, 4H] out: the activated i, f, g, o.
  void (*lstmStep)(const RecurrentStep& step);
  // gates [R, 4H] out: activated r, z, n, and in the last H what the reset gate multiplies, q = R_n h + b_hn.
  // n = tanh(n_in + r q), h' = n + z (h - n).
  void (*gruStep)(const RecurrentStep& step);
  // Reset before the matrix (Cho et al.): n = tanh(n_in + R_n (r h)), with b_hn already in n_in. gates, here never null:
  // r, z, n and r h.
  void (*gruResetBeforeStep)(const RecurrentStep& step);

  void (*rnnStepBack)(const RecurrentStepBack& step);   // gates out: [R, H] gradient of the pre-activation
  void (*lstmStepBack)(const RecurrentStepBack& step);  // gates out: di, df, dg, do
  void (*gruStepBack)(const RecurrentStepBack& step);   // gates out: dr, dz, dn, dq  (dq = dn * r)
  // gruResetBefore, first half: gates out: r (unchanged), dz, dn, and r h (unchanged). The op then forms
  // dResetHidden [R, H] = dn * R_n, and the second half finishes: gates out: dr, dz, dn, r h; dHidden += dResetHidden * r.
  void (*gruResetBeforeStepBack)(const RecurrentStepBack& step);
  void (*gruResetBack)(const RecurrentStepBack& step);

  // ---- Elementwise; y may be x ----

  void (*unary)(Unary op, const float* x, float* y, Index n);
  // dx += dy * f'(x), with y = f(x) at hand.
  void (*unaryBack)(Unary op, const float* x, const float* y, const float* dy, float* dx, Index n);
  // y[i] = a[i * aStride] op b[i * bStride]; strides are 0 or 1.
  void (*binary)(Binary op, const float* a, Index aStride, const float* b, Index bStride, float* y, Index n);
  void (*addTo)(const float* x, float* y, Index n);                          // y += x
  void (*multiplyAdd)(float a, const float* x, float* y, Index n);           // y += a x
  void (*multiplyAddTo)(const float* a, const float* b, float* y, Index n);  // y += a b
  void (*scale)(float a, float* x, Index n);                                 // x *= a
  // Sums in a fixed order (by lane, then across lanes): the same for every caller, but not left to right.
  float (*sum)(const float* x, Index n);
  float (*dot)(const float* a, const float* b, Index n);
  double (*sumOfSquares)(const float* x, Index n);  // accumulated in double
  bool (*allFinite)(const float* x, Index n);
  // y[j] += sum over rows i of x[i][j]; rows in order, 256 at a time.
  void (*sumRows)(const float* x, Index ldx, Index rows, Index columns, float* y);

  // ---- Rows ----

  // y = exp(x - max) / sum over each of `rows` rows of `columns`. A row of -infinity only gives zeros. y may be x.
  void (*softmax)(const float* x, Index ldx, float* y, Index ldy, Index rows, Index columns);
  // dx += y (dy - sum(dy y))
  void (*softmaxBack)(const float* y, Index ldy, const float* dy, Index lddy, float* dx, Index lddx, Index rows,
                      Index columns);
  // y = (x - mean) rstd gain + shift; statistics [rows][2]: mean, rstd. gain and shift may be null (1 and 0).
  void (*layerNorm)(const float* x, const float* gain, const float* shift, float epsilon, float* y, float* statistics,
                    Index rows, Index columns);
  // dx += ...; dx may be null. See native/ops/layer_norm.cpp for the equations.
  void (*layerNormBack)(const float* x, const float* gain, const float* statistics, const float* dy, float* dx,
                        Index rows, Index columns);
  // dgain[j] += sum over rows of dy n; dshift[j] += sum over rows of dy, for columns [from, to). Either may be null.
  void (*layerNormWeightsBack)(const float* x, const float* statistics, const float* dy, Index rows, Index columns,
                               Index from, Index to, float* dgain, float* dshift);

  // ---- Attention: memory linear in queries and keys ----

  // At most attentionQueries queries. Scratch: attentionScratch floats.
  void (*attention)(const Attention& head);
  Index (*attentionScratch)(Index d, Index e);
  // All queries of a head, from position 0; reads y and statistics. Scratch: attentionBackScratch floats.
  void (*attentionBack)(const Attention& head, const AttentionBack& gradients);
  Index (*attentionBackScratch)(Index keys, Index d, Index e);

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

  // The peak of what multiplies: runs `steps` rounds of independent multiply-adds in registers and returns how many
  // floating-point operations that was. *sink, any number, is read and written to keep the compiler from dropping them.
  double (*peak)(Index steps, float* sink);
};

// The table that runs: the best one this machine supports, capped by GATECAST_ISA. Chosen once.
const Kernels& kernels();
// The same with products of this precision. float32 where there is no engine for it: see bf16Engine.
const Kernels& kernels(Precision precision);
// What multiplies bf16 in the table above: "amx", "avx512bf16", or null where the processor has nothing for it or
// GATECAST_ISA keeps it from being used. The system is asked for tiles when this or that table is first asked for.
const char* bf16Engine();
// All tiers this machine can run, best first; null-terminated.
const Kernels* const* supportedTiers();
// What GATECAST_ISA holds if that is no tier of this architecture (it then caps nothing), else null.
const char* unknownTier();

}  // namespace gatecast
