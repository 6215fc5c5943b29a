// Products of few rows with a packed B: a panel of B stays in L1 while all rows are multiplied with it.

#include "kernels/gemm_blocks.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {

void gemmPacked(const PackedGemm& given) {
  const PackedGemm g = joined(given);
  Engine engine;
  for (Index panel = 0; panel * tileColumns < g.columns; ++panel) {
    forEachInnerBlock(g.inner, [&](Index k, Index inner) {
      if (stopped(g.stop)) return;
      Tile tile = tileOf(g, panel, k, engine);
      for (Index group = 0; group < g.groups; ++group) {
        tile.segments[0] = {g.a + group * g.aGroupStride + k, g.lda, inner};
        tile.c = g.c + group * g.cGroupStride + panel * tileColumns;
        gemmChain(tile, g.rows);
      }
    });
  }
}

}  // namespace gatecast::GATECAST_TIER
