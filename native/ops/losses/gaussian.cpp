// The negative log density of the normal distribution with location m and scale s. With z = (y - m) / s:
//
//   l = log s + z^2 / 2 + log(2 pi) / 2
//   dl/dm = -z / s,   dl/ds = (1 - z^2) / s

#include <cmath>
#include <numbers>

#include "ops/losses/loss.h"

namespace gatecast {
namespace {

struct Gaussian {
  static constexpr int predictions = 2;
  static constexpr const char* names[] = {"location", "scale"};
  explicit Gaussian(const Attributes&) {}

  double loss(const std::array<double, 2>& p, double y) const {
    const auto [m, s] = p;
    const double z = (y - m) / s;
    return std::log(s) + z * z / 2 + halfLogTwoPi;
  }
  std::array<double, 2> slopes(const std::array<double, 2>& p, double y) const {
    const auto [m, s] = p;
    const double z = (y - m) / s;
    return {-z / s, (1 - z * z) / s};
  }

  const double halfLogTwoPi = 0.5 * std::log(2 * std::numbers::pi);
};

OP("gaussian", Loss<Pointwise<Gaussian>>)

}  // namespace
}  // namespace gatecast
