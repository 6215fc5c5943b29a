// The implementation of Trainer: the state of training, and the passes of one epoch.

#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "training/loop/clipping.h"
#include "training/loop/trainer.h"
#include "training/passes/evaluation.h"

namespace gatecast {

struct TrainingLoop {
  TrainingLoop(std::shared_ptr<const Program> shared, std::vector<float> initial, TrainerOptions given, Dataset samples,
               std::optional<Dataset> held)
      : program(std::move(shared)),
        options(std::move(given)),
        data(std::move(samples)),
        validation(std::move(held)),
        pieces(data, options.batchSize, options.truncate, options.samplesPerEpoch),
        optimizer(options.optimizer, program->weightCount()),
        clipping(options.clipNorm, options.clipValue, program->weightCount()),
        order(options.shuffle ? Order::shuffled(data.samples(), options.seed) : Order(data.samples())),
        gradients(initial.size()) {
    state.weights = std::move(initial);
  }

  void plan();
  double step(const Piece& piece);
  EpochResult run(const Cancel& cancel);
  void forward(const Piece& piece, const Executor::Watch* watch = nullptr);
  void backward(const Executor::Watch* watch = nullptr);
  // These throw ERR_NOT_FINITE, with the op or the parameter where the NaN or infinity began.
  [[noreturn]] void failAtLoss(const Piece& piece, double loss);
  [[noreturn]] void failAtGradients(const Piece& piece, double norm);
  [[noreturn]] void failNotFinite(const std::string& what, const std::string& largest) const;
  void checkWeights() const;
  void rollBack();
  // The weights that training is to give: their average, if there is one.
  const std::vector<float>& published() const { return state.average.empty() ? state.weights : state.average; }

  std::shared_ptr<const Program> program;
  TrainerOptions options;
  Dataset data;
  std::optional<Dataset> validation;
  Pieces pieces;
  Optimizer optimizer;  // has the current moments
  Clipping clipping;
  Order order;
  std::vector<float> gradients;
  TrainerState state;  // has the current weights; its moments are empty
  TrainerState kept;   // the state at the end of the epoch before, while an epoch runs

  // These are made in the first epoch, on the thread of the epoch: to allocate a large arena would block the JS thread.
  std::unique_ptr<Team> team;
  std::unique_ptr<Executor> executor;
  std::unique_ptr<Evaluation> evaluation;
  std::optional<Feed> feed;

  double normSum = 0, lossSum = 0, weightSum = 0, rate = 0;
  std::atomic<std::int64_t> done{0};
  std::atomic<std::int64_t> planned{0};  // bytes
};

}  // namespace gatecast
