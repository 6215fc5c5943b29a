// The loss and the metrics over many samples, one batch at a time.

#pragma once

#include <map>
#include <string>

#include "graph/executor.h"
#include "training/batches/feed.h"

namespace gatecast {

// Computes "loss" and the metrics, each sum(w l) / sum(w) over all samples. Can be run many times, for example after every
// epoch.
class Evaluation {
 public:
  // pieceLength: see Pieces. If sequences are cut in time, the state goes from piece to piece, so that the results are the
  // same and only the memory is smaller. Program and data must outlive it.
  Evaluation(const Program& program, const Dataset& data, std::int64_t batchSize, std::int64_t pieceLength,
             Precision precision, int threads);

  std::map<std::string, double> run(const float* weights, Team& team);
  std::int64_t bytes() const { return executor_.arenaBytes(); }

 private:
  const Program& program_;
  Pieces pieces_;
  Executor executor_;
  Feed feed_;
  Order order_;
};

}  // namespace gatecast
