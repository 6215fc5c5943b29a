// The tiers, and the choice between them. The figures come from one core of a busy EPYC 9005 (Zen 5) with GCC 12. gemm
// and gemmPacked are in shares of the FMA peak that Kernels::peak measured in the same run. simd/math.h has the errors
// of the functions.
//
//            tile    needs                           peak     gemm   gemmPacked   ns per element
//                                                  GFLOP/s   1024^3   32 x 256^2   exp   tanh  sigmoid
// avx512   12 x 32   AVX-512 F BW DQ VL, FMA, BMI2    255      86 %      97 %      0.20  0.20   0.26
// avx2      6 x 16   AVX2, FMA                        127      87 %      94 %      0.36  0.36   0.47
// baseline  6 x  8   x86-64                            62      67 %      70 %      1.21  1.17   1.51
// neon      8 x  8   arm64                              -         -         -         -     -      -
// simd128   6 x  8   WebAssembly                        -         -         -         -     -      -
//
// amx differs from avx512 in the products of bf16 only: see bf16_engine.cpp.
//
// gemm and gemmPacked cut K into blocks of 256; see blocking.h. baseline has 16 registers and no FMA: products take
// registers from the sums, and tiles that are small enough to avoid that were slower. neon has run under emulation
// only. simd128 has no FMA and takes the sizes of baseline.

#include <cstdlib>
#include <cstring>

#include "kernels/kernels.h"
#include "simd/cpu.h"

namespace gatecast {

#if defined(__x86_64__)
namespace avx512 {
const Kernels& table();
}
namespace avx2 {
const Kernels& table();
}
namespace baseline {
const Kernels& table();
}
#elif defined(__aarch64__)
namespace neon {
const Kernels& table();
}
#elif defined(__wasm_simd128__)
namespace simd128 {
const Kernels& table();
}
#else
#error "Expected a compiler that targets x86-64, arm64, or WebAssembly with simd128."
#endif

namespace {

#if defined(__x86_64__)
bool hasAvx512() {
  return cpuHas("avx512f") && cpuHas("avx512bw") && cpuHas("avx512dq") && cpuHas("avx512vl") && cpuHas("fma") &&
         cpuHas("bmi2");
}

const Kernels& amxTable() {
  static const Kernels named = [] {
    Kernels table = avx512::table();
    table.tier = "amx";
    return table;
  }();
  return named;
}
#endif

struct Tier {
  const char* name;
  const Kernels& (*table)();
  bool (*runs)();
};

// Best first.
constexpr Tier tiers[] = {
#if defined(__x86_64__)
    {"amx", amxTable, [] { return hasAvx512() && cpuHas("avx512bf16") && cpuHas("amx-tile") && cpuHas("amx-bf16"); }},
    {"avx512", avx512::table, hasAvx512},
    {"avx2", avx2::table, [] { return cpuHas("avx2") && cpuHas("fma"); }},
    {"baseline", baseline::table, [] { return true; }},
#elif defined(__aarch64__)
    {"neon", neon::table, [] { return true; }},
#else
    {"simd128", simd128::table, [] { return true; }},
#endif
};
constexpr int tierCount = sizeof tiers / sizeof *tiers;

const char* requested() {
  const char* name = std::getenv("GATECAST_ISA");
  return name && *name ? name : nullptr;
}

// The index in `tiers` of the tier that GATECAST_ISA names; 0, which excludes nothing, if it names none.
int cap() {
  const char* name = requested();
  for (int i = 0; name && i < tierCount; ++i) {
    if (std::strcmp(name, tiers[i].name) == 0) return i;
  }
  return 0;
}

struct Supported {
  const Kernels* tables[tierCount + 1] = {};
  const Kernels* chosen = nullptr;

  Supported() {
    const int first = cap();
    int count = 0;
    for (int i = 0; i < tierCount; ++i) {
      if (!tiers[i].runs()) continue;
      tables[count++] = &tiers[i].table();
      if (chosen == nullptr && i >= first) chosen = tables[count - 1];
    }
  }
};

const Supported& supported() {
  static const Supported once;
  return once;
}

}  // namespace

const Kernels& kernels() { return *supported().chosen; }

const Kernels* const* supportedTiers() { return supported().tables; }

const char* unknownTier() {
  const char* name = requested();
  if (name == nullptr) return nullptr;
  for (const Tier& tier : tiers) {
    if (std::strcmp(name, tier.name) == 0) return nullptr;
  }
  return name;
}

}  // namespace gatecast
