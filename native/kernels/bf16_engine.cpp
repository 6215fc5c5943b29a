// Chooses the engine that multiplies bf16: AMX tiles (tier amx), else AVX512-BF16 (tiers amx and avx512), else none.

#include <cstring>

#include "kernels/kernels.h"
#include "simd/cpu.h"

namespace gatecast {

#if defined(__x86_64__)
namespace amx {
void replaceProducts(Kernels& table);
}
namespace avx512bf16 {
void replaceProducts(Kernels& table);
}
#endif

namespace {

#if defined(__x86_64__)

// A small product of whole numbers, whose sums are exact in any order. It covers two tiles in each direction, the
// second one not full.
struct Sample {
  static constexpr Index rows = 19, inner = 37, columns = 35;
  alignas(64) float packed[64 * 64];
  float a[rows * inner], b[inner * columns], c[rows * columns];

  explicit Sample(const Kernels& k) {
    for (Index i = 0; i < rows * inner; i++) a[i] = static_cast<float>(i * 7 % 23 - 11);
    for (Index i = 0; i < inner * columns; i++) b[i] = static_cast<float>(i * 5 % 19 - 9);
    k.packB({b, columns, 1}, inner, columns, packed);
    PackedGemm g{};
    g.rows = rows;
    g.columns = columns;
    g.inner = inner;
    g.a = a;
    g.lda = inner;
    g.b = packed;
    g.c = c;
    g.ldc = columns;
    k.gemmPacked(g);
  }
};

// A hypervisor may offer tiles that it emulates incorrectly, or does not save when it switches threads.
bool agree(const Kernels& tiles, const Kernels& vectors) {
  return std::memcmp(Sample(tiles).c, Sample(vectors).c, sizeof Sample::c) == 0;
}

#endif

struct Bf16 {
  const char* engine = nullptr;
  Kernels table = kernels();

  Bf16() {
#if defined(__x86_64__)
    const bool tiles = std::strcmp(table.tier, "amx") == 0;
    if (!tiles && (std::strcmp(table.tier, "avx512") != 0 || !cpuHas("avx512bf16"))) return;
    engine = "avx512bf16";
    avx512bf16::replaceProducts(table);
    if (!tiles || !allowTiles()) return;
    Kernels withTiles = kernels();
    amx::replaceProducts(withTiles);
    if (!agree(withTiles, table)) return;
    engine = "amx";
    table = withTiles;
#endif
  }
};

const Bf16& bf16Tables() {
  static const Bf16 once;
  return once;
}

}  // namespace

const Kernels& kernels(Precision precision) {
  if (precision == Precision::float32) return kernels();
  const Bf16& bf16 = bf16Tables();
  return bf16.engine != nullptr ? bf16.table : kernels();
}

const char* bf16Engine() { return bf16Tables().engine; }

}  // namespace gatecast
