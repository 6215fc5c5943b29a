// AMX tiles: eight registers of up to 16 rows of 64 bytes, and an instruction that multiplies pairs of bf16.
//
// Without -mamx-bf16 the tiles are emulated, so that any machine with AVX512-BF16 can test the kernels that use them.
//
// This code does not use the compiler's intrinsics. GCC 12 does not know that they read memory, so it may move a store
// after the load that needs it. They also take no template argument for the register.

#pragma once

#include "kernels/blocking.h"

namespace gatecast::GATECAST_TIER {
namespace {

constexpr int tileCount = 8;
constexpr Index tileSide = 16;  // rows of a tile, and words or floats in a row

// The operand of LDTILECFG.
struct alignas(64) TileShapes {
  std::uint8_t palette = 1;
  std::uint8_t startRow = 0;
  std::uint8_t reserved[14] = {};
  std::uint16_t rowBytes[16] = {};
  std::uint8_t rows[16] = {};
};
static_assert(sizeof(TileShapes) == 64);

}  // namespace
}  // namespace gatecast::GATECAST_TIER

#if !defined(__AMX_BF16__)
#include "kernels/amx/emulated_tiles.h"
#else

namespace gatecast::GATECAST_TIER {
namespace {

// Sets the shapes of the tiles, and sets all tiles to zero.
inline void shapeTiles(const TileShapes& shapes) { asm volatile("ldtilecfg %0" : : "m"(shapes)); }
inline void releaseTiles() { asm volatile("tilerelease"); }

template <int tile>
inline void zeroTile() {
  asm volatile("tilezero %%tmm%c0" : : "i"(tile));
}

// Rows are `ld` words apart. With ld = 0, every row of the tile is the same row of memory.
template <int tile>
inline void loadTile(const float* from, Index ld) {
  asm volatile("tileloadd (%0,%1,1), %%tmm%c2" : : "r"(from), "r"(ld * Index{sizeof(float)}), "i"(tile) : "memory");
}
template <int tile>
inline void storeTile(float* to, Index ld) {
  asm volatile("tilestored %%tmm%c2, (%0,%1,1)" : : "r"(to), "r"(ld * Index{sizeof(float)}), "i"(tile) : "memory");
}

// sums += A B, where words are pairs of bf16. emulated_tiles.h has the order of the additions.
template <int sums, int a, int b>
inline void multiplyTiles() {
  asm volatile("tdpbf16ps %%tmm%c2, %%tmm%c1, %%tmm%c0" : : "i"(sums), "i"(a), "i"(b));
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER

#endif
