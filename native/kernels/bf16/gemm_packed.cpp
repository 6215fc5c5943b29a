// Products with a packed B. A block of rows of A becomes words once, and all panels of B are multiplied with it.

#include "kernels/gemm_blocks.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {
namespace {

// A few tiles of rows, so that a panel of B that comes from L2 is used for all of them, and both fit in L1 or nearly
// so.
constexpr Index rowsAtOnce = tileRows < 32 ? 4 * tileRows : tileRows;

}  // namespace

void gemmPacked(const PackedGemm& given) {
  const PackedGemm g = joined(given);
  Engine engine;
  const Index groupsAtOnce = g.rows < rowsAtOnce ? rowsAtOnce / (g.rows > 0 ? g.rows : 1) : 1;
  alignas(64) float block[rowsAtOnce * rowScratch(perWord * blockInner)];

  forEachInnerBlock(g.inner, [&](Index k, Index depth) {
    const Index elements = elementsOf(k, depth, g.inner), between = rowScratch(elements);
    const auto multiply = [&](Index group, Index some, Index row, Index count) {
      if (stopped(g.stop)) return;
      for (Index i = 0; i < some * count; ++i) {
        const float* a = g.a + (group + i / count) * g.aGroupStride + (row + i % count) * g.lda;
        rowToWords(a + perWord * k, elements, block + i * between);
      }
      for (Index panel = 0; panel * tileColumns < g.columns; ++panel) {
        Tile tile = tileOf(g, panel, k, engine);
        for (Index i = 0; i < some; ++i) {
          tile.segments[0] = {block + i * count * between, between, depth};
          tile.c = g.c + (group + i) * g.cGroupStride + row * g.ldc + panel * tileColumns;
          gemmChain(tile, count);
        }
      }
    };
    for (Index group = 0; group < g.groups; group += groupsAtOnce) {
      const Index some = smaller(groupsAtOnce, g.groups - group);
      forEachRows(g.rows, rowsAtOnce, [&](Index row, Index count) { multiply(group, some, row, count); });
    }
  });
}

}  // namespace gatecast::GATECAST_TIER
