// Matrix products out of micro-kernel tiles: five loops around it, after Goto and van de Geijn 2008 and BLIS.
//
// The sum over K is cut into blocks, each one chain from 0 that is then added to C. The cuts depend on K alone, so a
// row's bits are the same in gemm and gemmPacked, whatever the other sizes are and however rows are grouped.

#include "kernels/gemm_blocks.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {
namespace {

struct MicroKernels {
  void (*run[2][tileVectors][tileRows])(const Tile&);  // [byColumns][vectors - 1][rows - 1]
};

template <int rows>
constexpr void fill(MicroKernels& table) {
  table.run[false][0][rows - 1] = microKernel<rows, 1, false>;
  table.run[false][1][rows - 1] = microKernel<rows, 2, false>;
  table.run[true][0][rows - 1] = microKernel<rows, 1, true>;
  table.run[true][1][rows - 1] = microKernel<rows, 2, true>;
  if constexpr (rows > 1) fill<rows - 1>(table);
}
static_assert(tileVectors == 2 && mostPanels == 4);

using RowKernel = void (*)(const Tile&, const Panel*);
constexpr RowKernel rowKernels[tileVectors][mostPanels] = {
    {rowKernel<1, 1>, rowKernel<2, 1>, rowKernel<3, 1>, rowKernel<4, 1>},
    {rowKernel<1, 2>, rowKernel<2, 2>, rowKernel<3, 2>, rowKernel<4, 2>},
};

constexpr MicroKernels microKernels = [] {
  MicroKernels table{};
  fill<tileRows>(table);
  return table;
}();

inline void runTile(const Tile& tile, Index rows, bool byColumns) {
  microKernels.run[byColumns][tile.columns <= lanes ? 0 : 1][rows - 1](tile);
}

// A matrix is read where it lies, if its rows or columns suit the micro-kernel, unless packing it pays: it costs about as
// much as passing over it twice, and then every pass is over memory without gaps.
constexpr Index passesThatPay = 5;

}  // namespace

void gemmChain(Tile tile, Index rows) {
  const Segment first = tile.segments[0], second = tile.segments[1];
  float* const c = tile.c;
  const float* const from = tile.from;
  const Index ldFrom = tile.start == Start::from ? tile.ldFrom : 0;
  forEachPiece(rows, tileRows, [&](Index row, Index count) {
    tile.segments[0].a = first.a + row * first.lda;
    tile.segments[1].a = second.a + row * second.lda;
    tile.c = c + row * tile.ldc;
    tile.from = from + row * ldFrom;
    runTile(tile, count, false);
  });
}

void gemmChains(const Tile& tile, const Panel* panels, Index count, Index rows) {
  if (rows == 1) return rowKernels[tile.columns <= lanes ? 0 : 1][count - 1](tile, panels);
  for (Index p = 0; p < count; ++p) {
    Tile one = tile;
    one.b = panels[p].b;
    one.c = panels[p].c;
    one.from = panels[p].from;
    gemmChain(one, rows);
  }
}

void gemm(Index rows, Index columns, Index inner, MatrixView a, MatrixView b, float* c, Index ldc, bool accumulate,
          float* scratch) {
  float* packedB = scratch;                              // a block, in L2; first, where scratch is aligned
  float* packedA = scratch + blockInner * blockColumns;  // one tile, in L1
  const bool bInPlace = readsInPlace && b.columnStride == 1 && divideUp(rows, tileRows) < passesThatPay;
  for (Index n = 0; n < columns; n += blockColumns) {
    const Index width = smaller(blockColumns, columns - n);
    const Index panels = divideUp(width, tileColumns), inPlace = bInPlace ? width / tileColumns : 0;
    const bool aInPlace = readsInPlace && a.rowStride == 1 && panels < passesThatPay;
    forEachInnerBlock(inner, [&](Index k, Index depth) {
      const Index element = k * perWord, elements = elementsOf(k, depth, inner);
      const float* bBlock = b.data + element * b.rowStride + n * b.columnStride;
      const Index packedFrom = inPlace * tileColumns;
      packB({bBlock + packedFrom * b.columnStride, b.rowStride, b.columnStride}, elements, width - packedFrom, packedB);
      Tile tile{};
      tile.ldc = ldc;
      tile.start = startOf(accumulate, false, k);
      forEachPiece(rows, tileRows, [&](Index row, Index count) {
        const MatrixView aTile{a.data + row * a.rowStride + element * a.columnStride, a.rowStride, a.columnStride};
        if (!aInPlace) packTile(aTile, count, elements, packedA);
        tile.segments[0] = aInPlace ? Segment{aTile.data, a.columnStride, depth} : Segment{packedA, tileRows, depth};
        for (Index panel = 0; panel < panels; ++panel) {
          const Index j = panel * tileColumns;
          tile.b = panel < inPlace ? bBlock + j : packedB + (j - packedFrom) * depth;
          tile.ldb = panel < inPlace ? b.rowStride : tileColumns;
          tile.c = c + row * ldc + n + j;
          tile.columns = smaller(tileColumns, width - j);
          runTile(tile, count, true);
        }
      });
    });
  }
}

}  // namespace gatecast::GATECAST_TIER
