#include "training/loop/clipping.h"

#include <algorithm>
#include <cmath>

#include "runtime/error.h"
#include "training/loop/slices.h"

namespace gatecast {

Clipping::Clipping(double norm, double value, std::int64_t weights)
    : norm_(norm), value_(value), weights_(weights), sums_(static_cast<std::size_t>(sliceCount(weights))) {
  if (!(norm >= 0 && std::isfinite(norm)))
    fail(Code::range, "Expected clipNorm to be above 0, or 0 for no clipping, got ", norm);
  if (!(value >= 0 && std::isfinite(value)))
    fail(Code::range, "Expected clipValue to be above 0, or 0 for no clipping, got ", value);
}

double Clipping::globalNorm(const float* gradients, const Kernels& kernels, Team& team) {
  forSlices(team, weights_, [&](std::int64_t slice, std::int64_t from, std::int64_t size) {
    sums_[static_cast<std::size_t>(slice)] = kernels.sumOfSquares(gradients + from, size);
  });
  double sum = 0;
  for (const double part : sums_) sum += part;
  return std::sqrt(sum);
}

double Clipping::apply(float* gradients, const Kernels& kernels, Team& team) {
  const double before = globalNorm(gradients, kernels, team);
  double norm = before;
  if (value_ > 0) {
    const auto limit = static_cast<float>(value_);
    forSlices(team, weights_, [&](std::int64_t, std::int64_t from, std::int64_t size) {
      // std::clamp returns NaN for NaN.
      for (float* g = gradients + from; g < gradients + from + size; g++) *g = std::clamp(*g, -limit, limit);
    });
    if (norm_ > 0) norm = globalNorm(gradients, kernels, team);
  }
  if (norm_ > 0 && norm > norm_) {
    const auto factor = static_cast<float>(norm_ / norm);
    forSlices(team, weights_, [&](std::int64_t, std::int64_t from, std::int64_t size) {
      kernels.scale(factor, gradients + from, size);
    });
  }
  return before;
}

}  // namespace gatecast
