// Tiles of C computed with AMX tiles: 2 x 2 of them for 32 rows and a panel of 32 columns, or 1 x 4 of them for two
// panels if there are at most 16 rows.
//
// Registers: sums 0 to 3, A 4 and 5, B 6 and 7. A multiplication takes 16 cycles and a load takes 8. So the four
// multiplications of 2 x 2 tiles take twice as long as their four loads. The latency of a multiplication is 52 cycles;
// four sums in turn hide it, two would not.
//
// All registers of A and C have as many rows as the call, at most 16. If the number of rows is no multiple of 16, the
// last tile overlaps the previous one and computes some of its rows again. It gets the same bits, because the sums of a
// row never depend on the other rows of its tile, and the tiles need no new configuration.

#include "kernels/amx/tiles.h"
#include "kernels/gemm_micro.h"

namespace gatecast::GATECAST_TIER {
namespace {

static_assert(tileRows == 2 * tileSide && tileColumns == 2 * tileSide && wordStep == tileSide);

// The place of an AMX tile in the tile of C, as compile-time constants, and the register of its sums.
template <int i, int j>
struct Place {
  static constexpr int row = i, column = j, sums = 2 * i + j;
};
template <int row, int wide, typename Body>
inline void forEachColumn(Body body) {
  body(Place<row, 0>{});
  if constexpr (wide > 1) body(Place<row, 1>{});
  if constexpr (wide > 2) body(Place<row, 2>{}), body(Place<row, 3>{});
}

// The part of C that the AMX tile at a place covers.
struct Part {
  Index row;      // its first row, counted in the call
  Index columns;  // its columns that exist in C
  Index done;     // its rows that the previous tile has finished
  const float* from;
  float* c;
};

struct Call {
  const Tile& tile;
  const Panel* panels;
  Index rows;  // of the whole call
  Index row;   // the first row of this micro-kernel

  Index height() const { return smaller(tileSide, rows); }
  Index top(Index i) const { return smaller(row + i * tileSide, rows - height()); }
  Part part(Index i, Index j) const {
    const Panel& panel = panels[j / 2];
    const Index column = j % 2 * tileSide, r = top(i), ldFrom = tile.start == Start::from ? tile.ldFrom : 0;
    const bool reads = tile.start == Start::from || tile.start == Start::bias;
    return {.row = r,
            .columns = smaller(tileSide, tile.columns - column),
            .done = row + i * tileSide - r,
            .from = reads ? panel.from + r * ldFrom + column : nullptr,
            .c = panel.c + r * tile.ldc + column};
  }
};

// copyStart and copySums copy through a buffer as wide as a tile, for columns that do not fill a tile and for sums that
// are added to C.
[[gnu::noinline]] void copyStart(const Call& call, const Part& part, float* buffer) {
  const Index ld = call.tile.start == Start::from ? call.tile.ldFrom : 0;
  for (Index i = 0; i < call.height(); ++i) {
    store(buffer + i * tileSide, loadPartial(part.from + i * ld, part.columns, 0));
  }
}
[[gnu::noinline]] void copySums(const Call& call, const Part& part, const float* buffer) {
  for (Index i = part.done; i < call.height(); ++i) {
    float* const c = part.c + i * call.tile.ldc;
    const Floats sums = load(buffer + i * tileSide);
    storePartial(c, call.tile.start == Start::add ? loadPartial(c, part.columns, 0) + sums : sums, part.columns);
  }
}

template <int sums>
inline void startSums(const Call& call, const Part& part) {
  const Tile& t = call.tile;
  if (t.start == Start::zero || t.start == Start::add) return zeroTile<sums>();
  if (part.columns == tileSide) return loadTile<sums>(part.from, t.start == Start::from ? t.ldFrom : 0);
  alignas(64) float buffer[tileSide * tileSide];
  copyStart(call, part, buffer);
  loadTile<sums>(buffer, tileSide);
}

template <int sums>
inline void finishSums(const Call& call, const Part& part) {
  const Tile& t = call.tile;
  if (part.columns == tileSide && t.start != Start::add) return storeTile<sums>(part.c, t.ldc);
  alignas(64) float buffer[tileSide * tileSide];
  storeTile<sums>(buffer, tileSide);
  copySums(call, part, buffer);
}

template <int high, int wide>
void microKernel(const Call& call) {
  const auto forEachPlace = [](auto body) {
    forEachColumn<0, wide>(body);
    if constexpr (high > 1) forEachColumn<1, wide>(body);
  };
  forEachPlace([&](auto at) { startSums<at.sums>(call, call.part(at.row, at.column)); });
  const float* b[] = {call.panels[0].b, wide > 2 ? call.panels[1].b : nullptr};
  const Index ldb = call.tile.ldb;
  for (const Segment& segment : call.tile.segments) {
    const Index lda = segment.lda;
    const float *upper = segment.a + call.top(0) * lda, *lower = segment.a + call.top(1) * lda;
    for (Index k = 0; k < segment.inner; k += tileSide) {
      loadTile<4>(upper + k, lda);
      if constexpr (high > 1) loadTile<5>(lower + k, lda);
      forEachColumn<0, wide>([&](auto at) {
        constexpr int right = 6 + at.column % 2;
        loadTile<right>(b[at.column / 2] + at.column % 2 * tileSide, ldb);
        multiplyTiles<at.sums, 4, right>();
        if constexpr (high > 1) multiplyTiles<2 + at.sums, 5, right>();
      });
      b[0] += tileSide * ldb;
      if constexpr (wide > 2) b[1] += tileSide * ldb;
    }
  }
  forEachPlace([&](auto at) { finishSums<at.sums>(call, call.part(at.row, at.column)); });
}

void multiplyPanels(const Call& call, Index count) {
  const bool high = call.rows - call.row > tileSide, wide = call.tile.columns > tileSide;
  if (count == 2 && !high && wide) return microKernel<1, 4>(call);
  for (Index p = 0; p < count; ++p) {
    const Call one{call.tile, call.panels + p, call.rows, call.row};
    if (high) wide ? microKernel<2, 2>(one) : microKernel<2, 1>(one);
    else wide ? microKernel<1, 2>(one) : microKernel<1, 1>(one);
  }
}

}  // namespace

// Engine is defined here because the emulated tiles are variables of this file alone.
Engine::~Engine() {
  if (rows_ != 0) releaseTiles();
}

void Engine::configure(Index rows) {
  if (rows == rows_) return;
  rows_ = rows;
  TileShapes shapes;
  for (int i = 0; i < tileCount; ++i) {
    shapes.rowBytes[i] = tileSide * sizeof(float);
    shapes.rows[i] = static_cast<std::uint8_t>(i < 6 ? rows : tileSide);
  }
  shapeTiles(shapes);
}

void gemmChains(const Tile& tile, const Panel* panels, Index count, Index rows) {
  if (rows == 0) return;
  tile.engine->configure(smaller(tileSide, rows));
  for (Index p = 0; p < count; p += 2) {
    for (Index row = 0; row < rows; row += tileRows) {
      multiplyPanels({tile, panels + p, rows, row}, smaller(2, count - p));
    }
  }
}

void gemmChain(Tile tile, Index rows) {
  const Panel panel{tile.b, tile.c, tile.from};
  gemmChains(tile, &panel, 1, rows);
}

void gemmTile(const Tile& tile, Index rows) { gemmChain(tile, rows); }

double peak(Index steps, float* sink) {
  alignas(64) float words[tileSide * tileSide];
  for (float& word : words) word = 0.5f;  // as a pair of bf16: 0 and 0.5
  Engine engine;
  engine.configure(tileSide);
  forEachColumn<0, 4>([](auto at) { zeroTile<at.sums>(); });
  forEachColumn<0, 4>([&](auto at) { loadTile<4 + at.column>(words, tileSide); });
  for (Index step = 0; step < steps; ++step) {
    forEachColumn<0, 4>([](auto at) { multiplyTiles<at.sums, 4 + at.column / 2, 6 + at.column % 2>(); });
  }
  storeTile<0>(words, tileSide);
  *sink += words[0];
  return 4 * 2.0 * tileSide * tileSide * 2 * tileSide * static_cast<double>(steps);
}

// The packed tile of A is stored as rows of words.
Segment packTile(MatrixView a, Index rows, Index inner, float* packed) {
  if (a.columnStride == 1) {
    for (Index i = 0; i < rows; ++i) rowToWords(a.data + i * a.rowStride, inner, packed + i * packedRow);
    return {packed, packedRow, words(inner)};
  }
  alignas(64) float columns[tileSide * blockInner];  // the words of 16 rows, stored by columns
  for (Index row = 0; row < rows; row += tileSide) {
    packPanel<tileSide>(a.data + row, 1, a.columnStride, smaller(tileSide, rows - row), inner, columns);
    for (Index i = 0; i < tileSide; i += 4) {
      for (Index k = 0; k < words(inner); k += 4) {
        transposeQuads<packedRow>(columns + k * tileSide + i, tileSide, packed + (row + i) * packedRow + k);
      }
    }
  }
  return {packed, packedRow, words(inner)};
}

}  // namespace gatecast::GATECAST_TIER
