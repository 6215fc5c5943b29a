// Elementary functions against double precision, in units of the last place.

#include <algorithm>
#include <limits>

#include "tests/native/arrays.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

constexpr float inf = std::numeric_limits<float>::infinity();

// The error in units of the last place of the exact value. Denormals have the spacing of the smallest normal number.
double ulps(float got, double exact) {
  if (std::isnan(exact)) return std::isnan(got) ? 0 : inf;
  if (static_cast<float>(exact) == got) return 0;  // correctly rounded, infinity included
  if (!std::isfinite(got)) return inf;
  return std::abs(static_cast<double>(got) - exact) / std::ldexp(1, std::max(-126, std::ilogb(exact)) - 23);
}

struct Worst {
  double error = 0;
  float at = 0;
};

// Goes through the bit patterns of all floats in steps of `step`, and checks the floats from `low` to `high`.
Worst sweep(Unary op, double (*exact)(double), float low, float high, std::uint32_t step) {
  constexpr std::size_t chunk = 1003;
  std::vector<float> x, y(chunk);
  Worst worst;
  const auto flush = [&] {
    kernels().unary(op, x.data(), y.data(), static_cast<Index>(x.size()));
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double error = ulps(y[i], exact(static_cast<double>(x[i])));
      if (error > worst.error) worst = {error, x[i]};
    }
    x.clear();
  };
  for (std::uint64_t pattern = 0; pattern <= 0xffffffffu; pattern += step) {
    const auto bits = static_cast<std::uint32_t>(pattern);
    float value;
    std::memcpy(&value, &bits, sizeof value);
    if (!(value >= low && value <= high)) continue;
    x.push_back(value);
    if (x.size() == chunk) flush();
  }
  flush();
  return worst;
}

void checkUlps(Unary op, double (*exact)(double), float low, float high, double limit) {
  const Worst worst = sweep(op, exact, low, high, 4099);
  CHECK(worst.error <= limit, worst.error, " ulp at ", worst.at);
}

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
double gelu(double x) { return x * std::erfc(-x / std::sqrt(2.0)) / 2; }
double silu(double x) { return x * sigmoid(x); }
double softplus(double x) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); }

float one(Unary op, float x) {
  float y;
  kernels().unary(op, &x, &y, 1);
  return y;
}

}  // namespace

TEST(exp_is_within_1_2_ulp_everywhere) { checkUlps(Unary::exp, std::exp, -inf, inf, 1.2); }
TEST(log_is_within_1_2_ulp_everywhere) { checkUlps(Unary::log, std::log, -inf, inf, 1.2); }
TEST(tanh_is_within_2_5_ulp_everywhere) { checkUlps(Unary::tanh, std::tanh, -inf, inf, 2.5); }
TEST(sigmoid_is_within_2_5_ulp_everywhere) { checkUlps(Unary::sigmoid, sigmoid, -inf, inf, 2.5); }
TEST(softplus_is_within_2_8_ulp_everywhere) { checkUlps(Unary::softplus, softplus, -inf, inf, 2.8); }
TEST(gelu_is_within_6_5_ulp_down_to_1e_37) { checkUlps(Unary::gelu, gelu, -12.9f, inf, 6.5); }
TEST(silu_is_within_3_2_ulp_down_to_1e_36) { checkUlps(Unary::silu, silu, -87, inf, 3.2); }

TEST(activations_pass_nan_on) {
  for (const Unary op :
       {Unary::tanh, Unary::sigmoid, Unary::relu, Unary::gelu, Unary::silu, Unary::softplus, Unary::exp, Unary::log}) {
    for (const float x : {std::nanf(""), -std::nanf(""), std::numeric_limits<float>::signaling_NaN()}) {
      CHECK(std::isnan(one(op, x)), "function ", static_cast<int>(op));
    }
  }
}

TEST(activations_have_their_limits_at_infinity_and_zero) {
  CHECK(one(Unary::exp, inf) == inf && one(Unary::exp, -inf) == 0 && one(Unary::exp, 0) == 1);
  CHECK(one(Unary::exp, 88.8f) == inf && std::isfinite(one(Unary::exp, 88.7f)));
  CHECK(one(Unary::log, inf) == inf && one(Unary::log, 0) == -inf && one(Unary::log, 1) == 0);
  CHECK(std::isnan(one(Unary::log, -1)) && std::isnan(one(Unary::log, -inf)));
  CHECK(one(Unary::tanh, inf) == 1 && one(Unary::tanh, -inf) == -1 && sameBits(one(Unary::tanh, -0.0f), -0.0f));
  CHECK(one(Unary::sigmoid, inf) == 1 && one(Unary::sigmoid, -inf) == 0 && one(Unary::sigmoid, 0) == 0.5f);
  CHECK(one(Unary::relu, inf) == inf && one(Unary::relu, -inf) == 0);
  CHECK(one(Unary::softplus, inf) == inf && one(Unary::softplus, -inf) == 0);
  CHECK(one(Unary::gelu, inf) == inf && one(Unary::silu, inf) == inf);
  CHECK(std::abs(one(Unary::gelu, -1e30f)) == 0 && std::abs(one(Unary::silu, -1e30f)) == 0);
}

TEST(tanh_never_leaves_minus_one_to_one) {
  for (float x = 0; x < 20; x += 0.001f) CHECK(std::abs(one(Unary::tanh, x)) <= 1, x);
}
