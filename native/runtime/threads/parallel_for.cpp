#include "runtime/threads/parallel_for.h"

#include <algorithm>

namespace gatecast {
namespace {

std::int64_t divideUp(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

}  // namespace

void parallelFor(Team& team, std::int64_t count, std::int64_t grain,
                 FunctionRef<void(std::int64_t from, std::int64_t to, int thread)> body) {
  // 64 pieces are enough to keep many threads evenly busy. Borders are multiples of the grain: when the grain is a
  // multiple of the vector width, every piece starts at a whole vector.
  constexpr std::int64_t mostPieces = 64;
  const std::int64_t piece = grain * std::max<std::int64_t>(1, divideUp(count, grain * mostPieces));
  team.run(divideUp(count, piece),
           [&](std::int64_t i, int thread) { body(i * piece, std::min(count, (i + 1) * piece), thread); });
}

}  // namespace gatecast
