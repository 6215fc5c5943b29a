#include "simd/cpu.h"

#include <algorithm>

#if defined(__x86_64__)
#include <cpuid.h>
#endif
#if defined(__x86_64__) && defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace gatecast {
namespace {

#if defined(__x86_64__)

// State that the system saves when threads take turns, by component.
unsigned long long savedState() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  constexpr unsigned osxsave = 1u << 27;
  if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) == 0 || (ecx & osxsave) == 0) return 0;
  asm volatile("xgetbv" : "=a"(eax), "=d"(edx) : "c"(0));
  return (static_cast<unsigned long long>(edx) << 32) | eax;
}

constexpr unsigned long long tileConfiguration = 1ull << 17, tileData = 1ull << 18;

// Not all compilers know names for these.
void detectTiles(std::vector<std::string>& found) {
  unsigned eax = 0, ebx = 0, ecx = 0, features = 0;
  if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &features) == 0) return;
  if ((savedState() & (tileConfiguration | tileData)) != (tileConfiguration | tileData)) return;
  // Palette 1: bytes of a row in the lower half of ebx, registers in the upper, rows in ecx.
  unsigned edx = 0;
  if (__get_cpuid_count(0x1d, 1, &eax, &ebx, &ecx, &edx) == 0) return;
  if ((ebx & 0xffff) < 64 || (ebx >> 16) < 8 || (ecx & 0xffff) < 16) return;
  if ((features >> 24 & 1) != 0) found.push_back("amx-tile");
  if ((features >> 22 & 1) != 0) found.push_back("amx-bf16");
}

#endif

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
  detectTiles(found);
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

// Windows 11 has EnableProcessOptionalXStateFeatures, but nobody has run tiles there with this library, and a mistake ends
// the process. No Mac has tiles. A library must not guess: they are used where the answer is known.
bool allowTiles() {
#if defined(__x86_64__) && defined(__linux__)
  static const bool allowed = [] {
    constexpr long getPermission = 0x1022, requestPermission = 0x1023, tileDataComponent = 18;
    if (!cpuHas("amx-tile")) return false;
    // Refused by kernels before 5.16, by seccomp filters, and where a thread has a small alternate stack for signals.
    if (syscall(SYS_arch_prctl, requestPermission, tileDataComponent) != 0) return false;
    unsigned long long permitted = 0;
    return syscall(SYS_arch_prctl, getPermission, &permitted) == 0 && (permitted & tileData) != 0;
  }();
  return allowed;
#else
  return false;
#endif
}

}  // namespace gatecast
