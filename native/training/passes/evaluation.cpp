#include "training/passes/evaluation.h"

#include "training/passes/wanted_values.h"

namespace gatecast {
namespace {

// Dropout is off, so that no random numbers are drawn.
const Random unused{0, 0};

ExecutorOptions evaluating(const Program& program, const Pieces& pieces, Precision precision, int threads) {
  ExecutorOptions options;
  options.wanted = evaluatedValues(program);
  options.carry = pieces.cutsTime();
  options.precision = precision;
  options.threads = threads;
  return options;
}

}  // namespace

Evaluation::Evaluation(const Program& program, const Dataset& data, std::int64_t batchSize, std::int64_t pieceLength,
                       Precision precision, int threads)
    : program_(program),
      pieces_(data, batchSize, pieceLength),
      executor_(program, pieces_.largest(), evaluating(program, pieces_, precision, threads)),
      feed_(executor_, program, data, pieces_.largest().batch),
      order_(data.samples()) {}

std::map<std::string, double> Evaluation::run(const float* weights, Team& team) {
  const auto named = lossesOf(program_);
  std::map<std::string, double> sums, weightSums;
  executor_.setWeights(weights, team);
  for (std::int64_t i = 0; i < pieces_.count(); i++) {
    const Piece piece = pieces_[i];
    if (piece.startsSequence()) executor_.resetState();
    feed_.fill(piece, order_, 0, team);
    executor_.forward(piece.sizes(), team, unused);
    for (const auto& [name, value] : named) {
      const double mean = *executor_.value(value), weight = *executor_.value(value + 1);
      sums[name] += mean * weight;
      weightSums[name] += weight;
    }
  }
  for (auto& [name, sum] : sums) sum = weightSums[name] == 0 ? 0 : sum / weightSums[name];
  return sums;
}

}  // namespace gatecast
