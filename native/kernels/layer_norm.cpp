//   y = n gain + shift,  n = (x - mean) rstd,  rstd = 1 / sqrt(var + epsilon)
//   dx += rstd (g - mean(g) - n mean(g n)),  g = dy gain
//   dgain += sum over rows of dy n,  dshift += sum over rows of dy

#include "kernels/columns.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {
namespace {

// The elements of an optional gain or shift, or `otherwise` if it is null.
template <typename At>
inline Floats loadOr(At at, const float* p, float otherwise) {
  return p ? at.load(p) : broadcast(otherwise);
}

}  // namespace

void layerNorm(const float* x, const float* gain, const float* shift, float epsilon, float* y, float* statistics,
               Index rows, Index columns) {
  const float share = 1 / static_cast<float>(columns);
  for (Index row = 0; row < rows; ++row, x += columns, y += columns, statistics += 2) {
    const float mean = sum(x, columns) * share;
    // A second pass sums the squared differences, because E(x^2) - mean^2 loses all digits if the mean is large.
    Floats squares{};
    forEachVector(columns, [&](auto at) {
      const Floats difference = at.load(x, mean) - mean;
      squares += difference * difference;
    });
    const float rstd = 1 / __builtin_sqrtf(sumOfLanes(squares) * share + epsilon);
    forEachVector(columns, [&](auto at) {
      at.store(y, (at.load(x) - mean) * rstd * loadOr(at, gain, 1) + loadOr(at, shift, 0));
    });
    statistics[0] = mean;
    statistics[1] = rstd;
  }
}

void layerNormBack(const float* x, const float* gain, const float* statistics, const float* dy, float* dx, Index rows,
                   Index columns) {
  if (dx == nullptr) return;
  const float share = 1 / static_cast<float>(columns);
  for (Index row = 0; row < rows; ++row, x += columns, dy += columns, dx += columns, statistics += 2) {
    const float mean = statistics[0], rstd = statistics[1];
    Floats sumG{}, sumGn{};
    forEachVector(columns, [&](auto at) {
      const Floats g = at.load(dy) * loadOr(at, gain, 1);
      sumG += g;
      sumGn += g * ((at.load(x, mean) - mean) * rstd);
    });
    const float meanG = sumOfLanes(sumG) * share, meanGn = sumOfLanes(sumGn) * share;
    forEachVector(columns, [&](auto at) {
      const Floats n = (at.load(x) - mean) * rstd;
      const Floats g = at.load(dy) * loadOr(at, gain, 1);
      at.store(dx, at.load(dx) + (g - meanG - n * meanGn) * rstd);
    });
  }
}

void layerNormWeightsBack(const float* x, const float* statistics, const float* dy, Index rows, Index columns,
                          Index from, Index to, float* dgain, float* dshift) {
  if (dgain) {
    addColumnSums(rows, to - from, dgain + from, [&](Index row, auto at) {
      const Index start = row * columns + from;
      return at.load(dy + start) * ((at.load(x + start) - statistics[2 * row]) * statistics[2 * row + 1]);
    });
  }
  if (dshift) sumRows(dy + from, columns, rows, to - from, dshift + from);
}

}  // namespace gatecast::GATECAST_TIER
