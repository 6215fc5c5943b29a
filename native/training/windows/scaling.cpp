#include "training/windows/scaling.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "runtime/error.h"

namespace gatecast {
namespace {

// A spread of up to 1e-7 of the level can come from rounding a constant to float32.
constexpr double rounding = 1e-7;
// Interquartile range of a normal distribution, in standard deviations.
constexpr double normalQuartiles = 1.349;

Scale guarded(double location, double scale) {
  constexpr double least = std::numeric_limits<float>::min(), most = std::numeric_limits<float>::max();
  const bool constant = !(scale > rounding * std::abs(location) && scale >= least);
  return {static_cast<float>(location), constant ? 1.0f : static_cast<float>(std::min(scale, most))};
}

template <typename Term>
double meanOf(const float* values, std::int64_t count, const Term& term) {
  double sum = 0;
  std::int64_t present = 0;
  for (std::int64_t i = 0; i < count; i++) {
    if (std::isnan(values[i])) continue;
    sum += term(static_cast<double>(values[i]));
    present++;
  }
  return present == 0 ? 0 : sum / static_cast<double>(present);
}

double distanceFrom(double location, const float* values, std::int64_t count) {
  return std::sqrt(meanOf(values, count, [=](double x) { return (x - location) * (x - location); }));
}

// Interpolates linearly between order statistics. Changes the order of the values.
double quantileOf(std::vector<float>& values, double q) {
  const double place = q * static_cast<double>(values.size() - 1), whole = std::floor(place);
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(whole);
  std::nth_element(values.begin(), at, values.end());
  if (place == whole) return *at;
  const double next = *std::min_element(at + 1, values.end());
  return *at + (place - whole) * (next - *at);
}

Scale robust(const float* values, std::int64_t count) {
  // Kept by the thread, so that it grows only once: a training step must not allocate.
  thread_local std::vector<float> present;
  present.clear();
  std::copy_if(values, values + count, std::back_inserter(present), [](float x) { return !std::isnan(x); });
  if (present.empty()) return {};
  const double median = quantileOf(present, 0.5);
  const double spread = quantileOf(present, 0.75) - quantileOf(present, 0.25);
  // The spread is 0 if at least half of the values are equal, for example 0 in intermittent demand.
  if (!(spread > rounding * std::abs(median))) return guarded(median, distanceFrom(median, values, count));
  return guarded(median, spread / normalQuartiles);
}

}  // namespace

Scaling scalingNamed(const std::string& name) {
  if (name == "none") return Scaling::none;
  if (name == "mean") return Scaling::mean;
  if (name == "standard") return Scaling::standard;
  if (name == "robust") return Scaling::robust;
  if (name == "last") return Scaling::last;
  fail(Code::range, "Expected scaling to be none, mean, standard, robust or last, got \"", name, '"');
}

Scale scaleOf(Scaling scaling, const float* values, std::int64_t count) {
  switch (scaling) {
    case Scaling::none: break;
    case Scaling::mean: return guarded(0, meanOf(values, count, [](double x) { return std::abs(x); }));
    case Scaling::standard: {
      const double mean = meanOf(values, count, [](double x) { return x; });
      return guarded(mean, distanceFrom(mean, values, count));
    }
    case Scaling::robust: return robust(values, count);
    case Scaling::last: {
      std::int64_t i = count;
      while (i > 0 && std::isnan(values[i - 1])) i--;
      if (i == 0) break;
      return guarded(values[i - 1], distanceFrom(values[i - 1], values, count));
    }
  }
  return {};
}

}  // namespace gatecast
