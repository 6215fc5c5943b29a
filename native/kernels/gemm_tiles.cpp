// Tiles of C computed with vectors: a micro-kernel for each height, and loops that cut any number of rows into tiles.

#include "kernels/gemm_micro.h"

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

void gemmTile(const Tile& tile, Index rows) { runTile(tile, rows, true); }

Segment packTile(MatrixView a, Index rows, Index inner, float* packed) {
  packPanel<tileRows>(a.data, a.rowStride, a.columnStride, rows, inner, packed);
  return {packed, tileRows, words(inner)};
}

}  // namespace gatecast::GATECAST_TIER
