// AMX tiles emulated in memory, for tests. An operation that the processor refuses ends the process here too.
//
// Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2: LDTILECFG, TILELOADD, TDPBF16PS.

#pragma once

#include "kernels/amx/tiles.h"

namespace gatecast::GATECAST_TIER {

// Whether a kernel has returned without releasing its tiles.
bool holdsTiles();

namespace {

struct EmulatedTile {
  int rows, columns;  // columns in words; both are 0 if the tile is not configured
  float words[tileSide][tileSide];
};
thread_local EmulatedTile emulated[tileCount];

inline EmulatedTile& configured(int tile) {
  if (emulated[tile].rows == 0) __builtin_trap();
  return emulated[tile];
}

inline void shapeTiles(const TileShapes& shapes) {
  if (shapes.palette != 1 || shapes.startRow != 0) __builtin_trap();
  for (int i = 0; i < tileCount; ++i) {
    const int rows = shapes.rows[i], bytes = shapes.rowBytes[i];
    if (rows > tileSide || bytes > 4 * tileSide || bytes % 4 != 0 || (rows == 0) != (bytes == 0)) __builtin_trap();
    emulated[i] = {.rows = rows, .columns = bytes / 4, .words = {}};
  }
}
inline void releaseTiles() {
  for (EmulatedTile& tile : emulated) tile = {};
}

template <int tile>
inline void zeroTile() {
  EmulatedTile& t = configured(tile);
  __builtin_memset(t.words, 0, sizeof t.words);
}

template <int tile>
inline void loadTile(const float* from, Index ld) {
  zeroTile<tile>();
  EmulatedTile& t = emulated[tile];
  for (int i = 0; i < t.rows; ++i) {
    for (int j = 0; j < t.columns; ++j) t.words[i][j] = from[i * ld + j];
  }
}
template <int tile>
inline void storeTile(float* to, Index ld) {
  const EmulatedTile& t = configured(tile);
  for (int i = 0; i < t.rows; ++i) {
    for (int j = 0; j < t.columns; ++j) to[i * ld + j] = t.words[i][j];
  }
}

inline std::uint32_t bitsOf(float x) { return __builtin_bit_cast(std::uint32_t, x); }
inline float evenElement(float word) { return __builtin_bit_cast(float, bitsOf(word) << 16); }
inline float oddElement(float word) { return __builtin_bit_cast(float, bitsOf(word) & 0xffff0000u); }

// For each element, the even and the odd elements of K are two chains that start from 0. The sum of the two is then
// added to C. Not inlined, so that the compiler moves no operation out of the code that treats denormals as zero.
[[gnu::noinline]] void multiplyEmulated(EmulatedTile& sums, const EmulatedTile& a, const EmulatedTile& b) {
  for (int i = 0; i < sums.rows; ++i) {
    float even[tileSide] = {}, odd[tileSide] = {};
    for (int k = 0; k < a.columns; ++k) {
      for (int j = 0; j < tileSide; ++j) {
        even[j] = __builtin_fmaf(evenElement(a.words[i][k]), evenElement(b.words[k][j]), even[j]);
        odd[j] = __builtin_fmaf(oddElement(a.words[i][k]), oddElement(b.words[k][j]), odd[j]);
      }
    }
    for (int j = 0; j < sums.columns; ++j) sums.words[i][j] += even[j] + odd[j];
  }
}

template <int sums, int a, int b>
inline void multiplyTiles() {
  static_assert(sums != a && sums != b && a != b);
  EmulatedTile &c = configured(sums), &left = configured(a), &right = configured(b);
  if (c.rows != left.rows || c.columns != right.columns || left.columns != right.rows) __builtin_trap();
  const unsigned before = _mm_getcsr();
  _mm_setcsr(0x9fc0);  // round to nearest even, treat denormal operands and results as zero, raise no exceptions
  multiplyEmulated(c, left, right);
  _mm_setcsr(before);
}

}  // namespace

bool holdsTiles() {
  for (const EmulatedTile& tile : emulated) {
    if (tile.rows != 0) return true;
  }
  return false;
}

}  // namespace gatecast::GATECAST_TIER
