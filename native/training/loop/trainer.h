// Trains a Program one epoch at a time, so that the caller can report progress, save, stop or resume between epochs.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/cancel.h"
#include "training/batches/dataset.h"
#include "training/loop/optimizer.h"
#include "training/loop/schedule.h"

namespace gatecast {

struct TrainerOptions {
  OptimizerOptions optimizer;
  ScheduleOptions schedule;
  std::int64_t batchSize = 32;
  double clipNorm = 0;   // 0: no clipping
  double clipValue = 0;  // 0: no clipping; applied before clipNorm
  bool shuffle = true;
  std::uint64_t seed = 0;
  std::int64_t truncate = 0;         // time steps of a piece; 0: whole sequences
  std::int64_t samplesPerEpoch = 0;  // 0: all
  double averaging = 0;              // exponent of the running average of the weights; 0: no average
  Precision precision = Precision::float32;
  int threads = 1;
};

struct EpochResult {
  std::int64_t epoch = 0;
  double loss = 0;
  std::optional<std::map<std::string, double>> validation;  // of the average, if there is one
  double learningRate = 0;                                  // of the last step of the epoch
  double gradientNorm = 0;                                  // mean over the steps, before clipping
  double milliseconds = 0;
};

// Training that is resumed from a state with the same options and data has the same bits as training without a break.
struct TrainerState {
  std::vector<float> weights;
  std::vector<float> average;  // empty without averaging and before the first epoch
  std::vector<std::vector<float>> moments;
  std::int64_t epoch = 0;
  std::int64_t step = 0;
};

struct TrainingLoop;

class Trainer {
 public:
  // Throws ERR_RANGE for options outside their ranges. Throws ERR_PROGRAM if the Program has no loss, or if truncate is set
  // and the values that the loss compares have no time dimension. Memory for the passes is planned in the first epoch.
  Trainer(std::shared_ptr<const Program> program, std::vector<float> weights, TrainerOptions options, Dataset data,
          std::optional<Dataset> validation);
  ~Trainer();

  // Runs on the calling thread and a team of its own. Throws ERR_ABORTED, or ERR_NOT_FINITE if the loss, the gradients or
  // the weights become infinite or NaN; the state is then that of the end of the epoch before.
  EpochResult epoch(const Cancel& cancel);
  // The progress of the epoch that runs now, or of the last one. Can be called from any thread.
  std::int64_t stepsDone() const;
  std::int64_t stepsToDo() const;

  // These must not be called while an epoch runs.
  TrainerState state() const;
  void restore(TrainerState state);  // ERR_DATA for the state of another model or optimiser
  std::int64_t bytes() const;

 private:
  std::unique_ptr<TrainingLoop> loop_;
};

}  // namespace gatecast
