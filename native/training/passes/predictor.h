// Runs the Program's outputs over many samples.

#pragma once

#include <memory>
#include <span>

#include "graph/executor.h"
#include "training/batches/pieces.h"
#include "training/passes/pace.h"

namespace gatecast {

// Throws ERR_SHAPE if an output does not have exactly one batch dimension and the samples need more than one piece: such
// an output depends on all samples together. Throws ERR_RANGE for an output that is larger than memory can be.
void checkOutputs(const Program& program, const Pieces& pieces, Sizes all);

// A Program with one set of weights, planned for batches of one size. Must not be used by two threads at once.
class Predictor {
 public:
  Predictor(std::shared_ptr<const Program> program, std::shared_ptr<const Buffer> weights, Sizes largest,
            Precision precision, Team& team);

  // Writes the Program's outputs for all samples, each to its place. pieces.largest() must be the size that the predictor
  // was made for.
  void run(const Dataset& data, const Pieces& pieces, std::span<float* const> places, Team& team);

  bool fits(Sizes largest, Precision precision, int threads) const {
    return largest.batch == largest_.batch && largest.time == largest_.time && precision == precision_ &&
           threads <= threads_;
  }
  const Pace& pace() const { return pace_; }
  std::int64_t bytes() const { return executor_.arenaBytes(); }

 private:
  std::shared_ptr<const Program> program_;
  std::shared_ptr<const Buffer> weights_;
  Sizes largest_;
  Precision precision_;
  int threads_;
  Executor executor_;
  Pace pace_;
};

}  // namespace gatecast
