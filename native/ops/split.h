// Cuts work for the team. If a cut decides the order of additions, it depends on sizes alone and never on the number of
// threads, so that any team gives the same bits. The blocks of a product may depend on the number of threads, because
// each element is one sum, in the same order in any block.

#pragma once

#include <algorithm>

#include "graph/op.h"

namespace gatecast {

// The number of items in a piece of parallelFor if one item moves or adds about `work` floats. A piece should take
// longer than the few microseconds that it takes to wake a thread.
inline Index grainOf(Index work) { return std::max<Index>(1, 16384 / std::max<Index>(1, work)); }

// The block of C that one task of a product computes: whole tiles of the micro-kernel.
struct Block {
  Index rows;
  Index columns;
};
Block blockOf(const Kernels& kernels, int threads, Index rows, Index columns, Index inner);

// C[M, N] = (accumulate ? C : 0) + A B, cut into blocks of C over the team. Each thread uses its run.perThread(), so
// the op's Memory::perThread must be at least kernels.gemmScratch.
void gemm(const Run& run, Index rows, Index columns, Index inner, MatrixView a, MatrixView b, float* c, Index ldc,
          bool accumulate);

// kernels.gemmPacked, cut into blocks of C over the team.
void gemmPacked(const Run& run, const PackedGemm& product);

// kernels.packB, cut by panels over the team.
void packB(const Run& run, MatrixView b, Index inner, Index columns, float* packed);

// y[j] += sum over rows of x[i][j], cut by columns.
void sumRows(const Run& run, const float* x, Index rows, Index columns, float* y);

}  // namespace gatecast
