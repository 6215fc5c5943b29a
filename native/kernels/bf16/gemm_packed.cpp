// Products with a packed B: some rows of A at a time are made words of, once for all panels of B.

#include "kernels/gemm_blocks.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {
namespace {

// Four tiles of rows: a panel of B from L2 serves them all, and their words leave room for it in L1 or are near.
constexpr Index rowsAtOnce = 4 * tileRows;

}  // namespace

void gemmPacked(const PackedGemm& g) {
  Index rows = g.rows, groups = g.groups;
  if (g.aGroupStride == rows * g.lda && g.cGroupStride == rows * g.ldc) {  // one after another: tiles may span groups
    rows *= groups;
    groups = 1;
  }
  const Index panelStride = g.panelStride > 0 ? g.panelStride : words(g.inner) * tileColumns;
  const Index groupsAtOnce = rows < rowsAtOnce ? rowsAtOnce / (rows > 0 ? rows : 1) : 1;
  alignas(64) float block[rowsAtOnce * rowScratch(perWord * blockInner)];

  forEachInnerBlock(g.inner, [&](Index k, Index depth) {
    const Index elements = elementsOf(k, depth, g.inner), between = rowScratch(elements);
    const auto multiply = [&](Index group, Index some, Index row, Index count) {
      for (Index i = 0; i < some * count; ++i) {
        const float* a = g.a + (group + i / count) * g.aGroupStride + (row + i % count) * g.lda;
        rowToWords(a + perWord * k, elements, block + i * between);
      }
      for (Index n = 0, panel = 0; n < g.columns; n += tileColumns, ++panel) {
        Tile tile{};
        tile.b = g.b + panel * panelStride + k * tileColumns;
        tile.ldb = tileColumns;
        tile.ldc = g.ldc;
        tile.columns = smaller(tileColumns, g.columns - n);
        tile.from = g.bias ? g.bias + n : nullptr;
        tile.start = startOf(g.accumulate, g.bias != nullptr, k);
        for (Index i = 0; i < some; ++i) {
          tile.segments[0] = {block + i * count * between, between, depth};
          tile.c = g.c + (group + i) * g.cGroupStride + row * g.ldc + n;
          gemmChain(tile, count);
        }
      }
    };
    for (Index group = 0; group < groups; group += groupsAtOnce) {
      const Index some = smaller(groupsAtOnce, groups - group);
      forEachPiece(rows, rowsAtOnce, [&](Index row, Index count) { multiply(group, some, row, count); });
    }
  });
}

}  // namespace gatecast::GATECAST_TIER
