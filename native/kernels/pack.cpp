// Packs matrices of any strides in the order in which the micro-kernel reads them.

#include "kernels/operands.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {

Index packedSize(Index inner, Index columns) { return words(inner) * divideUp(columns, tileColumns) * tileColumns; }

void packB(MatrixView b, Index inner, Index columns, float* packed) {
  for (Index n = 0; n < columns; n += tileColumns) {
    packPanel<tileColumns>(b.data + n * b.columnStride, b.columnStride, b.rowStride, smaller(tileColumns, columns - n),
                           inner, packed + n * words(inner));
  }
}

Index recurrentScratch(Index inputSize, Index hidden) {
  return gateScratch + rowScratch(inputSize) + rowScratch(hidden);
}

void packGates(const float* inputWeights, const float* recurrentWeights, Index gates, Index inputSize, Index hidden,
               float* packed) {
  for (Index gate = 0; gate < gates; ++gate) {
    for (Index n = 0; n < hidden; n += tileColumns) {
      const Index unit = gate * hidden + n, count = smaller(tileColumns, hidden - n);  // B[k][n] = W[n][k]
      packPanel<tileColumns>(inputWeights + unit * inputSize, inputSize, 1, count, inputSize, packed);
      packed += words(inputSize) * tileColumns;
      packPanel<tileColumns>(recurrentWeights + unit * hidden, hidden, 1, count, hidden, packed);
      packed += words(hidden) * tileColumns;
    }
  }
}

}  // namespace gatecast::GATECAST_TIER
