#include "ops/losses/loss.h"

namespace gatecast {
namespace {

// A constant, so that the order of additions does not depend on the number of threads.
constexpr Index pieceSize = 4096;

Index piecesOf(Index count) { return (count + pieceSize - 1) / pieceSize; }

// The sums in scratch, two doubles for each piece: the sum of w l and the sum of w.
double* sums(const Run& run) { return reinterpret_cast<double*>(run.scratch()); }

Index innerOf(const Run& run, int input, const Extents& target) {
  return run.has(input) ? target.product(run.shape(input).rank(), target.rank()) : 1;
}

}  // namespace

Weights::Weights(const Run& run, int mask, const Extents& target)
    : mask_(run.optional(mask)),
      weight_(run.optional(mask + 1)),
      maskInner_(innerOf(run, mask, target)),
      weightInner_(innerOf(run, mask + 1, target)) {}

void checkTargetAndWeights(const Inputs& in, int target, Type type) {
  in.checkType(target, type, "target");
  const Shape& shape = in.shape(target);
  const char* names[] = {"mask", "weight"};
  for (int i = 0; i < 2; i++) {
    const int input = target + 1 + i;
    if (!in.has(input)) continue;
    in.checkType(input, Type::float32, names[i]);
    const Shape& given = in.shape(input);
    expect(given.rank() <= shape.rank() && given == shape.slice(0, given.rank()), "a ", names[i],
           " of the target's shape ", shape, " or its first dimensions, got ", given);
  }
}

void eachLossPiece(const Run& run, Index count, FunctionRef<void(Index, Index, Index)> body) {
  run.team.run(piecesOf(count),
               [&](Index piece, int) { body(piece * pieceSize, std::min(count, (piece + 1) * pieceSize), piece); });
}

std::int64_t lossScratch(Index count) {
  return piecesOf(count) * 2 * static_cast<Index>(sizeof(double) / sizeof(float));
}

void putLossSums(const Run& run, Index piece, double weighted, double weights) {
  sums(run)[2 * piece] = weighted;
  sums(run)[2 * piece + 1] = weights;
}

void putLoss(const Run& run, Index count) {
  double weighted = 0, weights = 0;
  for (Index piece = 0; piece < piecesOf(count); piece++) {
    weighted += sums(run)[2 * piece];
    weights += sums(run)[2 * piece + 1];
  }
  run.out(0)[0] = weights == 0 ? 0.0f : static_cast<float>(weighted / weights);
  run.out(1)[0] = static_cast<float>(weights);
}

}  // namespace gatecast
