// The table of the tier's kernels.

#include "kernels/blocking.h"
#include "kernels/tier.h"

#define GATECAST_TEXT_OF(name) #name
#define GATECAST_TEXT(name) GATECAST_TEXT_OF(name)

namespace gatecast::GATECAST_TIER {

const Kernels& table() {
  static constexpr Kernels kernels{
      .tier = GATECAST_TEXT(GATECAST_TIER),
      .lanes = lanes,
      .tileRows = tileRows,
      .tileColumns = tileColumns,
      .packedSize = packedSize,
      .packB = packB,
      .gemmPacked = gemmPacked,
      .gemm = gemm,
      .gemmScratch = gemmScratch,
      .gemmBlockRows = sharedRows,
      .gemmBlockColumns = sharedColumns,
      .packGates = packGates,
      .recurrentScratch = recurrentScratch,
      .rnnStep = rnnStep,
      .lstmStep = lstmStep,
      .gruStep = gruStep,
      .gruResetBeforeStep = gruResetBeforeStep,
      .rnnStepBack = rnnStepBack,
      .lstmStepBack = lstmStepBack,
      .gruStepBack = gruStepBack,
      .gruResetBeforeStepBack = gruResetBeforeStepBack,
      .gruResetBack = gruResetBack,
      .exponentialCell = exponentialCell,
      .exponentialCellBack = exponentialCellBack,
      .unary = unary,
      .unaryBack = unaryBack,
      .binary = binary,
      .addTo = addTo,
      .multiplyAdd = multiplyAdd,
      .multiplyAddTo = multiplyAddTo,
      .scale = scale,
      .sum = sum,
      .dot = dot,
      .sumOfSquares = sumOfSquares,
      .allFinite = allFinite,
      .sumRows = sumRows,
      .softmax = softmax,
      .softmaxBack = softmaxBack,
      .layerNorm = layerNorm,
      .layerNormBack = layerNormBack,
      .layerNormWeightsBack = layerNormWeightsBack,
      .attention = attention,
      .attentionScratch = attentionScratch,
      .attentionBack = attentionBack,
      .attentionBackScratch = attentionBackScratch,
      .sumOf = sumOf,
      .countAbove = countAbove,
      .addProducts = addProducts,
      .sgd = sgd,
      .adam = adam,
      .rmsProp = rmsProp,
      .peak = peak,
  };
  return kernels;
}

}  // namespace gatecast::GATECAST_TIER
