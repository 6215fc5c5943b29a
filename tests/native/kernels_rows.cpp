// Softmax and layer norm against double precision.

#include <algorithm>

#include "tests/native/arrays.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

std::vector<double> softmaxOf(const Guarded& x, Index row) {
  std::vector<double> y;
  double largest = -INFINITY, sum = 0;
  for (Index j = 0; j < x.columns(); ++j) largest = std::max(largest, double{x(row, j)});
  for (Index j = 0; j < x.columns(); ++j) {
    y.push_back(std::exp(double{x(row, j)} - largest));
    sum += y.back();
  }
  for (double& v : y) v /= sum;
  return y;
}

struct Normalised {
  std::vector<double> n;
  double rstd;
};
Normalised normalised(const Guarded& x, Index row, double epsilon) {
  double mean = 0, variance = 0;
  const auto D = static_cast<double>(x.columns());
  for (Index j = 0; j < x.columns(); ++j) mean += double{x(row, j)} / D;
  for (Index j = 0; j < x.columns(); ++j) variance += (double{x(row, j)} - mean) * (double{x(row, j)} - mean) / D;
  Normalised result{{}, 1 / std::sqrt(variance + epsilon)};
  for (Index j = 0; j < x.columns(); ++j) result.n.push_back((double{x(row, j)} - mean) * result.rstd);
  return result;
}

const Index widths[] = {1, 2, 7, 16, 17, 33, 100};
constexpr Index rows = 5;

}  // namespace

TEST(softmax_and_its_gradient_equal_double_precision) {
  for (const Index columns : widths) {
    const Guarded x = Guarded(rows, columns).random(1, -20, 20), dy = Guarded(rows, columns, columns + 1).random(2);
    const Guarded before = Guarded(rows, columns).random(3);
    Guarded y(rows, columns, columns + 5), dx = before;
    kernels().softmax(x.data(), x.ld(), y.data(), y.ld(), rows, columns);
    kernels().softmaxBack(y.data(), y.ld(), dy.data(), dy.ld(), dx.data(), dx.ld(), rows, columns);
    for (Index i = 0; i < rows; ++i) {
      const auto expected = softmaxOf(x, i);
      double inner = 0;
      for (Index j = 0; j < columns; ++j) inner += expected[static_cast<std::size_t>(j)] * double{dy(i, j)};
      for (Index j = 0; j < columns; ++j) {
        const double e = expected[static_cast<std::size_t>(j)];
        // x - max has a rounding error of up to 2^-20 here, which becomes the relative error of its exponential.
        CHECK(std::abs(double{y(i, j)} - e) <= 4e-6 * e, "columns ", columns);
        CHECK(near(double{dx(i, j)}, double{before(i, j)} + e * (double{dy(i, j)} - inner), 1e-6));
      }
    }
    y.checkUntouched();
    dx.checkUntouched();
  }
}

TEST(softmax_of_a_masked_row_is_zero_and_of_nan_is_nan) {
  for (const Index columns : widths) {
    Guarded x = Guarded(3, columns).random(1);
    for (Index j = 0; j < columns; ++j) x(0, j) = -INFINITY;
    x(1, columns - 1) = std::nanf("");
    x(2, 0) = 1e30f;  // so large that all others become 0
    kernels().softmax(x.data(), x.ld(), x.data(), x.ld(), 3, columns);
    for (Index j = 0; j < columns; ++j) {
      CHECK(x(0, j) == 0 && std::isnan(x(1, j)) && x(2, j) == (j == 0 ? 1 : 0), "columns ", columns);
    }
    x.checkUntouched();
  }
  float all[] = {std::nanf(""), std::nanf("")};
  kernels().softmax(all, 2, all, 2, 1, 2);
  CHECK(std::isnan(all[0]) && std::isnan(all[1]));
}

TEST(layer_norm_equals_double_precision) {
  for (const Index columns : widths) {
    for (const bool weighted : {false, true}) {
      const Guarded x = Guarded(rows, columns, columns).random(1, 99, 103);  // the mean is much larger than the spread
      const Guarded gain = Guarded(1, columns).random(2), shift = Guarded(1, columns).random(3);
      Guarded y(rows, columns, columns), statistics(rows, 2, 2);
      kernels().layerNorm(x.data(), weighted ? gain.data() : nullptr, weighted ? shift.data() : nullptr, 1e-5f,
                          y.data(), statistics.data(), rows, columns);
      for (Index i = 0; i < rows; ++i) {
        const auto [n, rstd] = normalised(x, i, 1e-5);
        // With one column the variance is 0 except for rounding, and rstd is 1 / sqrt(epsilon).
        CHECK(std::abs(double{statistics(i, 1)} - rstd) <= 2e-5 * rstd, "columns ", columns);
        for (Index j = 0; j < columns; ++j) {
          const double plain = n[static_cast<std::size_t>(j)];
          const double expected = weighted ? plain * double{gain(0, j)} + double{shift(0, j)} : plain;
          CHECK(near(double{y(i, j)}, expected, 2e-5), "columns ", columns, ": ", y(i, j), " for ", expected);
        }
      }
      y.checkUntouched();
      statistics.checkUntouched();
    }
  }
}

TEST(layer_norm_gradients_equal_double_precision) {
  for (const Index columns : widths) {
    const Guarded x = Guarded(rows, columns, columns).random(1, -2, 2), dy = Guarded(rows, columns, columns).random(2);
    const Guarded gain = Guarded(1, columns).random(3), before = Guarded(rows, columns, columns).random(4);
    Guarded y(rows, columns, columns), statistics(rows, 2, 2), dx = before;
    Guarded dgain = Guarded(1, columns).random(5), dshift = Guarded(1, columns).random(6);
    const Guarded dgain0 = dgain, dshift0 = dshift;
    kernels().layerNorm(x.data(), gain.data(), nullptr, 1e-5f, y.data(), statistics.data(), rows, columns);
    kernels().layerNormBack(x.data(), gain.data(), statistics.data(), dy.data(), dx.data(), rows, columns);
    const Index middle = columns / 2;
    for (const auto& [from, to] : {std::pair<Index, Index>{0, middle}, {middle, columns}}) {
      kernels().layerNormWeightsBack(x.data(), statistics.data(), dy.data(), rows, columns, from, to, dgain.data(),
                                     dshift.data());
    }
    std::vector<double> dg(static_cast<std::size_t>(columns)), ds(dg);
    for (Index i = 0; i < rows; ++i) {
      const auto [n, rstd] = normalised(x, i, 1e-5);
      double meanG = 0, meanGn = 0;
      for (Index j = 0; j < columns; ++j) {
        const auto at = static_cast<std::size_t>(j);
        const double g = double{dy(i, j)} * double{gain(0, j)};
        meanG += g / static_cast<double>(columns);
        meanGn += g * n[at] / static_cast<double>(columns);
        dg[at] += double{dy(i, j)} * n[at];
        ds[at] += double{dy(i, j)};
      }
      for (Index j = 0; j < columns; ++j) {
        const double g = double{dy(i, j)} * double{gain(0, j)};
        const double expected = double{before(i, j)} + rstd * (g - meanG - n[static_cast<std::size_t>(j)] * meanGn);
        CHECK(std::abs(double{dx(i, j)} - expected) <= 3e-6 * (1 + rstd), "columns ", columns);
      }
    }
    for (Index j = 0; j < columns; ++j) {
      CHECK(near(double{dgain(0, j)}, double{dgain0(0, j)} + dg[static_cast<std::size_t>(j)], 1e-5));
      CHECK(near(double{dshift(0, j)}, double{dshift0(0, j)} + ds[static_cast<std::size_t>(j)], 1e-5));
    }
    dx.checkUntouched();
    dgain.checkUntouched();
    dshift.checkUntouched();
  }
}
