#include "training/loop/training_loop.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "runtime/random_streams.h"
#include "training/faults/not_finite.h"
#include "training/loop/averaging.h"

namespace gatecast {
namespace {

// The team of a trainer lives longer than the cancel of one epoch.
class Obedience {
 public:
  Obedience(Team& team, const Cancel& cancel) : team_(team) { team.obey(&cancel); }
  ~Obedience() { team_.obey(nullptr); }
  Obedience(const Obedience&) = delete;
  Obedience& operator=(const Obedience&) = delete;

 private:
  Team& team_;
};

}  // namespace

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

void TrainingLoop::forward(const Piece& piece, const Executor::Watch* watch) {
  // Unsigned, because the product may overflow after many epochs.
  feed->fill(piece, order, static_cast<std::uint64_t>(state.epoch) * static_cast<std::uint64_t>(pieces.samples()),
             *team);
  executor->forward(piece.sizes(), *team, randomFor(Use::dropout, options.seed, state.step), watch);
}

void TrainingLoop::backward(const Executor::Watch* watch) {
  executor->clearSeeds();
  // The seed is null if the loss depends on no weight.
  if (float* seed = executor->seed(*program->loss())) *seed = 1;
  executor->backward(*team, gradients.data(), watch);
}

// A step allocates no memory.
double TrainingLoop::step(const Piece& piece) {
  state.step++;
  if (piece.startsSequence()) executor->resetState();
  forward(piece);
  const int loss = *program->loss();
  const double mean = *executor->value(loss), weight = *executor->value(loss + 1);
  if (!std::isfinite(mean)) failAtLoss(piece, mean);
  backward();
  const double norm = clipping.apply(gradients.data(), kernels(), *team);
  if (!std::isfinite(norm)) failAtGradients(piece, norm);
  rate = optimizer.learningRate() * scheduled(options.schedule, state.step);
  optimizer.update(state.weights.data(), gradients.data(), state.step, rate, kernels(), *team);
  if (options.averaging > 0) addToAverage(state.average, state.weights, options.averaging, state.step, *team);
  lossSum += mean * weight;
  weightSum += weight;
  return norm;
}

void TrainingLoop::failAtLoss(const Piece& piece, double loss) {
  // Before the step runs again: the gradients are still those of the step before.
  const std::string largest = largestGradient(*program, gradients.data());
  executor->undo();
  FirstNotFinite first;
  const Executor::Watch watch(first);
  forward(piece, &watch);
  failNotFinite(text("the loss to be finite, got ", loss, first.node() ? ", first made by " + first.node()->label : ""),
                largest.empty() ? "" : "The largest gradient of the step before is " + largest);
}

void TrainingLoop::failAtGradients(const Piece& piece, double norm) {
  executor->undo();
  forward(piece);
  FirstNotFinite first;
  const Executor::Watch watch(first);
  backward(&watch);
  const std::string largest = largestGradient(*program, gradients.data());
  failNotFinite(text("the norm of the gradients to be finite, got ", norm,
                     first.node() ? ", first made by the backward pass of " + first.node()->label : ""),
                largest.empty() ? "" : "The largest finite gradient is " + largest);
}

void TrainingLoop::checkWeights() const {
  const std::string parameter = notFiniteParameter(*program, state.weights.data());
  if (parameter.empty()) return;
  const std::string largest = largestGradient(*program, gradients.data());
  failNotFinite(text("every weight to be finite, got NaN or an infinity in ", parameter),
                largest.empty() ? "" : "The largest gradient is " + largest);
}

void TrainingLoop::failNotFinite(const std::string& what, const std::string& largest) const {
  const std::int64_t inEpoch = std::min(done.load(std::memory_order_relaxed) + 1, pieces.count());
  fail(Code::notFinite, "Expected ", what, ", at step ", inEpoch, " of epoch ", state.epoch + 1, ". ",
       largest.empty() ? "" : largest + ". ",
       "Use a smaller learningRate or clipNorm, and look for very large values in the data.");
}

EpochResult TrainingLoop::run(const Cancel& cancel) {
  const auto start = std::chrono::steady_clock::now();
  plan();
  const Obedience obedience(*team, cancel);
  lossSum = weightSum = normSum = 0;
  executor->setWeights(state.weights.data(), *team);
  for (std::int64_t i = 0; i < pieces.count(); i++) {
    team->check();
    if (i > 0) executor->prepare(*team);
    normSum += step(pieces[i]);
    done.store(i + 1, std::memory_order_relaxed);
  }
  // No loss of this epoch was computed with the weights of the last update.
  checkWeights();

  EpochResult result;
  result.loss = weightSum == 0 ? 0 : lossSum / weightSum;
  result.learningRate = rate;
  result.gradientNorm = normSum / static_cast<double>(pieces.count());
  if (evaluation) result.validation = evaluation->run(published().data(), *team);
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
