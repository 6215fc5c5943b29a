// The ceiling that GEMM is measured against: multiply-adds with nothing to load and nothing to wait for.

#include "kernels/operands.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {

double peak(Index steps, float* sink) {
  // As many chains as the micro-kernel has sums: enough to hide the latency, and known to fit the registers.
  constexpr int chains = tileRows * tileVectors;
  Floats chain[chains];
  for (int i = 0; i < chains; ++i) chain[i] = broadcast(static_cast<float>(i));
  // A word of bf16 is two of them, the first 0. From memory, or the compiler would compute the result; below 1, so that the chains stay finite.
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
