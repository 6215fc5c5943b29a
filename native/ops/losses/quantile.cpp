// The pinball loss for Q quantile levels q:
//
//   l = mean over q of max(q (y - p_q), (q - 1) (y - p_q))
//   dl/dp_q = -q / Q if y > p_q, (1 - q) / Q if y < p_q, 0 if they are equal
//
// Source: Koenker and Bassett 1978, "Regression quantiles".

#include "ops/losses/loss.h"

namespace gatecast {
namespace {

struct Quantile {
  static constexpr int predictions = 1;
  using Target = float;

  explicit Quantile(const Attributes& a) : quantiles(a.numbers("quantiles")) {
    if (quantiles.empty()) fail(Code::range, "Expected at least one quantile, got none");
    for (const double q : quantiles) {
      if (!(q > 0 && q < 1)) fail(Code::range, "Expected quantiles between 0 and 1, got ", q);
    }
  }

  void check(const Inputs& in) const {
    std::vector<Dim> dims = in.shape(1).dims();
    dims.push_back(Dim::of(static_cast<std::int64_t>(quantiles.size())));
    const Shape expected(std::move(dims));
    expect(in.shape(0) == expected, "a prediction ", expected, ", the target's shape and ", quantiles.size(),
           " quantiles, got ", in.shape(0));
  }
  Index width(const Run&) const { return static_cast<Index>(quantiles.size()); }

  double loss(const std::array<const float*, 1>& p, Index, float y) const {
    double sum = 0;
    for (std::size_t i = 0; i < quantiles.size(); i++) {
      const double e = static_cast<double>(y) - static_cast<double>(p[0][i]);
      sum += e > 0 ? quantiles[i] * e : (quantiles[i] - 1) * e;
    }
    return sum / static_cast<double>(quantiles.size());
  }
  void slopes(const std::array<const float*, 1>& p, Index, float y, double factor,
              const std::array<float*, 1>& d) const {
    if (d[0] == nullptr) return;
    const double each = factor / static_cast<double>(quantiles.size());
    for (std::size_t i = 0; i < quantiles.size(); i++) {
      const double e = static_cast<double>(y) - static_cast<double>(p[0][i]);
      const double slope = e > 0 ? -quantiles[i] : e < 0 ? 1 - quantiles[i] : e;  // the last e is 0, or NaN
      d[0][i] += static_cast<float>(each * slope);
    }
  }

  std::vector<double> quantiles;
};

OP("quantile", Loss<Quantile>)

}  // namespace
}  // namespace gatecast
