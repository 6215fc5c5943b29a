// The entries in which a bf16 table differs from the table of its tier.

#include "kernels/blocking.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {

void replaceProducts(Kernels& table) {
  table.tileRows = tileRows;
  table.tileColumns = tileColumns;
  table.packedSize = packedSize;
  table.packB = packB;
  table.gemmPacked = gemmPacked;
  table.gemm = gemm;
  table.gemmScratch = gemmScratch;
  table.gemmBlockRows = sharedRows;
  table.gemmBlockColumns = sharedColumns;
  table.packGates = packGates;
  table.recurrentScratch = recurrentScratch;
  table.rnnStep = rnnStep;
  table.lstmStep = lstmStep;
  table.gruStep = gruStep;
  table.gruResetBeforeStep = gruResetBeforeStep;
  table.peak = peak;
}

}  // namespace gatecast::GATECAST_TIER
