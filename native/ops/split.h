// How work is cut for the team. Where a cut decides in which order numbers are added, it depends on sizes alone, never on
// the number of threads: that is what makes results the same bits for any team. Blocks of a product do not: an element
// is summed whole, in the same order in any block.

#pragma once

#include <algorithm>

#include "graph/op.h"

namespace gatecast {

// Items in a piece of parallelFor, when one item moves or adds about `work` floats: a piece is worth the few
// microseconds that waking a thread takes.
inline Index grainOf(Index work) { return std::max<Index>(1, 16384 / std::max<Index>(1, work)); }

// The block of C that one task of a product computes; whole tiles of the micro-kernel.
struct Block {
  Index rows;
  Index columns;
};
Block blockOf(const Kernels& kernels, int threads, Index rows, Index columns, Index inner);

// C[M, N] = (accumulate ? C : 0) + A B, cut into blocks of C over the team. Each thread uses its run.perThread(), so the
// op's Memory::perThread must be at least kernels.gemmScratch.
void gemm(const Run& run, Index rows, Index columns, Index inner, MatrixView a, MatrixView b, float* c, Index ldc,
          bool accumulate);

// kernels.gemmPacked, cut into blocks of C over the team.
void gemmPacked(const Run& run, const PackedGemm& product);

// y[j] += sum over rows of x[i][j], cut by columns.
void sumRows(const Run& run, const float* x, Index rows, Index columns, float* y);

}  // namespace gatecast
