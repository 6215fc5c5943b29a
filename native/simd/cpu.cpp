#include "simd/cpu.h"

#include <algorithm>

namespace gatecast {
namespace {

std::vector<std::string> detect() {
  std::vector<std::string> found;
#if defined(__x86_64__)
  // The compiler's own table (cpuid and xgetbv, read once by its runtime). Its argument has to be a literal. A static
  // initialiser may come here before the runtime's constructor did, hence init.
  __builtin_cpu_init();
#define GATECAST_FEATURE(name) \
  if (__builtin_cpu_supports(name)) found.push_back(name)
  GATECAST_FEATURE("sse2");
  GATECAST_FEATURE("sse3");
  GATECAST_FEATURE("ssse3");
  GATECAST_FEATURE("sse4.1");
  GATECAST_FEATURE("sse4.2");
  GATECAST_FEATURE("popcnt");
  GATECAST_FEATURE("avx");
  GATECAST_FEATURE("avx2");
  GATECAST_FEATURE("fma");
  GATECAST_FEATURE("bmi");
  GATECAST_FEATURE("bmi2");
  GATECAST_FEATURE("avx512f");
  GATECAST_FEATURE("avx512bw");
  GATECAST_FEATURE("avx512dq");
  GATECAST_FEATURE("avx512vl");
  GATECAST_FEATURE("avx512vnni");
  GATECAST_FEATURE("avx512bf16");
#undef GATECAST_FEATURE
#elif defined(__aarch64__)
  found.push_back("neon");  // part of every 64-bit Arm processor
#endif
  return found;
}

}  // namespace

const std::vector<std::string>& cpuFeatures() {
  static const std::vector<std::string> features = detect();
  return features;
}

bool cpuHas(const char* feature) {
  const auto& features = cpuFeatures();
  return std::find(features.begin(), features.end(), feature) != features.end();
}

}  // namespace gatecast
