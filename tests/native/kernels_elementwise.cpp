// Elementwise kernels, their slopes, and reductions.

#include <limits>

#include "tests/native/arrays.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

constexpr Unary functions[] = {Unary::tanh, Unary::sigmoid,  Unary::relu, Unary::gelu,
                               Unary::silu, Unary::softplus, Unary::exp,  Unary::log};

double value(Unary op, double x) {
  switch (op) {
    case Unary::tanh: return std::tanh(x);
    case Unary::sigmoid: return 1 / (1 + std::exp(-x));
    case Unary::relu: return x > 0 ? x : 0;
    case Unary::gelu: return x * std::erfc(-x / std::sqrt(2.0)) / 2;
    case Unary::silu: return x / (1 + std::exp(-x));
    case Unary::softplus: return std::log1p(std::exp(x));
    case Unary::exp: return std::exp(x);
    case Unary::log: return std::log(x);
  }
  return 0;
}

}  // namespace

TEST(unary_gives_an_element_the_same_bits_at_any_position) {
  for (const Unary op : functions) {
    const auto x = randomFloats(99, 1, -9, 9);
    std::vector<float> whole(99), alone(99), place = x;
    kernels().unary(op, x.data(), whole.data(), 99);
    for (std::size_t i = 0; i < 99; ++i) kernels().unary(op, &x[i], &alone[i], 1);
    kernels().unary(op, place.data(), place.data(), 99);
    for (std::size_t i = 0; i < 99; ++i) {
      CHECK(std::isnan(whole[i]) ? std::isnan(alone[i]) : sameBits(whole[i], alone[i]), static_cast<int>(op), " at ",
            i);
      CHECK(std::isnan(whole[i]) || sameBits(whole[i], place[i]));
    }
  }
}

TEST(unary_back_adds_the_slope_of_central_differences) {
  for (const Unary op : functions) {
    for (const Index n : {1, 15, 16, 50}) {
      const float low = op == Unary::log ? 0.2f : -5;
      const Guarded x = Guarded(1, n).random(7, low, 5), dy = Guarded(1, n).random(8), before = Guarded(1, n).random(9);
      Guarded y(1, n), dx = before;
      kernels().unary(op, x.data(), y.data(), n);
      kernels().unaryBack(op, x.data(), y.data(), dy.data(), dx.data(), n);
      y.checkUntouched();
      dx.checkUntouched();
      for (Index i = 0; i < n; ++i) {
        const double at = double{x(0, i)}, e = 1e-6;
        const double slope = (value(op, at + e) - value(op, at - e)) / (2 * e);
        const double expected = double{before(0, i)} + double{dy(0, i)} * slope;
        CHECK(std::abs(double{dx(0, i)} - expected) <= 1e-6 * (1 + std::abs(slope)), static_cast<int>(op), " at ", at);
      }
    }
  }
}

TEST(relu_back_adds_zero_at_zero_for_any_gradient) {
  const float x[] = {0, -1, 2}, dy[] = {INFINITY, INFINITY, 3};
  float dx[] = {1, 1, 1};
  kernels().unaryBack(Unary::relu, x, x, dy, dx, 3);
  CHECK(dx[0] == 1 && dx[1] == 1 && dx[2] == 4);
}

TEST(binary_repeats_an_operand_of_stride_zero) {
  for (const Index n : {0, 1, 7, 16, 33}) {
    for (int form = 0; form < 4; ++form) {
      const Index aStride = form & 1, bStride = form >> 1;
      const Guarded a = Guarded(1, n + 1).random(1, 1, 2), b = Guarded(1, n + 1).random(2, 1, 2);
      for (const Binary op : {Binary::add, Binary::subtract, Binary::multiply, Binary::divide}) {
        Guarded y(1, n, n);
        kernels().binary(op, a.data(), aStride, b.data(), bStride, y.data(), n);
        y.checkUntouched();
        for (Index i = 0; i < n; ++i) {
          const float u = a(0, i * aStride), v = b(0, i * bStride);
          CHECK(y(0, i) == (op == Binary::add        ? u + v
                            : op == Binary::subtract ? u - v
                            : op == Binary::multiply ? u * v
                                                     : u / v));
        }
      }
    }
  }
}

TEST(array_sums_and_products_accumulate_in_place) {
  for (const Index n : {0, 1, 15, 16, 100}) {
    const Guarded a = Guarded(1, n, n).random(1), b = Guarded(1, n, n).random(2), start = Guarded(1, n, n).random(3);
    Guarded added = start, scaledAdd = start, product = start, scaled = start;
    kernels().addTo(a.data(), added.data(), n);
    kernels().multiplyAdd(0.3f, a.data(), scaledAdd.data(), n);
    kernels().multiplyAddTo(a.data(), b.data(), product.data(), n);
    kernels().scale(-2, scaled.data(), n);
    for (Index i = 0; i < n; ++i) {
      const double from = double{start(0, i)};
      CHECK(near(double{added(0, i)}, from + double{a(0, i)}, 1e-6));
      CHECK(near(double{scaledAdd(0, i)}, from + 0.3 * double{a(0, i)}, 1e-6));
      CHECK(near(double{product(0, i)}, from + double{a(0, i)} * double{b(0, i)}, 1e-6));
      CHECK(scaled(0, i) == -2 * start(0, i));
    }
    for (const Guarded* m : {&added, &scaledAdd, &product, &scaled}) m->checkUntouched();
  }
}

TEST(sums_equal_those_in_double_precision) {
  for (const std::size_t n : {0u, 1u, 3u, 16u, 17u, 63u, 64u, 65u, 1000u, 4097u}) {
    const auto x = randomFloats(n, 1), y = randomFloats(n, 2);
    double sum = 0, dot = 0, squares = 0;
    for (std::size_t i = 0; i < n; ++i) {
      sum += double{x[i]};
      dot += double{x[i]} * double{y[i]};
      squares += double{x[i]} * double{x[i]};
    }
    const auto count = static_cast<Index>(n);
    CHECK(std::abs(double{kernels().sum(x.data(), count)} - sum) <= 1e-6 * (1 + std::sqrt(n)), n);
    CHECK(std::abs(double{kernels().dot(x.data(), y.data(), count)} - dot) <= 1e-6 * (1 + std::sqrt(n)), n);
    CHECK(near(kernels().sumOfSquares(x.data(), count), squares, 1e-13), n);
  }
}

TEST(all_finite_finds_nan_and_infinity_at_every_position) {
  for (const std::size_t n : {1u, 15u, 16u, 40u}) {
    auto x = randomFloats(n, 1);
    x[0] = std::numeric_limits<float>::max();
    CHECK(kernels().allFinite(x.data(), static_cast<Index>(n)));
    for (std::size_t i = 0; i < n; ++i) {
      for (const float bad : {std::nanf(""), INFINITY, -INFINITY}) {
        auto y = x;
        y[i] = bad;
        CHECK(!kernels().allFinite(y.data(), static_cast<Index>(n)), "at ", i);
      }
    }
  }
  CHECK(kernels().allFinite(nullptr, 0));
}

TEST(sum_rows_adds_each_column) {
  for (const Index rows : {0, 1, 255, 256, 700}) {
    for (const Index columns : {1, 16, 67, 140}) {
      const Guarded x = Guarded(rows, columns).random(1), start = Guarded(1, columns).random(2);
      Guarded y = start, part = start;
      kernels().sumRows(x.data(), x.ld(), rows, columns, y.data());
      for (Index from = 0; from < columns; from += 9) {  // the bits do not depend on how the columns were split
        const Index count = std::min<Index>(9, columns - from);
        kernels().sumRows(x.data() + from, x.ld(), rows, count, part.data() + from);
      }
      for (Index j = 0; j < columns; ++j) {
        double sum = double{start(0, j)};
        for (Index i = 0; i < rows; ++i) sum += double{x(i, j)};
        CHECK(std::abs(double{y(0, j)} - sum) <= 3e-7 * (1 + std::sqrt(rows) * 4), rows, " rows, column ", j);
        CHECK(sameBits(y(0, j), part(0, j)), "column ", j);
      }
      y.checkUntouched();
    }
  }
}
