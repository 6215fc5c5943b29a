#include "ops/split.h"

namespace gatecast {
namespace {

Index divideUp(Index a, Index b) { return (a + b - 1) / b; }

// Calls body(row, rows, column, columns, thread) for each block of a product, over the team.
template <typename Body>
void forEachBlock(const Run& run, Index rows, Index columns, Index inner, const Body& body) {
  const Block block = blockOf(run.kernels, run.team.size(), rows, columns, inner);
  const Index across = divideUp(columns, block.columns);
  run.team.run(divideUp(rows, block.rows) * across, [&](Index i, int thread) {
    const Index row = i / across * block.rows, column = i % across * block.columns;
    body(row, std::min(block.rows, rows - row), column, std::min(block.columns, columns - column), thread);
  });
}

}  // namespace

Block blockOf(const Kernels& kernels, int threads, Index rows, Index columns, Index inner) {
  const Index tileRows = kernels.tileRows, tileColumns = kernels.tileColumns;
  Index high = divideUp(std::min(rows, kernels.gemmBlockRows), tileRows);
  Index wide = divideUp(std::min(columns, kernels.gemmBlockColumns), tileColumns);
  // 2^20 multiply-adds take about ten microseconds. With four tasks for each thread, no thread waits long for the last
  // one. More tasks would only pack the same rows and columns more often.
  const double work = static_cast<double>(rows) * static_cast<double>(columns) * static_cast<double>(inner);
  const Index wanted = static_cast<Index>(std::min(threads > 1 ? 4.0 * threads : 1.0, work / (1 << 20)));
  while ((high > 1 || wide > 1) && divideUp(rows, high * tileRows) * divideUp(columns, wide * tileColumns) < wanted) {
    Index& longer = high * tileRows >= wide * tileColumns && high > 1 ? high : wide > 1 ? wide : high;
    longer = divideUp(longer, 2);
  }
  return {std::max<Index>(1, high) * tileRows, std::max<Index>(1, wide) * tileColumns};
}

void gemm(const Run& run, Index rows, Index columns, Index inner, MatrixView a, MatrixView b, float* c, Index ldc,
          bool accumulate) {
  forEachBlock(run, rows, columns, inner, [&](Index row, Index height, Index column, Index width, int thread) {
    const MatrixView left{a.data + row * a.rowStride, a.rowStride, a.columnStride};
    const MatrixView right{b.data + column * b.columnStride, b.rowStride, b.columnStride};
    run.kernels.gemm(height, width, inner, left, right, c + row * ldc + column, ldc, accumulate, run.perThread(thread),
                     run.team.stop());
  });
}

void gemmPacked(const Run& run, const PackedGemm& product) {
  forEachBlock(
      run, product.rows, product.columns, product.inner, [&](Index row, Index height, Index column, Index width, int) {
        PackedGemm part = product;
        part.rows = height;
        part.columns = width;
        part.a += row * product.lda;
        part.b += run.kernels.packedSize(product.inner, column);  // column is a multiple of the width of a panel
        part.c += row * product.ldc + column;
        part.stop = run.team.stop();
        if (part.bias != nullptr) part.bias += column;
        run.kernels.gemmPacked(part);
      });
}

void packB(const Run& run, MatrixView b, Index inner, Index columns, float* packed) {
  const Index panel = run.kernels.tileColumns;
  parallelFor(run.team, divideUp(columns, panel), grainOf(inner * panel), [&](Index from, Index to, int) {
    const Index first = from * panel, last = std::min(columns, to * panel);
    run.kernels.packB({b.data + first * b.columnStride, b.rowStride, b.columnStride}, inner, last - first,
                      packed + run.kernels.packedSize(inner, first));
  });
}

void sumRows(const Run& run, const float* x, Index rows, Index columns, float* y) {
  constexpr Index cacheLine = 16;
  const Index grain = std::max(cacheLine, grainOf(rows) / cacheLine * cacheLine);
  parallelFor(run.team, columns, grain,
              [&](Index from, Index to, int) { run.kernels.sumRows(x + from, columns, rows, to - from, y + from); });
}

}  // namespace gatecast
