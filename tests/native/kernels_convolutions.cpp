// Sums of shifted sequences, counts above limits and products in double precision, against plain loops.

#include <algorithm>

#include "tests/native/arrays.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

const Index lengths[] = {1, 3, 4, 8, 15, 16, 17, 31, 64, 100};

std::vector<double> randomDoubles(std::size_t n, unsigned seed) {
  const auto floats = randomFloats(n, seed);
  return {floats.begin(), floats.end()};
}

}  // namespace

TEST(sum_of_parts_adds_them_in_their_order) {
  for (const Index n : lengths) {
    const auto a = randomFloats(static_cast<std::size_t>(n + 2), 1), b = randomFloats(static_cast<std::size_t>(n), 2);
    const float* const parts[] = {a.data(), b.data(), a.data() + 2, b.data()};
    for (const Index count : {1, 2, 4}) {
      Guarded y(1, n);
      kernels().sumOf(parts, count, n, y.data());
      for (Index i = 0; i < n; ++i) {
        float sum = parts[0][i];
        for (Index p = 1; p < count; ++p) sum += parts[p][i];
        CHECK(sameBits(y(0, i), sum), n, " ", count, " ", i);
      }
      y.checkUntouched();
    }
  }
}

TEST(counts_above_limits_are_exact_and_leave_out_nan) {
  for (const Index n : lengths) {
    auto x = randomFloats(static_cast<std::size_t>(n), 3);
    if (n > 2) x[1] = std::nanf("");
    for (Index count = 1; count <= 9; ++count) {
      auto limits = randomFloats(static_cast<std::size_t>(count), 4);
      limits[0] = x[0];  // equal is not above
      if (count > 1) limits[1] = -INFINITY;
      std::vector<Index> above(static_cast<std::size_t>(count) + 1, -7);
      kernels().countAbove(x.data(), n, limits.data(), count, above.data());
      for (std::size_t j = 0; j < limits.size(); ++j) {
        const auto expected = std::count_if(x.begin(), x.end(), [&](float v) { return v > limits[j]; });
        CHECK(above[j] == expected, n, " ", count, " ", j, " ", above[j], " ", expected);
      }
      CHECK(above.back() == -7);
    }
  }
}

TEST(products_in_double_precision_equal_plain_sums) {
  for (const Index rows : {1, 3, 4, 9}) {
    for (const Index columns : {1, 2, 5, 8}) {
      for (const Index inner : {0, 1, 7, 16, 511, 1030}) {
        const Index ld = inner + 3;
        const auto a = randomDoubles(static_cast<std::size_t>(rows * ld), 5);
        const auto b = randomDoubles(static_cast<std::size_t>(columns * ld), 6);
        std::vector<double> c(static_cast<std::size_t>(rows * (columns + 2)), 0.5);
        kernels().addProducts(-2, a.data(), ld, b.data(), ld, rows, columns, inner, c.data(), columns + 2);
        for (Index i = 0; i < rows; ++i) {
          for (Index j = 0; j < columns + 2; ++j) {
            double sum = 0;
            for (Index k = 0; j < columns && k < inner; ++k)
              sum += a[static_cast<std::size_t>(i * ld + k)] * b[static_cast<std::size_t>(j * ld + k)];
            const double got = c[static_cast<std::size_t>(i * (columns + 2) + j)];
            CHECK(std::abs(got - (0.5 - 2 * sum)) <= 1e-13 * static_cast<double>(inner + 1), rows, " ", columns, " ",
                  inner);
          }
        }
      }
    }
  }
}

TEST(a_product_in_double_precision_does_not_depend_on_the_other_rows_and_columns) {
  constexpr Index rows = 7, columns = 6, inner = 700;
  const auto a = randomDoubles(rows * inner, 7), b = randomDoubles(columns * inner, 8);
  std::vector<double> all(rows * columns, 0), single(rows * columns, 0);
  kernels().addProducts(1, a.data(), inner, b.data(), inner, rows, columns, inner, all.data(), columns);
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < columns; ++j)
      kernels().addProducts(1, a.data() + i * inner, inner, b.data() + j * inner, inner, 1, 1, inner,
                            single.data() + i * columns + j, columns);
  }
  CHECK(all == single);
}
