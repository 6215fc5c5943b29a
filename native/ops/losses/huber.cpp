//   with e = p - y:   l = e^2 / 2                     if |e| <= delta,   dl/dp = e
//                     l = delta (|e| - delta / 2)     else,              dl/dp = delta sign(e)
//
// Source: Huber 1964, "Robust estimation of a location parameter".

#include <cmath>

#include "ops/losses/loss.h"

namespace gatecast {
namespace {

struct Huber {
  static constexpr int predictions = 1;
  static constexpr const char* names[] = {"prediction"};
  explicit Huber(const Attributes& a) : delta(a.number("delta", 1)) {
    if (!(delta > 0)) fail(Code::range, "Expected a delta above 0, got ", delta);
  }

  double loss(const std::array<double, 1>& p, double y) const {
    const double size = std::abs(p[0] - y);
    return size <= delta ? size * size / 2 : delta * (size - delta / 2);
  }
  std::array<double, 1> slopes(const std::array<double, 1>& p, double y) const {
    const double e = p[0] - y;
    return {e > delta ? delta : e < -delta ? -delta : e};
  }

  double delta;
};

OP("huber", Loss<Pointwise<Huber>>)

}  // namespace
}  // namespace gatecast
