// Running a Program over many samples, a batch at a time.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "graph/executor.h"
#include "training/feed.h"

namespace gatecast {

// The Program's outputs for all samples, in their order. An output without a batch dimension is about all samples at
// once: ERR_SHAPE when they do not fit one batch.
Arrays predict(const Program& program, const float* weights, const Dataset& data, std::int64_t batchSize,
               Precision precision, Team& team, const Cancel& cancel);

// The values that `predict` computes, and those `evaluate` does: every loss and the sum of weights beside it.
std::vector<int> predicted(const Program& program);
std::vector<int> scored(const Program& program);

// "loss" and the metrics, each sum(w l) / sum(w) over all samples. Made once, run after every epoch.
class Evaluation {
 public:
  // pieceLength: see Pieces; sequences cut in time carry their state, so that only memory changes. Program and data must
  // outlive it.
  Evaluation(const Program& program, const Dataset& data, std::int64_t batchSize, std::int64_t pieceLength,
             Precision precision, int threads);

  std::map<std::string, double> run(const float* weights, Team& team, const Cancel& cancel);
  std::int64_t bytes() const { return executor_.arenaBytes(); }

 private:
  const Program& program_;
  Pieces pieces_;
  Executor executor_;
  Feed feed_;
  Order order_;
};

}  // namespace gatecast
