#include "training/loop/trainer.h"

#include <cmath>

#include "training/loop/training_loop.h"

namespace gatecast {
namespace {

// The largest number of epochs or steps that a state may have. Training counts on from it, and no run is so long that it
// overflows 64 bits; it is also the limit up to which a JS number is exact.
constexpr std::int64_t mostCounted = std::int64_t{1} << 53;

void checkOptions(const TrainerOptions& options) {
  if (options.batchSize < 1) fail(Code::range, "Expected batchSize to be 1 or more, got ", options.batchSize);
  if (options.truncate < 0) {
    fail(Code::range, "Expected truncate to be 1 time step or more, or 0 for whole sequences, got ", options.truncate);
  }
  if (options.samplesPerEpoch < 0) {
    fail(Code::range, "Expected samplesPerEpoch to be 1 or more, or 0 for all samples, got ", options.samplesPerEpoch);
  }
  if (!(options.averaging >= 0 && std::isfinite(options.averaging))) {
    fail(Code::range, "Expected averaging to be 0 or more, got ", options.averaging);
  }
  if (options.threads < 1) fail(Code::range, "Expected threads to be 1 or more, got ", options.threads);
  check(options.schedule);
}

// A loss on a value without a time dimension, for example the last step, would compare every piece of a sequence with the
// same target.
void checkLoss(const Program& program, std::int64_t truncate) {
  if (!program.loss()) fail(Code::program, "Expected a Program with a loss to train, got one without a loss");
  if (truncate == 0) return;
  for (const auto& node : program.nodes()) {
    if (node.firstOutput != *program.loss()) continue;
    const Shape& compared = program.values()[static_cast<std::size_t>(*node.inputs[0])].shape;
    if (!compared.has(Symbol::time)) {
      fail(Code::program, node.label,
           ": Expected a loss over every time step when truncate is set, got a loss on values of shape ", compared,
           ". Use a loss on all steps, or leave truncate out.");
    }
  }
}

}  // namespace

Trainer::Trainer(std::shared_ptr<const Program> program, std::vector<float> weights, TrainerOptions options,
                 Dataset data, std::optional<Dataset> validation) {
  checkOptions(options);
  checkLoss(*program, options.truncate);
  loop_ = std::make_unique<TrainingLoop>(std::move(program), std::move(weights), std::move(options), std::move(data),
                                         std::move(validation));
}

Trainer::~Trainer() = default;

EpochResult Trainer::epoch(const Cancel& cancel) {
  TrainingLoop& loop = *loop_;
  loop.done.store(0, std::memory_order_relaxed);
  loop.kept.weights = loop.state.weights;
  loop.kept.average = loop.state.average;
  loop.kept.moments = loop.optimizer.moments();
  loop.kept.epoch = loop.state.epoch;
  loop.kept.step = loop.state.step;
  try {
    return loop.run(cancel);
  } catch (...) {
    loop.rollBack();
    throw;
  }
}

std::int64_t Trainer::stepsDone() const { return loop_->done.load(std::memory_order_relaxed); }

std::int64_t Trainer::stepsToDo() const { return loop_->pieces.count(); }

TrainerState Trainer::state() const {
  TrainerState state = loop_->state;
  state.moments = loop_->optimizer.moments();
  return state;
}

void Trainer::restore(TrainerState state) {
  auto& moments = loop_->optimizer.moments();
  const auto count = loop_->state.weights.size();
  if (state.weights.size() != count) {
    fail(Code::data, "Expected a state with ", count, " weights, got ", state.weights.size(),
         ". The state belongs to another model.");
  }
  if (state.moments.size() != moments.size()) {
    fail(Code::data, "Expected a state with ", moments.size(), " moments for this optimizer, got ",
         state.moments.size(), ". The state belongs to another optimizer.");
  }
  if (!state.average.empty() && state.average.size() != count) {
    fail(Code::data, "Expected a state with ", count, " averages of weights, got ", state.average.size());
  }
  for (const auto& moment : state.moments) {
    if (moment.size() != count) fail(Code::data, "Expected moments with ", count, " numbers each, got ", moment.size());
  }
  if (state.epoch < 0 || state.epoch > mostCounted || state.step < 0 || state.step > mostCounted) {
    fail(Code::data, "Expected a state whose epoch and step are from 0 to 2^53, got epoch ", state.epoch, " and step ",
         state.step);
  }
  moments = std::move(state.moments);
  state.moments.clear();
  loop_->state = std::move(state);
}

std::int64_t Trainer::bytes() const {
  const TrainingLoop& loop = *loop_;
  // Weights, gradients, averages and moments, and the copies of all but gradients for rollBack.
  const std::size_t averages = loop.options.averaging > 0 ? 2 : 0;
  const auto arrays = static_cast<std::int64_t>(3 + averages + 2 * loop.optimizer.moments().size());
  return loop.data.bytes() + (loop.validation ? loop.validation->bytes() : 0) + loop.planned +
         arrays * loop.program->weightCount() * static_cast<std::int64_t>(sizeof(float));
}

}  // namespace gatecast
