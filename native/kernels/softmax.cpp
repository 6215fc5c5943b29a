//   y = exp(x - max) / sum of exp(x - max)
//   dx += y (dy - sum(dy y))

#include "kernels/tier.h"
#include "simd/math.h"

namespace gatecast::GATECAST_TIER {

void softmax(const float* x, Index ldx, float* y, Index ldy, Index rows, Index columns) {
  for (Index row = 0; row < rows; ++row, x += ldx, y += ldy) {
    Floats largest = broadcast(-infinity);
    forEachVector(columns, [&](auto at) {
      const Floats v = at.load(x, -infinity);
      largest = select(v > largest, v, largest);  // ignores NaN; exp gives NaN again
    });
    // If all elements are masked, -infinity - -infinity would be NaN. With a maximum of 0, all exponentials are 0.
    float max = largestLane(largest);
    if (max == -infinity) max = 0;

    Floats sum{};
    forEachVector(columns, [&](auto at) {
      const Floats e = exp(at.load(x, -infinity) - max);
      at.store(y, e);
      sum += e;
    });
    const float total = sumOfLanes(sum);
    const float factor = total == 0 ? 0 : 1 / total;
    forEachVector(columns, [&](auto at) { at.store(y, at.load(y) * factor); });
  }
}

void softmaxBack(const float* y, Index ldy, const float* dy, Index lddy, float* dx, Index lddx, Index rows,
                 Index columns) {
  for (Index row = 0; row < rows; ++row, y += ldy, dy += lddy, dx += lddx) {
    const float inner = dot(dy, y, columns);
    forEachVector(columns, [&](auto at) { at.store(dx, at.load(dx) + at.load(y) * (at.load(dy) - inner)); });
  }
}

}  // namespace gatecast::GATECAST_TIER
