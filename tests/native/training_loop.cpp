#include <limits>

#include "tests/native/check.h"
#include "tests/native/training_program.h"
#include "training/loop/trainer.h"
#include "training/passes/evaluation.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

Trainer trainerOf(const std::shared_ptr<const Program>& program, TrainerOptions options, bool everyStep = false) {
  options.batchSize = 8;
  options.seed = 3;
  return Trainer(program, initialWeights(*program), options, waves(*program, everyStep, 45, 17),
                 waves(*program, everyStep, 10, 17));
}

std::vector<float> weightsAfter(int epochs, TrainerOptions options, bool everyStep = false) {
  Trainer trainer = trainerOf(lstmProgram(everyStep), options, everyStep);
  for (int i = 0; i < epochs; i++) trainer.epoch(Cancel());
  return trainer.state().weights;
}

template <typename Body>
Code codeOf(Body body) {
  try {
    body();
  } catch (const Error& error) {
    return error.code();
  }
  CHECK(false, "Expected an error, got none");
  return Code::program;
}

}  // namespace

TEST(training_learns) {
  Trainer trainer = trainerOf(lstmProgram(false, 0), {});
  const EpochResult first = trainer.epoch(Cancel());
  EpochResult last;
  for (int i = 0; i < 60; i++) last = trainer.epoch(Cancel());
  CHECK(last.epoch == 61);
  CHECK(last.loss < first.loss / 4, first.loss, " to ", last.loss);
  CHECK(last.validation->at("loss") < first.validation->at("loss") / 4);
  CHECK(trainer.stepsDone() == 6 && trainer.stepsToDo() == 6, trainer.stepsDone(), " of ", trainer.stepsToDo());
}

TEST(training_has_the_same_bits_for_any_number_of_threads) {
  for (const std::int64_t truncate : {0, 5}) {
    TrainerOptions options;
    options.truncate = truncate;
    options.clipNorm = 0.5;
    const auto one = weightsAfter(3, options, truncate > 0);
    for (const int threads : {2, 3, 4}) {
      options.threads = threads;
      CHECK(weightsAfter(3, options, truncate > 0) == one, threads, " threads, truncate ", truncate);
    }
  }
}

TEST(training_resumed_from_a_state_has_the_bits_of_training_in_one_go) {
  for (const char* kind : {"sgd", "adam", "adamW", "rmsProp"}) {
    TrainerOptions options;
    options.optimizer.kind = kind;
    options.optimizer.momentum = 0.5;
    options.schedule.kind = "cosine";
    options.schedule.total = 40;
    const auto program = lstmProgram(false);
    Trainer first = trainerOf(program, options), second = trainerOf(program, options);
    for (int i = 0; i < 3; i++) first.epoch(Cancel());
    second.restore(first.state());
    for (int i = 0; i < 3; i++) second.epoch(Cancel());
    CHECK(second.state().weights == weightsAfter(6, options), kind);
    CHECK(second.state().epoch == 6 && second.state().step == 36);
  }
}

TEST(training_averages_weights_with_a_window_that_grows) {
  TrainerOptions options;
  options.samplesPerEpoch = 8;  // one step in an epoch
  options.averaging = 8;
  Trainer trainer = trainerOf(lstmProgram(false), options);
  std::vector<double> average;
  for (int step = 1; step <= 6; step++) {
    trainer.epoch(Cancel());
    const TrainerState state = trainer.state();
    if (step == 1) average.assign(state.weights.begin(), state.weights.end());
    for (std::size_t i = 0; i < average.size(); i++) {
      average[i] += 9.0 / (step + 8) * (static_cast<double>(state.weights[i]) - average[i]);
      CHECK(std::abs(static_cast<double>(state.average[i]) - average[i]) < 1e-6, step);
    }
  }
  CHECK(trainer.state().average != trainer.state().weights);
}

TEST(training_resumed_with_an_average_has_the_bits_of_training_in_one_go) {
  TrainerOptions options;
  options.averaging = 8;
  const auto program = lstmProgram(false);
  Trainer whole = trainerOf(program, options), first = trainerOf(program, options),
          second = trainerOf(program, options);
  for (int i = 0; i < 6; i++) whole.epoch(Cancel());
  for (int i = 0; i < 3; i++) first.epoch(Cancel());
  second.restore(first.state());
  for (int i = 0; i < 3; i++) second.epoch(Cancel());
  CHECK(second.state().average == whole.state().average && second.state().weights == whole.state().weights);

  const TrainerState before = second.state();
  Cancel cancel;
  cancel.cancel();
  CHECK(codeOf([&] { second.epoch(cancel); }) == Code::aborted);
  CHECK(second.state().average == before.average);
}

TEST(training_is_as_after_the_last_whole_epoch_when_one_fails) {
  TrainerOptions options;
  Trainer trainer = trainerOf(lstmProgram(false), options);
  trainer.epoch(Cancel());
  const TrainerState before = trainer.state();
  Cancel cancel;
  cancel.cancel();
  CHECK(codeOf([&] { trainer.epoch(cancel); }) == Code::aborted);
  const TrainerState after = trainer.state();
  CHECK(after.weights == before.weights && after.moments == before.moments);
  CHECK(after.epoch == 1 && after.step == before.step);

  options.optimizer.kind = "sgd";
  options.optimizer.learningRate = 1e30;
  Trainer diverging = trainerOf(lstmProgram(false), options);
  const auto initial = diverging.state().weights;
  CHECK(codeOf([&] { diverging.epoch(Cancel()); }) == Code::notFinite);
  CHECK(diverging.state().weights == initial && diverging.state().step == 0);
}

TEST(training_refuses_a_state_whose_steps_would_overflow) {
  for (const std::int64_t many : {std::numeric_limits<std::int64_t>::max(), (std::int64_t{1} << 53) + 1}) {
    Trainer trainer = trainerOf(lstmProgram(false), {});
    TrainerState state = trainer.state();
    state.step = many;
    CHECK(codeOf([&] { trainer.restore(state); }) == Code::data);
    state.step = 0;
    state.epoch = many;
    CHECK(codeOf([&] { trainer.restore(state); }) == Code::data);
    state.epoch = state.step = std::int64_t{1} << 53;
    trainer.restore(state);
    CHECK(trainer.epoch(Cancel()).epoch == (std::int64_t{1} << 53) + 1);
  }
  CHECK(scheduled({.kind = "constant", .warmup = std::numeric_limits<std::int64_t>::max()}, 1) < 1e-18);
}

TEST(training_refuses_options_outside_their_range) {
  const auto refused = [](auto change) {
    TrainerOptions options;
    change(options);
    return codeOf([&] { Trainer trainer(lstmProgram(true), {}, options, waves(*lstmProgram(true), true, 2, 2), {}); });
  };
  CHECK(refused([](auto& o) { o.batchSize = 0; }) == Code::range);
  CHECK(refused([](auto& o) { o.truncate = -1; }) == Code::range);
  CHECK(refused([](auto& o) { o.averaging = -1; }) == Code::range);
  CHECK(refused([](auto& o) { o.clipNorm = -1; }) == Code::range);
  CHECK(refused([](auto& o) { o.clipValue = NAN; }) == Code::range);
  CHECK(refused([](auto& o) { o.optimizer.beta2 = 1; }) == Code::range);
  CHECK(refused([](auto& o) { o.optimizer.nesterov = true; }) == Code::range);
  CHECK(refused([](auto& o) { o.schedule.kind = "linear"; }) == Code::range);
}

TEST(evaluation_is_the_same_whole_and_in_pieces_of_time) {
  const auto program = lstmProgram(true);
  const auto weights = initialWeights(*program);
  const Dataset data = waves(*program, true, 11, 23);
  Team team(2);
  const double whole = Evaluation(*program, data, 11, 0, Precision::float32, 2).run(weights.data(), team).at("loss");
  const double cut = Evaluation(*program, data, 4, 5, Precision::float32, 2).run(weights.data(), team).at("loss");
  CHECK(std::abs(whole - cut) < 1e-6 * whole, whole, ' ', cut);
}
