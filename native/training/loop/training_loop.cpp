#include "training/loop/training_loop.h"

#include <chrono>
#include <cmath>

#include "runtime/random_streams.h"
#include "training/loop/averaging.h"

namespace gatecast {

void TrainingLoop::plan() {
  if (executor) return;
  team = std::make_unique<Team>(options.threads);
  const int loss = *program->loss();
  ExecutorOptions passes;
  passes.wanted = {loss, loss + 1};
  passes.training = passes.backward = true;
  passes.carry = options.truncate > 0;
  passes.precision = options.precision;
  passes.threads = options.threads;
  auto ready = std::make_unique<Executor>(*program, pieces.largest(), std::move(passes));
  feed.emplace(*ready, *program, data, pieces.largest().batch);
  if (validation) {
    evaluation = std::make_unique<Evaluation>(*program, *validation, options.batchSize, options.truncate,
                                              options.precision, options.threads);
  }
  executor = std::move(ready);
  planned = executor->arenaBytes() + (evaluation ? evaluation->bytes() : 0);
}

void TrainingLoop::checkFinite(double value, const char* what) const {
  if (std::isfinite(value)) return;
  fail(Code::notFinite, "Expected ", what, " to be finite, got ", value, " at step ", state.step, " of epoch ",
       state.epoch + 1, ". Use a smaller learningRate or clipNorm, and look for very large values in the data.");
}

// A step allocates no memory.
double TrainingLoop::step(const Piece& piece, const Cancel& cancel) {
  state.step++;
  if (piece.startsSequence()) executor->resetState();
  // Unsigned, because a restored epoch can be any number and the product may overflow.
  feed->fill(piece, order, static_cast<std::uint64_t>(state.epoch) * static_cast<std::uint64_t>(pieces.samples()),
             *team);
  executor->forward(piece.sizes(), *team, randomFor(Use::dropout, options.seed, state.step), &cancel);
  const int loss = *program->loss();
  const double mean = *executor->value(loss), weight = *executor->value(loss + 1);
  checkFinite(mean, "the loss");
  executor->clearSeeds();
  // The seed is null if the loss depends on no weight.
  if (float* seed = executor->seed(loss)) *seed = 1;
  executor->backward(*team, gradients.data(), &cancel);
  const double norm = clipping.apply(gradients.data(), kernels(), *team);
  checkFinite(norm, "the norm of the gradients");
  rate = optimizer.learningRate() * scheduled(options.schedule, state.step);
  optimizer.update(state.weights.data(), gradients.data(), state.step, rate, kernels(), *team);
  if (options.averaging > 0) addToAverage(state.average, state.weights, options.averaging, state.step, *team);
  lossSum += mean * weight;
  weightSum += weight;
  return norm;
}

EpochResult TrainingLoop::run(const Cancel& cancel) {
  const auto start = std::chrono::steady_clock::now();
  plan();
  lossSum = weightSum = normSum = 0;
  executor->setWeights(state.weights.data(), *team);
  for (std::int64_t i = 0; i < pieces.count(); i++) {
    cancel.check();
    if (i > 0) executor->prepare(*team);
    normSum += step(pieces[i], cancel);
    done.store(i + 1, std::memory_order_relaxed);
  }
  // No loss of this epoch was computed with the weights of the last update.
  if (!kernels().allFinite(state.weights.data(), program->weightCount())) checkFinite(NAN, "every weight");

  EpochResult result;
  result.loss = weightSum == 0 ? 0 : lossSum / weightSum;
  result.learningRate = rate;
  result.gradientNorm = normSum / static_cast<double>(pieces.count());
  if (evaluation) result.validation = evaluation->run(published().data(), *team, cancel);
  result.epoch = ++state.epoch;
  result.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  return result;
}

void TrainingLoop::rollBack() {
  std::swap(state.weights, kept.weights);
  std::swap(state.average, kept.average);
  std::swap(optimizer.moments(), kept.moments);
  state.epoch = kept.epoch;
  state.step = kept.step;
}

}  // namespace gatecast
