#include "tests/native/allocations.h"
#include "tests/native/check.h"
#include "tests/native/windows_data.h"
#include "training/loop/trainer.h"
#include "training/passes/evaluation.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

// Windows for lstmProgram: x reads the target as three columns, y reads the values after the origin.
Dataset gappyWaves(const Program& program, std::size_t length, Scaling scaling) {
  std::vector<std::vector<float>> series(5);
  for (std::size_t s = 0; s < series.size(); s++) {
    for (std::size_t t = 0; t < length; t++) {
      const float value = 100 * std::sin(0.3f * static_cast<float>(t + 2 * s)) + 50 * static_cast<float>(s);
      series[s].push_back((t + s) % 11 == 0 ? missing : value);
    }
  }
  Windows windows = windowsOf(tableOf(series), 12, 2);
  windows.needTarget = true;
  windows.scaling = scaling;
  windows.inputs["x"] = {WindowInput::Kind::values, {"y", "y", "y"}, -12, 0, {true, true, false}, 0};
  windows.inputs["y"] = targetRows(0, 2);
  if (program.values()[static_cast<std::size_t>(program.findInput("y")->value)].shape.rank() == 3) {
    windows.inputs["y"] = {WindowInput::Kind::values, {"y", "y"}, -11, 1, {true, true}, 0};
  }
  return Dataset(program, {*program.loss(), *program.loss() + 1}, Samples(std::move(windows)));
}

TrainerOptions optionsOf(int threads) {
  TrainerOptions options;
  options.batchSize = 8;
  options.clipNorm = 1;
  options.threads = threads;
  return options;
}

}  // namespace

TEST(training_on_windows_has_the_same_bits_for_any_number_of_threads) {
  for (const std::int64_t truncate : {0, 5}) {
    const auto program = lstmProgram(truncate > 0);
    const auto trained = [&](int threads) {
      TrainerOptions options = optionsOf(threads);
      options.truncate = truncate;
      Trainer trainer(program, initialWeights(*program), options, gappyWaves(*program, 40, Scaling::robust),
                      gappyWaves(*program, 15, Scaling::robust));
      for (int i = 0; i < 2; i++) trainer.epoch(Cancel());
      return trainer.state().weights;
    };
    const auto one = trained(1);
    CHECK(trained(2) == one && trained(4) == one);
  }
}

TEST(training_on_windows_allocates_nothing_in_a_step) {
  const auto program = lstmProgram(false);
  const auto allocations = [&](std::size_t length) {
    // Uses one thread only: a thread allocates memory for sorting at its first window, which may be in any epoch.
    Trainer trainer(program, initialWeights(*program), optionsOf(1), gappyWaves(*program, length, Scaling::robust),
                    std::nullopt);
    trainer.epoch(Cancel());
    const std::int64_t before = allocationsSoFar();
    trainer.epoch(Cancel());
    return allocationsSoFar() - before;
  };
  const std::int64_t few = allocations(16), many = allocations(300);
  CHECK(few == many, few, " and ", many);
}
