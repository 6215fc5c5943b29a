//   l = (p - y)^2,   dl/dp = 2 (p - y)

#include "ops/losses/loss.h"

namespace gatecast {
namespace {

struct Mse {
  static constexpr int predictions = 1;
  static constexpr const char* names[] = {"prediction"};
  explicit Mse(const Attributes&) {}

  double loss(const std::array<double, 1>& p, double y) const { return (p[0] - y) * (p[0] - y); }
  std::array<double, 1> slopes(const std::array<double, 1>& p, double y) const { return {2 * (p[0] - y)}; }
};

OP("mse", Loss<Pointwise<Mse>>)

}  // namespace
}  // namespace gatecast
