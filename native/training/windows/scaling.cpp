#include "training/windows/scaling.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "runtime/error.h"

namespace gatecast {
namespace {

// A spread of up to 1e-14 of the level can come from rounding in double precision.
constexpr double rounding = 1e-14;
// In float32 a level that is more than ten thousand times the spread leaves less than three digits for the changes.
constexpr double farFromZero = 1e4;
// Interquartile range of a normal distribution, in standard deviations.
constexpr double normalQuartiles = 1.349;

Scale guarded(double location, double scale) {
  constexpr double least = std::numeric_limits<float>::min(), most = std::numeric_limits<float>::max();
  const bool constant = !(scale > rounding * std::abs(location) && scale >= least);
  // Nothing is known about the size of changes of a constant. A change of 1 is no small one where the level is below 1.
  const double level = std::abs(location);
  if (constant) return {location, level >= least ? std::min(level, 1.0) : 1.0};
  return {location, std::min(scale, most)};
}

template <typename Term>
double meanOf(Numbers values, std::int64_t count, const Term& term) {
  double sum = 0;
  std::int64_t present = 0;
  for (std::int64_t i = 0; i < count; i++) {
    const double value = values[i];
    if (std::isnan(value)) continue;
    sum += term(value);
    present++;
  }
  return present == 0 ? 0 : sum / static_cast<double>(present);
}

// Sums differences from the first value, so that the mean of equal values is exact.
double meanOf(Numbers values, std::int64_t count) {
  std::int64_t i = 0;
  while (i < count && std::isnan(values[i])) i++;
  if (i == count) return 0;
  const double first = values[i];
  return first + meanOf(values, count, [=](double x) { return x - first; });
}

double distanceFrom(double location, Numbers values, std::int64_t count) {
  return std::sqrt(meanOf(values, count, [=](double x) { return (x - location) * (x - location); }));
}

// Interpolates linearly between order statistics. Changes the order of the values.
double quantileOf(std::vector<double>& values, double q) {
  const double place = q * static_cast<double>(values.size() - 1), whole = std::floor(place);
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(whole);
  std::nth_element(values.begin(), at, values.end());
  if (place == whole) return *at;
  const double next = *std::min_element(at + 1, values.end());
  return *at + (place - whole) * (next - *at);
}

Scale standard(Numbers values, std::int64_t count) {
  const double mean = meanOf(values, count);
  return guarded(mean, distanceFrom(mean, values, count));
}

// Whether the changes of these values would be lost in float32. A constant counts as if it could change by 1.
bool isFarFromZero(Numbers values, std::int64_t count) {
  const double mean = meanOf(values, count), distance = distanceFrom(mean, values, count);
  return std::abs(mean) > farFromZero * (distance > 0 ? distance : 1);
}

Scale robust(Numbers values, std::int64_t count) {
  // Kept by the thread, so that it grows only once: a training step must not allocate.
  thread_local std::vector<double> present;
  present.clear();
  for (std::int64_t i = 0; i < count; i++) {
    if (!std::isnan(values[i])) present.push_back(values[i]);
  }
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

Scale scaleOf(Scaling scaling, bool subtractLevel, Numbers values, std::int64_t count) {
  switch (scaling) {
    case Scaling::none:
      if (subtractLevel && isFarFromZero(values, count)) return {meanOf(values, count), 1};
      break;
    case Scaling::mean:
      if (subtractLevel && isFarFromZero(values, count)) return standard(values, count);
      return guarded(0, meanOf(values, count, [](double x) { return std::abs(x); }));
    case Scaling::standard: return standard(values, count);
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
