// Losses and metrics over many samples, a batch at a time; and which values inference is about.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "graph/executor.h"
#include "training/feed.h"

namespace gatecast {

// The values that a prediction computes, and those an evaluation does: every loss and the sum of weights beside it.
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
