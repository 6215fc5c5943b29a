// Predictions, and what is kept from one for the next: planning the memory of a small model and packing its weights take
// longer than running it.

#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <span>

#include "graph/executor.h"
#include "training/pieces.h"

namespace gatecast {

// How long the calls of one kind take. Those that were brief on one thread can be made on the caller's, and are not worth
// more than one.
class Pace {
 public:
  using Duration = std::chrono::steady_clock::duration;

  bool isBrief() const { return alone_ && last_ < brief; }
  // One thread for what was brief on any number, unless it has turned out slow on one again and again.
  int threads(int wanted) const { return last_ < brief && slow_ < mostSlow ? 1 : wanted; }
  void ran(int threads, Duration taken);

 private:
  static constexpr Duration brief = std::chrono::microseconds(200);
  static constexpr int mostSlow = 3;  // it may be the machine that was busy

  Duration last_ = Duration::max();
  bool alone_ = false;  // the last one, on one thread
  int slow_ = 0;        // in a row, of those on one thread
};

// An output without a batch dimension is about all samples at once: ERR_SHAPE when they do not fit one piece. ERR_RANGE for
// an output of more than can be addressed.
void checkOutputs(const Program& program, const Pieces& pieces, Sizes all);

// A Program with one set of weights, planned for batches of one size. One call at a time.
class Predictor {
 public:
  Predictor(std::shared_ptr<const Program> program, std::shared_ptr<const Buffer> weights, Sizes largest,
            Precision precision, Team& team);

  // Writes the Program's outputs for all samples, each to its place; the largest of the pieces is what it was made for.
  void run(const Dataset& data, const Pieces& pieces, std::span<float* const> places, Team& team, const Cancel& cancel);

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

// The predictor of the last call, for the next of its kind. What is taken out is the caller's alone, so that calls may
// overlap.
class IdlePredictor {
 public:
  std::unique_ptr<Predictor> take(Sizes largest, Precision precision, int threads);
  // Only one that is brief.
  std::unique_ptr<Predictor> takeBrief(Sizes largest, Precision precision);
  // A large one is not kept: its run takes longer than making it anew.
  void put(std::unique_ptr<Predictor> predictor);
  std::int64_t bytes() const;

 private:
  static constexpr std::int64_t mostBytes = std::int64_t{4} << 20;

  mutable std::mutex mutex_;
  std::unique_ptr<Predictor> predictor_;
};

}  // namespace gatecast
