// The inner loops of a transform by fixed convolutions: sums of shifted sequences, and the number of values above limits.

#include "kernels/blocking.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {
namespace {

constexpr float largest = __builtin_inff();

}  // namespace

void sumOf(const float* const* parts, Index count, Index n, float* y) {
  forEachVector(n, [&](auto at) {
    Floats sum = at.load(parts[0]);
    for (Index part = 1; part < count; ++part) sum += at.load(parts[part]);
    at.store(y, sum);
  });
}

void countAbove(const float* x, Index n, const float* limits, Index count, Index* above) {
  constexpr int together = 4;  // limits that share the loads of x
  forEachPiece(count, together, [&](Index from, Index size) {
    Floats limit[together];
    Ints hits[together] = {};
    for (Index i = 0; i < together; ++i) limit[i] = broadcast(i < size ? limits[from + i] : largest);
    Index i = 0;
    for (; i + lanes <= n; i += lanes) {
      const Floats v = load(x + i);
      for (int j = 0; j < together; ++j) hits[j] += v > limit[j];
    }
    if (i < n) {
      const Floats v = loadPartial(x + i, n - i, -largest);
      for (int j = 0; j < together; ++j) hits[j] += v > limit[j];
    }
    for (Index j = 0; j < size; ++j) {
      Index sum = 0;
      for (int lane = 0; lane < lanes; ++lane) sum -= hits[j][lane];  // true is -1
      above[from + j] = sum;
    }
  });
}

}  // namespace gatecast::GATECAST_TIER
