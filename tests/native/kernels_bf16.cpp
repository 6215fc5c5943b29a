// Products of operands rounded to bf16, against plain loops in double precision with operands rounded the same way. If
// the processor has no bf16, the table is that of float32, and only the first two tests check anything.

#include "tests/native/bf16_engines.h"
#include "tests/native/bf16_rounding.h"
#include "tests/native/products.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

// Products of two bf16 are exact in float32, so only the additions have rounding errors.
void checkRounded(const Guarded& c, const Guarded& start, bool accumulate, const Guarded& a, const Guarded& b,
                  const float* bias = nullptr) {
  checkProduct(
      c, start, accumulate, a.columns(), [&](Index i, Index k) { return rounded(a(i, k)); },
      [&](Index k, Index j) { return rounded(b(k, j)); }, bias);
}

Guarded transposed(const Guarded& m) {
  Guarded t(m.columns(), m.rows());
  for (Index i = 0; i < m.rows(); ++i) {
    for (Index j = 0; j < m.columns(); ++j) t(j, i) = m(i, j);
  }
  return t;
}

const Index sizes[] = {1, 2, 5, 12, 13, 31, 33, 50, 65};

}  // namespace

TEST(bf16_table_is_that_of_float32_if_the_processor_has_no_engine) {
  const Kernels& bf16 = kernels(Precision::bf16);
  CHECK((bf16Engine() == nullptr) == (&bf16 == &kernels()));
  CHECK((bf16Engine() == nullptr) == (bf16.gemm == kernels().gemm));
  CHECK(&kernels(Precision::float32) == &kernels());
  CHECK(bf16.tier == std::string(kernels().tier) && bf16.adam == kernels().adam);
}

TEST(bf16_engine_is_tiles_on_tier_amx_alone) {
  const std::string tier = kernels().tier, engine = bf16Engine() == nullptr ? "" : bf16Engine();
  CHECK(engine != "amx" || tier == "amx", engine, " on ", tier);
  CHECK(engine == "" || tier == "amx" || tier == "avx512", engine, " on ", tier);
}

TEST(bf16_gemm_packed_equals_a_plain_loop_over_rounded_operands) {
  for (const auto& [name, bf16] : bf16Engines()) {
    unsigned seed = 1;
    for (const Index rows : sizes) {
      for (const Index columns : sizes) {
        for (const Index inner : {1, 2, 7, 32, 101, 1100}) {
          if (inner > 101 && rows * columns > 500) continue;
          const Guarded a = Guarded(rows, inner).random(++seed), b = Guarded(inner, columns).random(++seed);
          const auto bias = randomFloats(static_cast<std::size_t>(columns), ++seed);
          const Guarded start = Guarded(rows, columns).random(++seed);
          Aligned p = packed(bf16, b);
          for (int mode = 0; mode < 3; ++mode) {  // plain, with bias, accumulating
            Guarded c = start;
            PackedGemm g = product(a, p, c);
            if (mode == 1) g.bias = bias.data();
            g.accumulate = mode == 2;
            bf16.gemmPacked(g);
            checkRounded(c, start, g.accumulate, a, b, g.bias);
          }
        }
      }
    }
  }
}

TEST(bf16_gemm_takes_views_of_any_direction) {
  for (const auto& [name, bf16] : bf16Engines()) {
    unsigned seed = 1;
    Aligned scratch(bf16.gemmScratch);
    for (const Index rows : sizes) {
      for (const Index columns : {1, 31, 65, 530}) {
        for (const Index inner : {1, 6, 33, 1100}) {
          if (inner > 33 && rows * columns > 2000) continue;
          const Guarded a = Guarded(rows, inner).random(++seed), b = Guarded(inner, columns).random(++seed);
          const Guarded turnedA = transposed(a), turnedB = transposed(b);
          const Guarded start = Guarded(rows, columns).random(++seed);
          for (int mode = 0; mode < 8; ++mode) {
            const MatrixView left =
                mode & 1 ? MatrixView{turnedA.data(), 1, turnedA.ld()} : MatrixView{a.data(), a.ld(), 1};
            const MatrixView right =
                mode & 2 ? MatrixView{turnedB.data(), 1, turnedB.ld()} : MatrixView{b.data(), b.ld(), 1};
            Guarded c = start;
            bf16.gemm(rows, columns, inner, left, right, c.data(), c.ld(), (mode & 4) != 0, scratch.data(), nullptr);
            checkRounded(c, start, (mode & 4) != 0, a, b);
          }
        }
      }
    }
  }
}

TEST(bf16_gives_a_row_the_same_bits_with_any_other_rows_and_in_any_kernel) {
  for (const auto& [name, bf16] : bf16Engines()) {
    const Index groups = 5, rows = 11, columns = 71, inner = 1025;
    const Guarded a = Guarded(groups * rows, inner).random(1), b = Guarded(inner, columns).random(2);
    Guarded whole(groups * rows, columns), grouped(groups * (rows + 2), columns), general(groups * rows, columns);
    Aligned p = packed(bf16, b), scratch(bf16.gemmScratch);
    bf16.gemmPacked(product(a, p, whole));
    PackedGemm g = product(a, p, grouped);
    g.groups = groups;
    g.rows = rows;
    g.aGroupStride = rows * a.ld();
    g.cGroupStride = (rows + 2) * grouped.ld();
    bf16.gemmPacked(g);
    bf16.gemm(whole.rows(), columns, inner, {a.data(), a.ld(), 1}, {b.data(), b.ld(), 1}, general.data(), general.ld(),
              false, scratch.data(), nullptr);
    for (Index i = 0; i < whole.rows(); ++i) {
      Guarded alone(1, columns);
      PackedGemm one = product(a, p, alone);
      one.a += i * a.ld();
      bf16.gemmPacked(one);
      for (Index j = 0; j < columns; ++j) {
        CHECK(sameBits(alone(0, j), whole(i, j)) && sameBits(general(i, j), whole(i, j)), i, ",", j);
        CHECK(sameBits(grouped(i / rows * (rows + 2) + i % rows, j), whole(i, j)), i, ",", j);
      }
    }
  }
}

TEST(bf16_rounds_to_nearest_even_and_passes_nan_and_infinities) {
  for (const auto& [name, bf16] : bf16Engines()) {
    const float values[] = {1 + 1.0f / 256, 1 + 3.0f / 256, -1 - 1.0f / 256, 3.4e38f, NAN, INFINITY, -INFINITY};
    for (const float value : values) {
      Guarded a(1, 3), b(3, 1), c(1, 1);
      for (Index k = 0; k < 3; ++k) a(0, k) = b(k, 0) = 0;
      a(0, 1) = value;
      b(1, 0) = 1;
      Aligned p = packed(bf16, b);
      bf16.gemmPacked(product(a, p, c));
      const float expected = rounded(value);
      CHECK(std::isnan(expected) ? std::isnan(c(0, 0)) : c(0, 0) == expected, value, " became ", c(0, 0));
      a(0, 0) = value;  // multiplied by 0
      bf16.gemmPacked(product(a, p, c));
      CHECK(std::isfinite(expected) ? c(0, 0) == expected : std::isnan(c(0, 0)), value, " and 0 became ", c(0, 0));
    }
  }
}

TEST(bf16_gemm_of_empty_matrices_sets_c) {
  for (const auto& [name, bf16] : bf16Engines()) {
    Guarded c(3, 5);
    Aligned scratch(bf16.gemmScratch);
    bf16.gemm(3, 5, 0, {c.data(), 1, 1}, {c.data(), 1, 1}, c.data(), c.ld(), false, scratch.data(), nullptr);
    for (Index i = 0; i < 15; ++i) CHECK(c(i / 5, i % 5) == 0);
    bf16.gemm(0, 5, 4, {c.data(), 1, 1}, {c.data(), 1, 1}, c.data(), c.ld(), false, scratch.data(), nullptr);
    c.checkUntouched();
  }
}
