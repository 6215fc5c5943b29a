// The negative log probability of the negative binomial distribution with mean m and dispersion a, whose variance is
// m + a m^2. With r = 1 / a:
//
//   l = log gamma(y + 1) - log(gamma(r + y) / gamma(r)) + (r + y) log(1 + a m) - y log(a m)
//   dl/dm = (m - y) / (m (1 + a m))
//   dl/da = r^2 (digamma(r + y) - digamma(r) - log(1 + a m)) + r (m - y) / (1 + a m)
//
// For a -> 0 this is Poisson. The terms of dl/da are then of order r, and cancel to order 1, which loses digits. So
// dl/da is computed in another form. With digamma(r + y) - digamma(r) = log(1 + a y) + rest and u = a (y - m) / (1 + a
// m), log(1 + a y) - log(1 + a m) is log(1 + u), and the last term is -r^2 u:
//
//   dl/da = r^2 (log(1 + u) - u + rest)
//
// Source: Hilbe 2011, "Negative binomial regression", NB2.

#include <cmath>

#include "ops/losses/gamma.h"
#include "ops/losses/loss.h"

namespace gatecast {
namespace {

// log(1 + u) - u
double logMinus(double u) {
  if (std::abs(u) > 0.02) return std::log1p(u) - u;
  // The Taylor series. The next term is below 1e-16 of the first.
  double sum = 0;
  for (int n = 10; n >= 2; n--) sum = (n % 2 == 0 ? -1.0 : 1.0) / n + u * sum;
  return u * u * sum;
}

struct NegativeBinomial {
  static constexpr int predictions = 2;
  static constexpr const char* names[] = {"mean", "dispersion"};
  explicit NegativeBinomial(const Attributes&) {}

  double loss(const std::array<double, 2>& p, double y) const {
    const auto [m, a] = p;
    // logGammaRatio omits y log r, and this sum omits y log a. The two cancel.
    return logGamma(y + 1) - logGammaRatio(1 / a, y) + (1 / a + y) * std::log1p(a * m) - y * std::log(m);
  }
  std::array<double, 2> slopes(const std::array<double, 2>& p, double y) const {
    const auto [m, a] = p;
    const double r = 1 / a, u = a * (y - m) / (1 + a * m);
    return {(m - y) / (m * (1 + a * m)), r * r * (logMinus(u) + digammaRatio(r, y))};
  }
};

OP("negativeBinomial", Loss<Pointwise<NegativeBinomial>>)

}  // namespace
}  // namespace gatecast
