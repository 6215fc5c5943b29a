// Products of two row-major matrices, A * B^T, in double precision.
//
// Both operands are read along their rows, so nothing is packed: a tile of sums stays in registers, each a vector over
// k, and its lanes are added at the end of a block of k.

#include "kernels/blocking.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {
namespace {

constexpr int doubles = lanes / 2;
using Doubles = double __attribute__((vector_size(lanes * sizeof(float))));

constexpr int rowsOfTile = 4;
#if defined(__AVX512F__) || defined(__aarch64__)
constexpr int columnsOfTile = 4;  // 16 sums, 4 vectors of A and one of B in 32 registers
#else
constexpr int columnsOfTile = 2;  // 8 sums, 4 vectors of A and one of B in 16 registers
#endif
// 8 rows of 512 doubles are 32 kB: they stay in L1 while a tile is computed.
constexpr Index innerBlock = 512;

inline Doubles loadDoubles(const double* p) {
  Doubles v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}

inline double sumOfDoubles(Doubles v) {
  double x[doubles];
  __builtin_memcpy(x, &v, sizeof v);
  for (int width = doubles / 2; width > 0; width /= 2) {
    for (int i = 0; i < width; ++i) x[i] += x[i + width];
  }
  return x[0];
}

template <int R, int C>
inline void tile(double factor, const double* a, Index lda, const double* b, Index ldb, Index inner, double* c,
                 Index ldc) {
  Doubles sum[R][C] = {};
  Index k = 0;
  for (; k + doubles <= inner; k += doubles) {
    Doubles x[R];
    for (int i = 0; i < R; ++i) x[i] = loadDoubles(a + i * lda + k);
    for (int j = 0; j < C; ++j) {
      const Doubles y = loadDoubles(b + j * ldb + k);
      for (int i = 0; i < R; ++i) sum[i][j] += x[i] * y;
    }
  }
  for (int i = 0; i < R; ++i) {
    for (int j = 0; j < C; ++j) {
      double rest = 0;
      for (Index t = k; t < inner; ++t) rest += a[i * lda + t] * b[j * ldb + t];
      c[i * ldc + j] += factor * (sumOfDoubles(sum[i][j]) + rest);
    }
  }
}

}  // namespace

void addProducts(double factor, const double* a, Index lda, const double* b, Index ldb, Index rows, Index columns,
                 Index inner, double* c, Index ldc) {
  for (Index k = 0; k < inner; k += innerBlock) {
    const Index count = smaller(innerBlock, inner - k);
    Index i = 0;
    for (; i + rowsOfTile <= rows; i += rowsOfTile) {
      const double* const from = a + i * lda + k;
      double* const to = c + i * ldc;
      Index j = 0;
      for (; j + columnsOfTile <= columns; j += columnsOfTile)
        tile<rowsOfTile, columnsOfTile>(factor, from, lda, b + j * ldb + k, ldb, count, to + j, ldc);
      for (; j < columns; ++j) tile<rowsOfTile, 1>(factor, from, lda, b + j * ldb + k, ldb, count, to + j, ldc);
    }
    for (; i < rows; ++i) {
      for (Index j = 0; j < columns; ++j)
        tile<1, 1>(factor, a + i * lda + k, lda, b + j * ldb + k, ldb, count, c + i * ldc + j, ldc);
    }
  }
}

}  // namespace gatecast::GATECAST_TIER
