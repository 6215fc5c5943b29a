#include "ops/losses/gamma.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace gatecast {
namespace {

// The asymptotic series below are used for x of at least this size, where their next terms are below 1e-16. Smaller x
// are shifted up by gamma(x + 1) = x gamma(x).
constexpr double large = 15;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// log gamma(x) - ((x - 1/2) log x - x + log(2 pi) / 2); Abramowitz and Stegun 1964, 6.1.41.
double stirlingRest(double x) {
  const double z = 1 / (x * x);
  return (1.0 / 12 + z * (-1.0 / 360 + z * (1.0 / 1260 + z * (-1.0 / 1680 + z / 1188)))) / x;
}

// log x - 1 / (2 x) - digamma(x); Abramowitz and Stegun 1964, 6.3.18.
double digammaTail(double x) {
  const double z = 1 / (x * x);
  return z * (1.0 / 12 + z * (-1.0 / 120 + z * (1.0 / 252 + z * (-1.0 / 240 + z / 132))));
}

}  // namespace

double logGamma(double x) {
  if (!(x > 0)) return nan;
  double product = 1;
  for (; x < large; x += 1) product *= x;
  return (x - 0.5) * std::log(x) - x + 0.5 * std::log(2 * std::numbers::pi) + stirlingRest(x) - std::log(product);
}

double digamma(double x) {
  if (!(x > 0)) return nan;
  double sum = 0;
  for (; x < large; x += 1) sum += 1 / x;
  return std::log(x) - 0.5 / x - digammaTail(x) - sum;
}

double logGammaRatio(double r, double y) {
  if (!(r >= large)) return logGamma(r + y) - logGamma(r) - y * std::log(r);
  return (r + y - 0.5) * std::log1p(y / r) - y + stirlingRest(r + y) - stirlingRest(r);
}

double digammaRatio(double r, double y) {
  if (!(r >= large)) return digamma(r + y) - digamma(r) - std::log1p(y / r);
  return 0.5 * y / (r * (r + y)) + digammaTail(r) - digammaTail(r + y);
}

}  // namespace gatecast
