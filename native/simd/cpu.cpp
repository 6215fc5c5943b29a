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

// Registers that the system saves when it switches threads, as bits of XCR0.
using State = unsigned long long;
constexpr State none = 0, ymm = 0x06, zmm = 0xe6, tiles = 3ull << 17;

State savedState() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  constexpr unsigned osxsave = 1u << 27;
  if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) == 0 || (ecx & osxsave) == 0) return none;
  asm volatile("xgetbv" : "=a"(eax), "=d"(edx) : "c"(0));
  State saved = (static_cast<State>(edx) << 32) | eax;
#if defined(__APPLE__)
  // macOS starts to save the AVX-512 registers of a thread at its first use of them, and XCR0 does not show that.
  if ((saved & ymm) == ymm) saved |= zmm;
#endif
  return saved;
}

enum Register { eax, ebx, ecx, edx };

// From the processor manual's table of cpuid. The compiler's own test, __builtin_cpu_supports, needs a runtime library
// that zig does not have.
struct Feature {
  const char* name;
  unsigned leaf, subleaf;
  Register place;
  unsigned bit;
  State needs;
};
constexpr Feature features[] = {
    {"sse2", 1, 0, edx, 26, none},      {"sse3", 1, 0, ecx, 0, none},      {"ssse3", 1, 0, ecx, 9, none},
    {"sse4.1", 1, 0, ecx, 19, none},    {"sse4.2", 1, 0, ecx, 20, none},   {"popcnt", 1, 0, ecx, 23, none},
    {"avx", 1, 0, ecx, 28, ymm},        {"avx2", 7, 0, ebx, 5, ymm},       {"fma", 1, 0, ecx, 12, ymm},
    {"bmi", 7, 0, ebx, 3, none},        {"bmi2", 7, 0, ebx, 8, none},      {"avx512f", 7, 0, ebx, 16, zmm},
    {"avx512bw", 7, 0, ebx, 30, zmm},   {"avx512dq", 7, 0, ebx, 17, zmm},  {"avx512vl", 7, 0, ebx, 31, zmm},
    {"avx512vnni", 7, 0, ecx, 11, zmm}, {"avx512bf16", 7, 1, eax, 5, zmm}, {"amx-tile", 7, 0, edx, 24, tiles},
    {"amx-bf16", 7, 0, edx, 22, tiles},
};

bool has(const Feature& feature, State saved) {
  unsigned registers[4] = {};
  if (__get_cpuid_count(feature.leaf, feature.subleaf, &registers[eax], &registers[ebx], &registers[ecx],
                        &registers[edx]) == 0) {
    return false;
  }
  return (registers[feature.place] >> feature.bit & 1) != 0 && (saved & feature.needs) == feature.needs;
}

// The kernels need eight tiles of 16 rows of 64 bytes.
bool tilesAreLarge() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  // Palette 1: bytes of a row in the lower half of ebx, registers in the upper, rows in ecx.
  if (__get_cpuid_count(0x1d, 1, &a, &b, &c, &d) == 0) return false;
  return (b & 0xffff) >= 64 && (b >> 16) >= 8 && (c & 0xffff) >= 16;
}

std::vector<std::string> detect() {
  std::vector<std::string> found;
  const State saved = savedState();
  for (const Feature& feature : features) {
    if (has(feature, saved) && (feature.needs != tiles || tilesAreLarge())) found.push_back(feature.name);
  }
  return found;
}

#elif defined(__aarch64__)

std::vector<std::string> detect() { return {"neon"}; }  // part of every 64-bit Arm processor

#elif defined(__wasm_simd128__)

std::vector<std::string> detect() { return {"simd128"}; }  // without it the module would not have been loaded

#endif

}  // namespace

const std::vector<std::string>& cpuFeatures() {
  static const std::vector<std::string> found = detect();
  return found;
}

bool cpuHas(const char* feature) {
  const auto& found = cpuFeatures();
  return std::find(found.begin(), found.end(), feature) != found.end();
}

// Tiles are used on Linux only, where they have been tested, because a mistake ends the process. Windows 11 has
// EnableProcessOptionalXStateFeatures, but nobody has run tiles there with this library. No Mac has tiles.
bool allowTiles() {
#if defined(__x86_64__) && defined(__linux__)
  static const bool allowed = [] {
    constexpr long getPermission = 0x1022, requestPermission = 0x1023, tileDataComponent = 18;
    constexpr State tileData = 1ull << tileDataComponent;
    if (!cpuHas("amx-tile")) return false;
    // Linux before 5.16 refuses this, and so do seccomp filters and processes in which a thread has a small alternate
    // stack for signals.
    if (syscall(SYS_arch_prctl, requestPermission, tileDataComponent) != 0) return false;
    State permitted = 0;
    return syscall(SYS_arch_prctl, getPermission, &permitted) == 0 && (permitted & tileData) != 0;
  }();
  return allowed;
#else
  return false;
#endif
}

}  // namespace gatecast
