// Products of operands rounded to bf16, against plain loops in double precision over operands rounded the same way. Where
// the processor has no bf16, the table is that of float32 and the first test is all there is to say.

#include <array>

#include "tests/native/bf16_engines.h"
#include "tests/native/products.h"
#include "tests/native/recurrent_reference.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

// The nearest float with 8 significant bits, of two the even one.
float rounded(float x) {
  if (!std::isfinite(x)) return x;
  std::uint32_t bits = 0;
  std::memcpy(&bits, &x, sizeof bits);
  bits = (bits + 0x7fff + ((bits >> 16) & 1)) & 0xffff0000u;
  std::memcpy(&x, &bits, sizeof bits);
  return x;
}
void round(std::vector<float>& values) {
  for (float& value : values) value = rounded(value);
}

// Products of two bf16 are exact in float32: what is left is the rounding of the additions.
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

TEST(bf16_table_is_that_of_float32_where_the_processor_has_none) {
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
            bf16.gemm(rows, columns, inner, left, right, c.data(), c.ld(), (mode & 4) != 0, scratch.data());
            checkRounded(c, start, (mode & 4) != 0, a, b);
          }
        }
      }
    }
  }
}

TEST(bf16_bits_of_a_row_depend_on_no_other_row_and_on_no_way_to_multiply) {
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
              false, scratch.data());
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
      a(0, 0) = value;  // times 0
      bf16.gemmPacked(product(a, p, c));
      CHECK(std::isfinite(expected) ? c(0, 0) == expected : std::isnan(c(0, 0)), value, " and 0 became ", c(0, 0));
    }
  }
}

TEST(bf16_products_of_nothing_set_c) {
  for (const auto& [name, bf16] : bf16Engines()) {
    Guarded c(3, 5);
    Aligned scratch(bf16.gemmScratch);
    bf16.gemm(3, 5, 0, {c.data(), 1, 1}, {c.data(), 1, 1}, c.data(), c.ld(), false, scratch.data());
    for (Index i = 0; i < 15; ++i) CHECK(c(i / 5, i % 5) == 0);
    bf16.gemm(0, 5, 4, {c.data(), 1, 1}, {c.data(), 1, 1}, c.data(), c.ld(), false, scratch.data());
    c.checkUntouched();
  }
}

namespace {

// One step of a cell with its inputs, for a few rows.
struct Step {
  const Kernels& k;
  ReferenceCell cell;
  Index rows, I, H;
  std::vector<float> inputWeights, bias;
  Guarded x, gates, h, next, c, nextC;

  Step(const Kernels& k, Cell kind, Index rows, Index inputSize, Index hidden)
      : k(k),
        cell(kind, hidden, 3),
        rows(rows),
        I(inputSize),
        H(hidden),
        inputWeights(randomFloats(static_cast<std::size_t>(cell.gates() * hidden * inputSize), 4)),
        bias(randomFloats(static_cast<std::size_t>(cell.gates() * wholePanels(k, hidden)), 5)),
        x(Guarded(rows, inputSize).random(6)),
        gates(rows, cell.gateColumns() * hidden),
        h(Guarded(rows, hidden).random(7)),
        next(rows, hidden),
        c(Guarded(rows, hidden).random(8)),
        nextC(rows, hidden) {}

  void run() {
    Aligned packed(cell.gates() * (k.packedSize(I, H) + k.packedSize(H, H)));
    Aligned scratch(rows * k.recurrentScratch(I, H));
    std::vector<float> candidateBias = cell.candidateBias;
    candidateBias.resize(static_cast<std::size_t>(wholePanels(k, H)));
    k.packGates(inputWeights.data(), cell.weights.data(), cell.gates(), I, H, packed.data());
    RecurrentStep s{};
    s.rows = rows;
    s.hidden = H;
    s.inputSize = I;
    s.weights = packed.data();
    s.x = x.data();
    s.ldx = x.ld();
    s.bias = bias.data();
    s.previousHidden = h.data();
    s.nextHidden = next.data();
    s.ldh = h.ld();
    s.gates = gates.data();
    s.ldg = gates.ld();
    s.previousCell = c.data();
    s.nextCell = nextC.data();
    s.ldc = c.ld();
    s.scratch = scratch.data();
    s.relu = cell.kind == Cell::rnnRelu;
    if (cell.kind == Cell::gru) s.candidateBias = candidateBias.data();
    runStep(k, cell.kind, s);
  }
};

}  // namespace

TEST(bf16_steps_are_those_of_the_cells_with_rounded_weights_inputs_and_states) {
  for (const auto& [name, bf16] : bf16Engines()) {
    for (const Cell kind : cells) {
      for (const auto& [rows, I, H] : {std::array<Index, 3>{1, 1, 1}, {3, 5, 7}, {13, 8, 33}, {14, 3, 64}}) {
        Step step(bf16, kind, rows, I, H);
        round(step.cell.weights);
        for (Index r = 0; r < rows; ++r) {
          for (Index j = 0; j < H; ++j) step.h(r, j) = rounded(step.h(r, j));
        }
        step.run();
        // Reset before: the product of reset gate and state is rounded too, by up to 1 in 2^9 where it is near 1.
        const double tolerance = kind == Cell::gruResetBefore ? 5e-3 : 4e-6;
        for (Index r = 0; r < rows; ++r) {
          Row x, h, c;
          for (Index j = 0; j < step.cell.gates() * H; ++j) {
            const Index bias = j / H * wholePanels(bf16, H) + j % H;
            double sum = double{step.bias[static_cast<std::size_t>(bias)]};
            for (Index k = 0; k < I; ++k) {
              sum += double{rounded(step.inputWeights[static_cast<std::size_t>(j * I + k)])} *
                     double{rounded(step.x(r, k))};
            }
            x.push_back(sum);
          }
          for (Index j = 0; j < H; ++j) h.push_back(double{step.h(r, j)}), c.push_back(double{step.c(r, j)});
          const State expected = step.cell.step(x, h, c);
          for (Index j = 0; j < H; ++j) {
            const double hidden = expected.hidden[static_cast<std::size_t>(j)];
            CHECK(near(double{step.next(r, j)}, hidden, tolerance), static_cast<int>(kind), " of ", H, ": ",
                  step.next(r, j), " for ", hidden);
            if (kind != Cell::lstm) continue;
            CHECK(near(double{step.nextC(r, j)}, expected.cell[static_cast<std::size_t>(j)], tolerance), r, ",", j);
          }
        }
        step.next.checkUntouched();
        step.gates.checkUntouched();
      }
    }
  }
}
