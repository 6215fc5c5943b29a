// Matrix products out of micro-kernel tiles: five loops around it, after Goto and van de Geijn 2008 and BLIS.
//
// The sum over K is cut into blocks, each one chain from 0 that is then added to C. The cuts depend on K alone, so a
// row's bits are the same in gemm and gemmPacked, whatever the other sizes are and however rows are grouped.

#include "kernels/gemm_micro.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {
namespace {

struct MicroKernels {
  void (*run[2][tileVectors][tileRows])(const Tile&);  // [packed][vectors - 1][rows - 1]
};

template <int rows>
constexpr void fill(MicroKernels& table) {
  table.run[false][0][rows - 1] = microKernel<rows, 1, false>;
  table.run[false][1][rows - 1] = microKernel<rows, 2, false>;
  table.run[true][0][rows - 1] = microKernel<rows, 1, true>;
  table.run[true][1][rows - 1] = microKernel<rows, 2, true>;
  if constexpr (rows > 1) fill<rows - 1>(table);
}
static_assert(tileVectors == 2);

constexpr MicroKernels microKernels = [] {
  MicroKernels table{};
  fill<tileRows>(table);
  return table;
}();

inline void runTile(const Tile& tile, Index rows, bool packed) {
  microKernels.run[packed][tile.columns <= lanes ? 0 : 1][rows - 1](tile);
}

// forEachPiece over K, but once with nothing to sum when K is 0: C still has to be set.
template <typename Body>
inline void forEachInnerBlock(Index inner, Body body) {
  if (inner == 0) return body(Index{0}, Index{0});
  forEachPiece(inner, blockInner, body);
}

inline Start startOf(bool accumulate, bool bias, Index k) {
  if (accumulate || k > 0) return Start::c;
  return bias ? Start::bias : Start::zero;
}

}  // namespace

void gemmPanel(const PackedGemm& g, Index panel) {
  Index rows = g.rows, groups = g.groups;
  if (g.aGroupStride == rows * g.lda && g.cGroupStride == rows * g.ldc) {  // one after another: tiles may span groups
    rows *= groups;
    groups = 1;
  }
  const Index n = panel * tileColumns;
  const float* b = g.b + n * g.inner;
  forEachInnerBlock(g.inner, [&](Index k, Index inner) {
    Tile tile{};
    tile.inner = inner;
    tile.lda = g.lda;
    tile.b = b + k * tileColumns;
    tile.ldc = g.ldc;
    tile.columns = smaller(tileColumns, g.columns - n);
    tile.bias = g.bias ? g.bias + n : nullptr;
    tile.start = startOf(g.accumulate, g.bias != nullptr, k);
    for (Index group = 0; group < groups; ++group) {
      const float* a = g.a + group * g.aGroupStride + k;
      float* c = g.c + group * g.cGroupStride + n;
      forEachPiece(rows, tileRows, [&](Index row, Index count) {
        tile.a = a + row * g.lda;
        tile.c = c + row * g.ldc;
        runTile(tile, count, false);
      });
    }
  });
}

void gemmPacked(const PackedGemm& g) {
  const Index panels = divideUp(g.columns, tileColumns);
  for (Index panel = 0; panel < panels; ++panel) gemmPanel(g, panel);
}

void gemm(Index rows, Index columns, Index inner, MatrixView a, MatrixView b, float* c, Index ldc, bool accumulate,
          float* scratch) {
  float* packedB = scratch;                              // a block, in L2; first, where scratch is aligned
  float* packedA = scratch + blockInner * blockColumns;  // one tile, in L1
  for (Index n = 0; n < columns; n += blockColumns) {
    const Index width = smaller(blockColumns, columns - n);
    forEachInnerBlock(inner, [&](Index k, Index depth) {
      packB({b.data + k * b.rowStride + n * b.columnStride, b.rowStride, b.columnStride}, depth, width, packedB);
      Tile tile{};
      tile.inner = depth;
      tile.a = packedA;
      tile.ldc = ldc;
      tile.start = startOf(accumulate, false, k);
      forEachPiece(rows, tileRows, [&](Index row, Index count) {
        packTile({a.data + row * a.rowStride + k * a.columnStride, a.rowStride, a.columnStride}, count, depth, packedA);
        for (Index j = 0; j < width; j += tileColumns) {
          tile.b = packedB + j * depth;
          tile.c = c + row * ldc + n + j;
          tile.columns = smaller(tileColumns, width - j);
          runTile(tile, count, true);
        }
      });
    });
  }
}

}  // namespace gatecast::GATECAST_TIER
