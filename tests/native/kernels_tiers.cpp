// The choice of the tier, and the consistency of the sizes in its table.

#include <cstdlib>

#include "simd/cpu.h"
#include "tests/native/arrays.h"
#include "tests/native/bf16_engines.h"

using namespace gatecast;
using namespace gatecast::test;

TEST(tier_is_the_best_one_up_to_the_cap) {
  const char* cap = std::getenv("GATECAST_ISA");
  const std::string best = supportedTiers()[0]->tier;
  bool listed = false;
  for (auto tier = supportedTiers(); *tier; ++tier) listed = listed || *tier == &kernels();
  CHECK(listed);
  if (cap && *cap) {
    bool supported = false;
    for (auto tier = supportedTiers(); *tier; ++tier) supported = supported || std::strcmp((*tier)->tier, cap) == 0;
    CHECK(kernels().tier == (supported ? std::string(cap) : best), "GATECAST_ISA=", cap);
  } else {
    CHECK(kernels().tier == best);
  }
}

TEST(tier_tables_are_complete) {
  for (auto tier = supportedTiers(); *tier; ++tier) {
    const Kernels& k = **tier;
    CHECK(k.tileColumns % k.lanes == 0 && k.gemmBlockRows % k.tileRows == 0 && k.gemmBlockColumns % k.tileColumns == 0);
    CHECK(k.gemmScratch > 0 && k.packedSize(3, 1) == 3 * k.tileColumns);
    // Every member from packedSize on is a pointer or a size, and none may be 0.
    const auto* words = reinterpret_cast<const std::uintptr_t*>(&k.packedSize);
    const auto* end = reinterpret_cast<const std::uintptr_t*>(&k + 1);
    for (; words < end; ++words) CHECK(*words != 0, k.tier);
  }
}

TEST(tier_runs_on_a_processor_that_has_its_features) {
  const std::string tier = kernels().tier;
  if (tier == "avx512") CHECK(cpuHas("avx512f") && cpuHas("avx512vl"));
  if (tier == "avx2") CHECK(cpuHas("avx2") && cpuHas("fma"));
  CHECK(!cpuFeatures().empty() && !cpuHas("no such feature"));
}

TEST(peak_counts_its_operations) {
  std::vector<Kernels> tables{kernels()};
  for (const Bf16Engine& engine : bf16Engines()) tables.push_back(engine.kernels);
  for (const Kernels& k : tables) {
    float sink = 0;
    const double few = k.peak(10, &sink), many = k.peak(1000, &sink);
    CHECK(few > 0 && many == 100 * few && std::isfinite(sink));
  }
}
