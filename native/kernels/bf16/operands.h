// The operands of kernels/operands.h for bf16. A word holds a pair: element 2k in the lower half, element 2k + 1 in the
// upper half. If K is odd, the last upper half is zero.
//
// The processor rounds to nearest even, and treats denormal operands and sums as zero. Products of two bf16 are exact
// in float32, so only the operands and the additions are rounded.
//
// AMX tiles and vectors read the same layouts. A tile of B is 16 columns of 16 words of a packed panel, whose rows are
// tileColumns words apart. A tile of A is 16 rows of words. For tiles, zeros fill K up to whole tiles.

#pragma once

#include "kernels/pack_words.h"

#if defined(GATECAST_TILES)
#include "kernels/amx/engine.h"
#endif

namespace gatecast::GATECAST_TIER {

#if !defined(GATECAST_TILES)
struct Engine {};
#endif

namespace {

constexpr Index perWord = 2;
constexpr bool readsInPlace = false;
constexpr Index words(Index inner) { return divideUp(inner, perWord * wordStep) * wordStep; }
// The distance from one row of words to the next: an odd number of cache lines, so that the rows of a tile do not map
// to the same cache sets.
constexpr Index rowScratch(Index inner) { return ((words(inner) + lanes - 1) / lanes | 1) * lanes; }

inline Floats multiplyAdd(Floats sum, Floats a, Floats b) {
  return _mm512_dpbf16_ps(sum, reinterpret_cast<__m512bh>(a), reinterpret_cast<__m512bh>(b));
}

// 32 bf16, with those of `low` in the lower half of the register.
inline Floats toBf16(Floats low, Floats high) {
  return reinterpret_cast<Floats>(_mm512_maskz_cvtne2ps_pbh(0xffffffff, high, low));
}

// Word j is the pair low[j], high[j].
inline Floats pairs(Floats low, Floats high) {
  // The indices 16, 0, 17, 1, ... (in each 32 bits, the upper half first)
  const auto j = _mm512_setr_epi32(0x100000, 0x110001, 0x120002, 0x130003, 0x140004, 0x150005, 0x160006, 0x170007,
                                   0x180008, 0x190009, 0x1a000a, 0x1b000b, 0x1c000c, 0x1d000d, 0x1e000e, 0x1f000f);
  const auto halves = reinterpret_cast<__m512i>(toBf16(low, high));
  return reinterpret_cast<Floats>(_mm512_maskz_permutexvar_epi16(0xffffffff, j, halves));
}

// to[k] = elements 2k and 2k + 1 of the row.
inline void rowToWords(const float* row, Index inner, float* to) {
  Index k = 0;
  for (; k + 2 * lanes <= inner; k += 2 * lanes) store(to + k / 2, toBf16(load(row + k), load(row + k + lanes)));
  if (k == inner) return;
  const Index low = smaller(lanes, inner - k), high = inner - k - low;
  storePartial(to + k / 2, toBf16(loadPartial(row + k, low, 0), loadPartial(row + k + low, high, 0)), words(inner - k));
}

struct Rows {
  const float* words;
  Index between;
};
inline Rows rowsToWords(const float* rows, Index ld, Index inner, Index count, float* scratch) {
  const Index between = rowScratch(inner);
  for (Index row = 0; row < count; ++row) rowToWords(rows + row * ld, inner, scratch + row * between);
  return {scratch, between};
}

// See kernels/operands.h. One of the two strides is 1.
template <int width>
inline void packPanel(const float* data, Index across, Index along, Index count, Index inner, float* packed) {
  if (across == 1) {
    // Rows may be a page or more apart. The hardware does not prefetch across pages, so this code does.
    constexpr Index ahead = 16;
    const auto pack = [&](Index k, Index rows) {
      const float* row = data + 2 * k * along;
      for (Index j = 0; j < width; j += lanes) {
        const Index some = smaller(lanes, count > j ? count - j : 0);
        __builtin_prefetch(row + ahead * along + j);
        __builtin_prefetch(row + (ahead + 1) * along + j);
        const Floats low = loadPartial(row + j, some, 0);
        const Floats high = rows > 1 ? loadPartial(row + along + j, some, 0) : Floats{};
        storePartial(packed + k * width + j, pairs(low, high), smaller(lanes, width - j));
      }
    };
    for (Index k = 0; k < inner / 2; ++k) pack(k, 2);
    if (inner % 2 != 0) pack(inner / 2, 1);
    for (Index i = (inner + 1) / 2 * width; i < words(inner) * width; ++i) packed[i] = 0;
    return;
  }
  // The matrix is stored by rows: a block of them becomes words, which are then transposed.
  constexpr Index wordsAtOnce = 64, between = wordsAtOnce + lanes;
  alignas(64) float rows[width * between];
  for (Index k = 0; k < inner; k += 2 * wordsAtOnce) {
    const Index some = smaller(2 * wordsAtOnce, inner - k);
    for (Index j = 0; j < count; ++j) rowToWords(data + j * across + k, some, rows + j * between);
    packWords<width>(rows, between, 1, count, words(some), packed + words(k) * width);
  }
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER
