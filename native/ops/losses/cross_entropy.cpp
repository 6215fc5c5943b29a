//   l = log sum exp(logits) - logits[y]
//   dl/dlogits = softmax(logits), minus 1 at y

#include <cmath>

#include "ops/losses/loss.h"

namespace gatecast {
namespace {

struct CrossEntropy {
  static constexpr int predictions = 1;
  using Target = std::int32_t;

  explicit CrossEntropy(const Attributes&) {}

  void check(const Inputs& in) const {
    const Shape &logits = in.shape(0), &target = in.shape(1);
    expect(logits.rank() == target.rank() + 1 && logits.slice(0, target.rank()) == target,
           "logits with the target's shape ", target, " and one more dimension, the classes, got ", logits);
  }
  Index width(const Run& run) const { return run.shape(0).last(); }

  double loss(const std::array<const float*, 1>& p, Index classes, std::int32_t y) const {
    if (y < 0 || y >= classes) fail(Code::range, "Expected labels from 0 to ", classes - 1, ", got ", y);
    const auto [most, sum] = exponentials(p[0], classes);
    return most + std::log(sum) - static_cast<double>(p[0][y]);
  }
  void slopes(const std::array<const float*, 1>& p, Index classes, std::int32_t y, double factor,
              const std::array<float*, 1>& d) const {
    if (d[0] == nullptr) return;
    const auto [most, sum] = exponentials(p[0], classes);
    for (Index i = 0; i < classes; i++) {
      const double share = std::exp(static_cast<double>(p[0][i]) - most) / sum;
      d[0][i] += static_cast<float>(factor * (i == y ? share - 1 : share));
    }
  }

  // The largest logit, and the sum of exp(logit - largest).
  static std::pair<double, double> exponentials(const float* logits, Index classes) {
    const double most = *std::max_element(logits, logits + classes);
    double sum = 0;
    for (Index i = 0; i < classes; i++) sum += std::exp(static_cast<double>(logits[i]) - most);
    return {most, sum};
  }
};

OP("crossEntropy", Loss<CrossEntropy>)

}  // namespace
}  // namespace gatecast
