// The training loop: one epoch at a time, so that the caller may look, stop, save and resume in between.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/cancel.h"
#include "training/dataset.h"
#include "training/optimizer.h"
#include "training/schedule.h"

namespace gatecast {

struct TrainerOptions {
  OptimizerOptions optimizer;
  ScheduleOptions schedule;
  std::int64_t batchSize = 32;
  double clipNorm = 0;   // 0: none
  double clipValue = 0;  // 0: none; by value first, then by norm
  bool shuffle = true;
  std::uint64_t seed = 0;
  std::int64_t truncate = 0;         // time steps per piece; 0: whole sequences
  std::int64_t samplesPerEpoch = 0;  // 0: all
  Precision precision = Precision::float32;
  int threads = 1;
};

struct EpochResult {
  std::int64_t epoch = 0;
  double loss = 0;
  std::optional<std::map<std::string, double>> validation;
  double learningRate = 0;  // of the last step
  double gradientNorm = 0;
  double milliseconds = 0;
};

// With the same options and data, the same bits follow from it.
struct TrainerState {
  std::vector<float> weights;
  std::vector<std::vector<float>> moments;
  std::int64_t epoch = 0;
  std::int64_t step = 0;
};

struct TrainingLoop;

class Trainer {
 public:
  // Throws ERR_RANGE for options outside their range, and ERR_PROGRAM when the Program has no loss, or truncate is asked
  // for and what the loss compares has no time dimension to cut. Memory for the passes is planned in the first epoch.
  Trainer(std::shared_ptr<const Program> program, std::vector<float> weights, TrainerOptions options, Dataset data,
          std::optional<Dataset> validation);
  ~Trainer();

  // On the calling thread and a team of its own. When it throws (ERR_ABORTED, or ERR_NOT_FINITE when the loss is no
  // longer a number: with step and what to try), the state is as at the end of the last whole epoch.
  EpochResult epoch(const Cancel& cancel);
  // Of the epoch that runs or ran last. From any thread.
  std::int64_t stepsDone() const;
  std::int64_t stepsToDo() const;

  // Not while an epoch runs.
  TrainerState state() const;
  void restore(TrainerState state);  // ERR_DATA if it is of another model or optimiser
  std::int64_t bytes() const;

 private:
  std::unique_ptr<TrainingLoop> loop_;
};

}  // namespace gatecast
