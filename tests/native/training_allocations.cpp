#include "tests/native/allocations.h"
#include "tests/native/check.h"
#include "tests/native/training_program.h"
#include "training/trainer.h"

using namespace gatecast;
using namespace gatecast::test;

// What an epoch allocates when all its memory is planned, which the first one does.
static std::int64_t allocationsOfEpoch(std::int64_t samples, std::int64_t truncate) {
  const auto program = lstmProgram(truncate > 0);
  TrainerOptions options;
  options.batchSize = 8;
  options.truncate = truncate;
  options.clipNorm = 1;
  options.clipValue = 0.5;
  options.threads = 2;
  Trainer trainer(program, initialWeights(*program), options, waves(*program, truncate > 0, samples, 24), std::nullopt);
  const Cancel cancel;
  trainer.epoch(cancel);
  const std::int64_t before = allocationsSoFar();
  trainer.epoch(cancel);
  return allocationsSoFar() - before;
}

TEST(training_allocates_nothing_in_a_step) {
  const std::int64_t few = allocationsOfEpoch(16, 0), many = allocationsOfEpoch(350, 0);
  CHECK(few == many, few, " allocations in 2 steps, ", many, " in 44");
}

TEST(training_allocates_nothing_in_a_step_of_truncated_back_propagation) {
  const std::int64_t few = allocationsOfEpoch(16, 12), many = allocationsOfEpoch(350, 5);
  CHECK(few == many, few, " allocations in 4 steps, ", many, " in 220");
}
