#include "training/paths/sampling.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "ops/losses/gamma.h"

namespace gatecast {
namespace {

// The middle of one of 2^52 equal cells of (0, 1): it is never 0 and is never rounded up to 1.
double inUnitInterval(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t word = (static_cast<std::uint64_t>(high) << 32 | low) >> 12;
  return (static_cast<double>(word) + 0.5) * 0x1p-52;
}

// Adds up the probabilities of 0, 1, 2, ... until the sum reaches a uniform number. For small means.
double poissonByInversion(Draws& draws, double mean) {
  double left = draws.uniform(), probability = std::exp(-mean), k = 0;
  // The second condition ends the loop when, because of rounding, all probabilities together are less than `left`.
  while (left > probability && probability > 0) {
    left -= probability;
    k += 1;
    probability *= mean / k;
  }
  return k;
}

// Transformed rejection with squeeze: Hörmann 1993, "The transformed rejection method for generating Poisson random
// variables", algorithm PTRS. For means from 10.
double poissonByRejection(Draws& draws, double mean) {
  const double b = 0.931 + 2.53 * std::sqrt(mean), a = -0.059 + 0.02483 * b;
  const double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4), accepted = 0.9277 - 3.6224 / (b - 2);
  const double logMean = std::log(mean);
  for (;;) {
    const double u = draws.uniform() - 0.5, v = draws.uniform();
    const double edge = 0.5 - std::abs(u), k = std::floor((2 * a / edge + b) * u + mean + 0.43);
    if (edge >= 0.07 && v <= accepted) return k;
    if (k < 0 || (edge < 0.013 && v > edge)) continue;
    const double logDensity = k * logMean - mean - logGamma(k + 1);
    if (std::log(v * inverseAlpha / (a / (edge * edge) + b)) <= logDensity) return k;
  }
}

}  // namespace

double Draws::uniform() {
  const auto words = random_.block(next_++);
  return inUnitInterval(words[0], words[1]);
}

// Box and Muller 1958.
double Draws::normal() {
  const auto words = random_.block(next_++);
  const double radius = std::sqrt(-2 * std::log(inUnitInterval(words[0], words[1])));
  return radius * std::cos(2 * std::numbers::pi * inUnitInterval(words[2], words[3]));
}

// Marsaglia and Tsang 2000, "A simple method for generating gamma variables".
double drawGamma(Draws& draws, double shape) {
  if (shape < 1) {
    const double power = std::pow(draws.uniform(), 1 / shape);
    return power * drawGamma(draws, shape + 1);
  }
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = draws.normal(), root = 1 + c * x, v = root * root * root;
    if (root <= 0) continue;
    if (std::log(draws.uniform()) < 0.5 * x * x + d * (1 - v + std::log(v))) return d * v;
  }
}

double drawPoisson(Draws& draws, double mean) {
  if (!(mean > 0)) return 0;
  if (mean < 10) return poissonByInversion(draws, mean);
  // Near the limit of whole numbers in a double (2^53), the normal distribution is as exact as the result can be.
  if (mean > 0x1p50) return std::floor(mean + std::sqrt(mean) * draws.normal());
  return poissonByRejection(draws, mean);
}

double drawStudentT(Draws& draws, double degrees) {
  const double z = draws.normal();
  return z / std::sqrt(drawGamma(draws, degrees / 2) * 2 / degrees);
}

// A Poisson distribution whose mean is drawn from a gamma distribution.
double drawNegativeBinomial(Draws& draws, double mean, double dispersion) {
  // Below this dispersion the spread of the gamma distribution is smaller than the precision of a double.
  if (dispersion < 1e-15) return drawPoisson(draws, mean);
  return drawPoisson(draws, drawGamma(draws, 1 / dispersion) * dispersion * mean);
}

}  // namespace gatecast
