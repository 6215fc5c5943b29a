// Matrix products against a plain loop in double precision.

#include "tests/native/products.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

const Index sizes[] = {1, 2, 3, 5, 8, 12, 13, 16, 17, 31, 33, 50, 65};

}  // namespace

TEST(gemm_packed_equals_a_plain_loop_for_all_small_and_odd_sizes) {
  unsigned seed = 1;
  for (const Index rows : sizes) {
    for (const Index columns : sizes) {
      for (const Index inner : {1, 2, 7, 32, 100}) {
        const Guarded a = Guarded(rows, inner).random(++seed), b = Guarded(inner, columns).random(++seed);
        const auto bias = randomFloats(static_cast<std::size_t>(columns), ++seed);
        const Guarded start = Guarded(rows, columns).random(++seed);
        Aligned p = packed(kernels(), b);
        for (int mode = 0; mode < 3; ++mode) {  // plain, with bias, accumulating
          Guarded c = start;
          PackedGemm g = product(a, p, c);
          if (mode == 1) g.bias = bias.data();
          g.accumulate = mode == 2;
          kernels().gemmPacked(g);
          checkProduct(c, start, g.accumulate, inner, a, b, g.bias);
        }
      }
    }
  }
}

TEST(gemm_packed_runs_groups_and_long_inner_dimensions) {
  const Index groups = 3, rows = 7, columns = 37, inner = 1000;
  const Guarded a = Guarded(groups * 10, inner).random(1), b = Guarded(inner, columns).random(2);
  const auto bias = randomFloats(columns, 3);
  Aligned p = packed(kernels(), b);
  Guarded c(groups * 9, columns);
  const Guarded before = c;
  PackedGemm g = product(a, p, c);
  g.groups = groups;
  g.rows = rows;
  g.aGroupStride = 10 * a.ld();
  g.cGroupStride = 9 * c.ld();
  g.bias = bias.data();
  kernels().gemmPacked(g);
  std::vector<double> products(inner);
  for (Index row = 0; row < groups * 9; ++row) {
    const Index group = row / 9, r = row % 9;
    for (Index j = 0; j < columns; ++j) {
      for (Index k = 0; k < inner; ++k) {
        products[static_cast<std::size_t>(k)] = double{a(group * 10 + r, k)} * double{b(k, j)};
      }
      if (r < rows) checkElement(c(row, j), bias[static_cast<std::size_t>(j)], products.data(), inner, row, j);
      if (r >= rows) CHECK(c(row, j) == before(row, j), "row ", r, " lies between groups");
    }
  }
  c.checkUntouched();
}

TEST(gemm_equals_a_plain_loop_for_every_transpose) {
  unsigned seed = 100;
  const Index shapes[][3] = {{1, 1, 1},     {3, 5, 7},     {13, 33, 17},   {64, 64, 64},   {100, 3, 300},
                             {5, 100, 600}, {250, 40, 30}, {30, 1100, 20}, {247, 70, 391}, {1, 200, 520}};
  for (const auto& [rows, columns, inner] : shapes) {
    for (int form = 0; form < 8; ++form) {
      const bool transposeA = form & 1, transposeB = form & 2, accumulate = form & 4;
      const Guarded a = (transposeA ? Guarded(inner, rows) : Guarded(rows, inner)).random(++seed);
      const Guarded b = (transposeB ? Guarded(columns, inner) : Guarded(inner, columns)).random(++seed);
      const MatrixView viewA{a.data(), transposeA ? 1 : a.ld(), transposeA ? a.ld() : 1};
      const MatrixView viewB{b.data(), transposeB ? 1 : b.ld(), transposeB ? b.ld() : 1};
      const Guarded start = Guarded(rows, columns).random(++seed);
      Guarded c = start;
      Aligned scratch(kernels().gemmScratch);
      kernels().gemm(rows, columns, inner, viewA, viewB, c.data(), c.ld(), accumulate, scratch.data(), nullptr);
      checkProduct(
          c, start, accumulate, inner, [&](Index i, Index k) { return transposeA ? a(k, i) : a(i, k); },
          [&](Index k, Index j) { return transposeB ? b(j, k) : b(k, j); });
    }
  }
}

TEST(gemm_gives_a_row_the_same_bits_alone_in_a_group_and_packed) {
  const Index rows = 29, columns = 45, inner = 700;
  const Guarded a = Guarded(rows, inner).random(1), b = Guarded(inner, columns).random(2);
  Aligned p = packed(kernels(), b), scratch(kernels().gemmScratch);
  Guarded together(rows, columns), alone(rows, columns), general(rows, columns), split(rows, columns);
  kernels().gemmPacked(product(a, p, together));
  for (Index i = 0; i < rows; ++i) {
    PackedGemm g = product(a, p, alone);
    g.rows = 1;
    g.a += i * a.ld();
    g.c += i * alone.ld();
    kernels().gemmPacked(g);
  }
  kernels().gemm(rows, columns, inner, {a.data(), a.ld(), 1}, {b.data(), b.ld(), 1}, general.data(), general.ld(),
                 false, scratch.data(), nullptr);
  for (const auto& [from, to] : {std::pair<Index, Index>{0, 11}, {11, 12}, {12, rows}}) {
    kernels().gemm(to - from, columns, inner, {a.data() + from * a.ld(), a.ld(), 1}, {b.data(), b.ld(), 1},
                   split.data() + from * split.ld(), split.ld(), false, scratch.data(), nullptr);
  }
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < columns; ++j) {
      CHECK(sameBits(together(i, j), alone(i, j)) && sameBits(together(i, j), general(i, j)) &&
                sameBits(together(i, j), split(i, j)),
            "element ", i, ",", j);
    }
  }
}

TEST(gemm_gives_a_column_the_same_bits_for_any_cut_of_the_work) {
  const Index rows = 20, columns = 90, inner = 333;
  const Guarded a = Guarded(rows, inner).random(1), b = Guarded(inner, columns).random(2);
  Aligned scratch(kernels().gemmScratch);
  Guarded whole(rows, columns), split(rows, columns);
  kernels().gemm(rows, columns, inner, {a.data(), a.ld(), 1}, {b.data(), b.ld(), 1}, whole.data(), whole.ld(), false,
                 scratch.data(), nullptr);
  for (const auto& [from, to] : {std::pair<Index, Index>{0, 7}, {7, 64}, {64, columns}}) {
    kernels().gemm(rows, to - from, inner, {a.data(), a.ld(), 1}, {b.data() + from, b.ld(), 1}, split.data() + from,
                   split.ld(), false, scratch.data(), nullptr);
  }
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < columns; ++j) CHECK(sameBits(whole(i, j), split(i, j)), "element ", i, ",", j);
  }
}

TEST(gemm_of_empty_matrices_sets_or_keeps_c) {
  Aligned scratch(kernels().gemmScratch), p(64);
  Guarded c = Guarded(3, 5).random(1);
  const Guarded start = c;
  const auto bias = randomFloats(5, 2);
  const Guarded none(3, 0, 1);
  kernels().gemm(0, 5, 4, {c.data(), 1, 1}, {c.data(), 1, 1}, c.data(), c.ld(), false, scratch.data(), nullptr);
  kernels().gemm(3, 0, 4, {c.data(), 1, 1}, {c.data(), 1, 1}, c.data(), c.ld(), false, scratch.data(), nullptr);
  kernels().gemm(3, 5, 0, {c.data(), 1, 1}, {c.data(), 1, 1}, c.data(), c.ld(), true, scratch.data(), nullptr);
  for (Index j = 0; j < 5; ++j) CHECK(c(2, j) == start(2, j));
  kernels().gemm(3, 5, 0, {c.data(), 1, 1}, {c.data(), 1, 1}, c.data(), c.ld(), false, scratch.data(), nullptr);
  for (Index j = 0; j < 5; ++j) CHECK(c(2, j) == 0);
  PackedGemm g = product(none, p, c);
  g.bias = bias.data();
  kernels().gemmPacked(g);
  for (Index j = 0; j < 5; ++j) CHECK(c(2, j) == bias[static_cast<std::size_t>(j)]);
  c.checkUntouched();
}

TEST(pack_b_fills_the_last_panel_with_zeros) {
  const Index columns = kernels().tileColumns + 3, inner = 5;
  for (const bool transpose : {false, true}) {
    const Guarded b = (transpose ? Guarded(columns, inner) : Guarded(inner, columns)).random(1, 1, 2);
    Aligned p(kernels().packedSize(inner, columns));
    kernels().packB({b.data(), transpose ? 1 : b.ld(), transpose ? b.ld() : 1}, inner, columns, p.data());
    for (Index k = 0; k < inner; ++k) {
      for (Index j = 0; j < kernels().tileColumns; ++j) {
        const float expected = j >= 3 ? 0 : transpose ? b(columns - 3 + j, k) : b(k, columns - 3 + j);
        CHECK(p.data()[(inner + k) * kernels().tileColumns + j] == expected, k, ",", j);
      }
    }
  }
}

TEST(gemm_passes_nan_and_infinity_on) {
  const Guarded b = Guarded(20, 40).random(2);
  Guarded a = Guarded(14, 20).random(1), c(14, 40);
  a(3, 7) = std::nanf("");
  a(5, 7) = INFINITY;
  Aligned p = packed(kernels(), b);
  kernels().gemmPacked(product(a, p, c));
  for (Index j = 0; j < 40; ++j) {
    CHECK(std::isnan(c(3, j)) && std::isinf(c(5, j)) && std::isfinite(c(4, j)) && std::isfinite(c(6, j)));
  }
}
