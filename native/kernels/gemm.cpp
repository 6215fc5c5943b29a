// Matrix products: loops over blocks around the micro-kernel, after Goto and van de Geijn 2008 and BLIS.
//
// The sum over K is cut into blocks. Each block is one chain from 0 that is then added to C. The cuts depend on K
// alone, so gemm and gemmPacked give a row the same bits, for any other sizes and any groups of rows.

#include "kernels/gemm_blocks.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {
namespace {

// The micro-kernel can read a matrix in place if the strides allow it. Packing costs about as much as two passes over
// the matrix, and makes every pass faster because the memory has no gaps. So B is packed from this number of passes on.
constexpr Index passesThatPay = 5;
// A tile of A that is stored by columns takes one or two cache lines for every step of K. It would fill L1, from which
// the panels of B are read, so it is packed from two passes on.
constexpr Index passesOverTileThatPay = 2;

}  // namespace

void gemm(Index rows, Index columns, Index inner, MatrixView a, MatrixView b, float* c, Index ldc, bool accumulate,
          float* scratch, const bool* stop) {
  float* packedB = scratch;                              // a block, in L2; at the start, where scratch is aligned
  float* packedA = scratch + blockInner * blockColumns;  // one tile, in L1
  Engine engine;
  const bool bInPlace = readsInPlace && b.columnStride == 1 && divideUp(rows, tileRows) < passesThatPay;
  for (Index n = 0; n < columns; n += blockColumns) {
    const Index width = smaller(blockColumns, columns - n);
    const Index panels = divideUp(width, tileColumns), inPlace = bInPlace ? width / tileColumns : 0;
    const bool aInPlace = readsInPlace && a.rowStride == 1 && panels < passesOverTileThatPay;
    forEachInnerBlock(inner, [&](Index k, Index depth) {
      if (stopped(stop)) return;
      const Index element = k * perWord, elements = elementsOf(k, depth, inner);
      const float* bBlock = b.data + element * b.rowStride + n * b.columnStride;
      const Index packedFrom = inPlace * tileColumns;
      packB({bBlock + packedFrom * b.columnStride, b.rowStride, b.columnStride}, elements, width - packedFrom, packedB);
      Tile tile{};
      tile.engine = &engine;
      tile.ldc = ldc;
      tile.start = startOf(accumulate, false, k);
      forEachRows(rows, tileRows, [&](Index row, Index count) {
        const MatrixView aTile{a.data + row * a.rowStride + element * a.columnStride, a.rowStride, a.columnStride};
        tile.segments[0] =
            aInPlace ? Segment{aTile.data, a.columnStride, depth} : packTile(aTile, count, elements, packedA);
        for (Index panel = 0; panel < panels; ++panel) {
          const Index j = panel * tileColumns;
          tile.b = panel < inPlace ? bBlock + j : packedB + (j - packedFrom) * depth;
          tile.ldb = panel < inPlace ? b.rowStride : tileColumns;
          tile.c = c + row * ldc + n + j;
          tile.columns = smaller(tileColumns, width - j);
          gemmTile(tile, count);
        }
      });
    });
  }
}

}  // namespace gatecast::GATECAST_TIER
