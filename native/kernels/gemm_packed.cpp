// Products with a packed B, whose rows are few: a panel of B stays in L1 and the rows pass over it.

#include "kernels/gemm_blocks.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {

void gemmPacked(const PackedGemm& g) {
  Index rows = g.rows, groups = g.groups;
  if (g.aGroupStride == rows * g.lda && g.cGroupStride == rows * g.ldc) {  // one after another: tiles may span groups
    rows *= groups;
    groups = 1;
  }
  const Index panelStride = g.panelStride > 0 ? g.panelStride : g.inner * tileColumns;
  for (Index n = 0, panel = 0; n < g.columns; n += tileColumns, ++panel) {
    forEachInnerBlock(g.inner, [&](Index k, Index inner) {
      Tile tile{};
      tile.b = g.b + panel * panelStride + k * tileColumns;
      tile.ldb = tileColumns;
      tile.ldc = g.ldc;
      tile.columns = smaller(tileColumns, g.columns - n);
      tile.from = g.bias ? g.bias + n : nullptr;
      tile.start = startOf(g.accumulate, g.bias != nullptr, k);
      for (Index group = 0; group < groups; ++group) {
        tile.segments[0] = {g.a + group * g.aGroupStride + k, g.lda, inner};
        tile.c = g.c + group * g.cGroupStride + n;
        gemmChain(tile, rows);
      }
    });
  }
}

}  // namespace gatecast::GATECAST_TIER
