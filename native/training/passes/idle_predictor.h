// Reuses the memory plan and the packed weights of the last prediction. For a small model, to make them takes longer
// than the prediction itself.

#pragma once

#include <memory>
#include <mutex>

#include "training/passes/predictor.h"

namespace gatecast {

// Keeps the predictor of the last call for the next call of the same sizes. A caller takes the predictor out, so that calls
// may overlap.
class IdlePredictor {
 public:
  // Null if there is none for these sizes, precision and threads.
  std::unique_ptr<Predictor> take(Sizes largest, Precision precision, int threads);
  // Takes the predictor only if its calls are brief.
  std::unique_ptr<Predictor> takeBrief(Sizes largest, Precision precision);
  // Does not keep a large predictor: to make a new one takes less time than to run it.
  void put(std::unique_ptr<Predictor> predictor);
  std::int64_t bytes() const;

 private:
  static constexpr std::int64_t mostBytes = std::int64_t{4} << 20;

  mutable std::mutex mutex_;
  std::unique_ptr<Predictor> predictor_;
};

}  // namespace gatecast
