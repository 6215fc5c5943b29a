// The negative log density of Student's t with location m, scale s and v degrees of freedom. With z = (y - m) / s:
//
//   l = log gamma(v / 2) - log gamma((v + 1) / 2) + log(pi v) / 2 + log s + (v + 1) / 2 log(1 + z^2 / v)
//   with k = (v + 1) z / (v + z^2):
//   dl/dm = -k / s,   dl/ds = (1 - k z) / s
//   dl/dv = (digamma(v / 2) - digamma((v + 1) / 2) + 1 / v + log(1 + z^2 / v) - k z / v) / 2

#include <cmath>
#include <numbers>

#include "ops/losses/gamma.h"
#include "ops/losses/loss.h"

namespace gatecast {
namespace {

struct StudentT {
  static constexpr int predictions = 3;
  static constexpr const char* names[] = {"location", "scale", "degrees"};
  explicit StudentT(const Attributes&) {}

  double loss(const std::array<double, 3>& p, double y) const {
    const auto [m, s, v] = p;
    const double z = (y - m) / s;
    // log gamma((v + 1) / 2) - log gamma(v / 2) - log(v / 2) / 2, which tends to 0 for large v. The other terms with
    // log v cancel.
    const double ratio = logGammaRatio(v / 2, 0.5);
    return halfLogTwoPi - ratio + std::log(s) + (v + 1) / 2 * std::log1p(z * z / v);
  }
  std::array<double, 3> slopes(const std::array<double, 3>& p, double y) const {
    const auto [m, s, v] = p;
    const double z = (y - m) / s;
    const double k = (v + 1) * z / (v + z * z);
    const double difference = digammaRatio(v / 2, 0.5) + std::log1p(1 / v);
    const double dv = (1 / v - difference + std::log1p(z * z / v) - k * z / v) / 2;
    return {-k / s, (1 - k * z) / s, dv};
  }

  const double halfLogTwoPi = 0.5 * std::log(2 * std::numbers::pi);
};

OP("studentT", Loss<Pointwise<StudentT>>)

}  // namespace
}  // namespace gatecast
