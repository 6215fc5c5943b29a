// All engines of this machine that multiply bf16, and emulated AMX tiles. The kernels of emulated tiles are those of
// tier amx except for the tile instructions, so they find errors of those kernels on a machine without tiles.

#pragma once

#include <string>
#include <vector>

#include "kernels/kernels.h"

namespace gatecast {

#if defined(__x86_64__)
namespace avx512bf16 {
void replaceProducts(Kernels& table);
}
namespace amx_emulated {
void replaceProducts(Kernels& table);
bool holdsTiles();
}  // namespace amx_emulated
#endif

namespace test {

#if defined(__x86_64__)
inline Kernels emulatedTiles() {
  Kernels table = kernels();
  amx_emulated::replaceProducts(table);
  return table;
}
inline bool holdsEmulatedTiles() { return amx_emulated::holdsTiles(); }
#else
inline Kernels emulatedTiles() { return kernels(); }
inline bool holdsEmulatedTiles() { return false; }
#endif

struct Bf16Engine {
  std::string name;
  Kernels kernels;
};

// Empty if the processor has no bf16 or GATECAST_ISA excludes it.
inline std::vector<Bf16Engine> bf16Engines() {
  std::vector<Bf16Engine> engines;
  if (bf16Engine() == nullptr) return engines;
  engines.push_back({bf16Engine(), kernels(Precision::bf16)});
#if defined(__x86_64__)
  if (engines[0].name == "amx") {
    engines.push_back({"avx512bf16", kernels()});
    avx512bf16::replaceProducts(engines.back().kernels);
  }
  engines.push_back({"emulated amx", emulatedTiles()});
#endif
  return engines;
}

}  // namespace test
}  // namespace gatecast
