//   l = |p - y|,   dl/dp = sign(p - y), 0 at 0

#include <cmath>

#include "ops/losses/loss.h"

namespace gatecast {
namespace {

struct Mae {
  static constexpr int predictions = 1;
  static constexpr const char* names[] = {"prediction"};
  explicit Mae(const Attributes&) {}

  double loss(const std::array<double, 1>& p, double y) const { return std::abs(p[0] - y); }
  std::array<double, 1> slopes(const std::array<double, 1>& p, double y) const {
    const double e = p[0] - y;
    return {e > 0 ? 1.0 : e < 0 ? -1.0 : e};  // the last e is 0, or NaN, which must stay NaN
  }
};

OP("mae", Loss<Pointwise<Mae>>)

}  // namespace
}  // namespace gatecast
