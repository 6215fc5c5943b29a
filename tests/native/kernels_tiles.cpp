// AMX tiles: the result of one multiplication, and equal bits of the processor's tiles and the emulated ones.

#include <cstdio>

#include "tests/native/bf16_engines.h"
#include "tests/native/products.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

// A row of A times a column of B. Their elements are exact in bf16.
float dot(const Kernels& k, const std::vector<float>& a, const std::vector<float>& b) {
  const Index inner = static_cast<Index>(a.size());
  Guarded left(1, inner), right(inner, 1), c(1, 1);
  for (Index i = 0; i < inner; ++i) {
    left(0, i) = a[static_cast<std::size_t>(i)];
    right(i, 0) = b[static_cast<std::size_t>(i)];
  }
  Aligned p = packed(k, right);
  k.gemmPacked(product(left, p, c));
  return c(0, 0);
}

std::vector<float> shortFloats(std::size_t n, unsigned seed) {
  std::vector<float> values = randomFloats(n, seed);
  for (float& value : values) value = std::ldexp(std::round(value * 128), -7);
  return values;
}

}  // namespace

TEST(tiles_sum_even_and_odd_elements_of_32_separately_and_add_both_to_the_sum) {
  if (bf16Engine() == nullptr) return;
  for (const std::size_t inner : {1u, 2u, 31u, 32u, 33u, 100u}) {
    const auto a = shortFloats(inner, 1), b = shortFloats(inner, 2);
    float sum = 0;
    for (std::size_t k = 0; k < inner; k += 32) {
      float chains[2] = {0, 0};
      for (std::size_t i = k; i < std::min(inner, k + 32); ++i) chains[i % 2] = std::fma(a[i], b[i], chains[i % 2]);
      sum += chains[0] + chains[1];
    }
    CHECK(sameBits(dot(emulatedTiles(), a, b), sum), inner);
  }
}

TEST(tiles_treat_denormals_as_zero_like_vectors) {
  for (const auto& [name, bf16] : bf16Engines()) {
    CHECK(dot(bf16, {0x1p-130f}, {1}) == 0, name);
    CHECK(dot(bf16, {0x1p-130f}, {0x1p100f}) == 0, name);
    CHECK(dot(bf16, {0x1p-70f}, {0x1p-70f}) == 0, name);
    CHECK(dot(bf16, {0x1p-126f}, {1}) == 0x1p-126f, name);
  }
}

TEST(tiles_are_released_when_a_kernel_returns) {
  if (bf16Engine() == nullptr) return;
  const Kernels k = emulatedTiles();
  dot(k, {1}, {1});
  CHECK(!holdsEmulatedTiles());
  const Guarded a = Guarded(40, 40).random(1);
  Guarded c(40, 40);
  Aligned scratch(k.gemmScratch);
  k.gemm(40, 40, 40, {a.data(), a.ld(), 1}, {a.data(), a.ld(), 1}, c.data(), c.ld(), false, scratch.data(), nullptr);
  CHECK(!holdsEmulatedTiles());
  const Index rows = 5, H = 7;
  const Guarded x = Guarded(rows, 3).random(2), h = Guarded(rows, H).random(3);
  Guarded next(rows, H);
  Aligned weights(k.packedSize(3, H) + k.packedSize(H, H)), bias(k.tileColumns),
      stepScratch(rows * k.recurrentScratch(3, H));
  RecurrentStep s{};
  s.rows = rows;
  s.hidden = H;
  s.inputSize = 3;
  s.weights = weights.data();
  s.x = x.data();
  s.ldx = x.ld();
  s.bias = bias.data();
  s.previousHidden = h.data();
  s.nextHidden = next.data();
  s.ldh = h.ld();
  s.scratch = stepScratch.data();
  k.rnnStep(s);
  CHECK(!holdsEmulatedTiles());
}

TEST(tiles_of_the_processor_have_the_same_bits_as_emulated_ones) {
  if (bf16Engine() == nullptr || std::string(bf16Engine()) != "amx") {
    std::printf("skipped: this test compares AMX tiles with emulated ones, and this process has no AMX tiles\n");
    return;
  }
  const Kernels real = kernels(Precision::bf16), emulated = emulatedTiles();
  for (const Index rows : {1, 7, 16, 19, 32, 45, 100}) {
    for (const Index columns : {1, 16, 31, 32, 70}) {
      for (const Index inner : {1, 31, 33, 64, 1100}) {
        Guarded a = Guarded(rows, inner).random(1), b = Guarded(inner, columns).random(2);
        if (rows == 19) a(3, 0) = INFINITY, a(4, 0) = std::nanf(""), a(5, 0) = 0x1p-130f;
        Guarded one(rows, columns), other(rows, columns);
        Aligned p = packed(real, b);
        real.gemmPacked(product(a, p, one));
        emulated.gemmPacked(product(a, p, other));
        for (Index i = 0; i < rows; ++i) {
          for (Index j = 0; j < columns; ++j) {
            const bool bothNan = std::isnan(one(i, j)) && std::isnan(other(i, j));  // with any payload
            CHECK(bothNan || sameBits(one(i, j), other(i, j)), i, ",", j, " of ", rows, " x ", columns, " x ", inner);
          }
        }
      }
    }
  }
}
