// Reductions. The order of the additions affects the result, so it depends on the size alone and never on how a caller
// cuts its work.

#include "kernels/blocking.h"
#include "kernels/columns.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {
namespace {

using HalfFloats = float __attribute__((vector_size(lanes * sizeof(float) / 2)));
using Doubles = double __attribute__((vector_size(lanes * sizeof(float))));

// Four chains, because an addition takes several cycles and a single chain would wait for each one.
template <typename Term>
inline float sumTerms(Index n, Term term) {
  Floats chain[4] = {};
  Index i = 0;
  for (; i + 4 * lanes <= n; i += 4 * lanes) {
    for (int j = 0; j < 4; ++j) chain[j] += term(Whole{i + j * lanes});
  }
  for (; i + lanes <= n; i += lanes) chain[0] += term(Whole{i});
  if (i < n) chain[1] += term(Partial{i, n - i});
  return sumOfLanes((chain[0] + chain[1]) + (chain[2] + chain[3]));
}

}  // namespace

float sum(const float* x, Index n) {
  return sumTerms(n, [&](auto at) { return at.load(x); });
}

float dot(const float* a, const float* b, Index n) {
  return sumTerms(n, [&](auto at) { return at.load(a) * at.load(b); });
}

double sumOfSquares(const float* x, Index n) {
  Doubles chain[2] = {};
  Index i = 0;
  for (; i + lanes <= n; i += lanes) {
    for (int j = 0; j < 2; ++j) {
      HalfFloats half;
      __builtin_memcpy(&half, x + i + j * (lanes / 2), sizeof half);
      const Doubles wide = __builtin_convertvector(half, Doubles);
      chain[j] += wide * wide;
    }
  }
  const Doubles both = chain[0] + chain[1];
  double total = 0;
  for (int j = 0; j < lanes / 2; ++j) total += both[j];
  for (; i < n; ++i) total += static_cast<double>(x[i]) * static_cast<double>(x[i]);
  return total;
}

bool allFinite(const float* x, Index n) {
  constexpr std::int32_t exponent = 0x7f800000;
  Ints bad{};
  forEachVector(n, [&](auto at) { bad |= (bits(at.load(x)) & exponent) == exponent; });
  std::int32_t any = 0;
  for (int i = 0; i < lanes; ++i) any |= bad[i];
  return any == 0;
}

void sumRows(const float* x, Index ldx, Index rows, Index columns, float* y) {
  addColumnSums(rows, columns, y, [&](Index row, auto at) { return at.load(x + row * ldx); });
}

}  // namespace gatecast::GATECAST_TIER
