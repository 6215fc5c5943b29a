// The peak that GEMM is compared with: multiply-adds that load nothing and wait for nothing.

#include "kernels/operands.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {

double peak(Index steps, float* sink) {
  // One chain for each sum of the micro-kernel: this hides the latency of a multiply-add, and the chains fit the
  // registers.
  constexpr int chains = tileRows * tileVectors;
  Floats chain[chains];
  for (int i = 0; i < chains; ++i) chain[i] = broadcast(static_cast<float>(i));
  // The factor comes from memory so that the compiler cannot compute the result. It is below 1 so that the chains stay
  // finite. As a word of bf16 it is the pair 0 and 0.5.
  const Floats factor = broadcast(*sink > 0 && *sink < 1 ? *sink : 0.5f);
  for (Index step = 0; step < steps; ++step) {
#pragma GCC unroll 32
    for (int i = 0; i < chains; ++i) {
      chain[i] = perWord == 1 ? chain[i] * factor + factor : multiplyAdd(chain[i], factor, factor);
    }
  }
  Floats total{};
  for (int i = 0; i < chains; ++i) total += chain[i];
  *sink = sumOfLanes(total);
  return 2.0 * perWord * lanes * chains * static_cast<double>(steps);
}

}  // namespace gatecast::GATECAST_TIER
