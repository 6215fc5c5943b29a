#include "tests/native/allocations.h"
#include "tests/native/check.h"
#include "tests/native/training_program.h"
#include "training/loop/trainer.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

// A chain of ops, one of each family.
std::shared_ptr<const Program> wideProgram() {
  ProgramBuilder b;
  const int x = b.source("input", "x", {"batch", "time", "3"}), y = b.source("input", "y", {"batch", "time", "2"});
  auto parameter = [&, n = 0](std::vector<std::string> shape) mutable {
    return b.source("parameter", text("p", n++), std::move(shape));
  };
  const auto with = [](const char* name, Attributes::Value value) {
    Attributes attributes;
    attributes.set(name, std::move(value));
    return attributes;
  };
  const int filtered = b.add("conv1d", {x, parameter({"8", "3", "3"}), parameter({"8"})}, {});
  const int lifted = b.add("gelu", {b.add("layerNorm", {filtered, parameter({"8"}), parameter({"8"})}, {})}, {});
  const int gru = b.add("gru", {lifted, parameter({"24", "8"}), parameter({"24", "8"}), parameter({"24"})}, {}, 2);
  const int rnn = b.add("rnn", {gru, parameter({"8", "8"}), parameter({"8", "8"})}, {}, 2);
  const int seen = b.add("attention", {rnn, rnn, gru}, with("heads", 2.0));
  const int sum = b.add("add", {b.add("multiply", {seen, parameter({"8"})}, {}), lifted}, {});
  const int both = b.add("concat", {sum, b.add("softmax", {gru}, {})}, with("axis", 2.0));
  const int turned = b.add("transpose", {both}, with("axes", std::vector<double>{0, 2, 1}));
  const int back = b.add("transpose", {turned}, with("axes", std::vector<double>{0, 2, 1}));
  b.data.loss = b.add("huber", {b.add("linear", {back, parameter({"2", "16"})}, {}), y}, {}, 2);
  return std::make_shared<const Program>(b.data);
}

// The allocations of the second epoch. The first one plans all memory.
std::int64_t allocationsOfEpoch(std::shared_ptr<const Program> program, bool everyStep, std::int64_t samples,
                                std::int64_t truncate) {
  TrainerOptions options;
  options.batchSize = 8;
  options.truncate = truncate;
  options.clipNorm = 1;
  options.clipValue = 0.5;
  options.threads = 2;
  Trainer trainer(program, initialWeights(*program), options, waves(*program, everyStep, samples, 24), std::nullopt);
  const Cancel cancel;
  trainer.epoch(cancel);
  const std::int64_t before = allocationsSoFar();
  trainer.epoch(cancel);
  return allocationsSoFar() - before;
}

}  // namespace

TEST(training_allocates_nothing_in_a_step) {
  const auto program = lstmProgram(false);
  const std::int64_t few = allocationsOfEpoch(program, false, 16, 0), many = allocationsOfEpoch(program, false, 350, 0);
  CHECK(few == many, few, " allocations in 2 steps, ", many, " in 44");
}

TEST(training_allocates_nothing_in_a_step_of_any_op) {
  const auto program = wideProgram();
  const std::int64_t few = allocationsOfEpoch(program, true, 16, 0), many = allocationsOfEpoch(program, true, 350, 0);
  CHECK(few == many, few, " allocations in 2 steps, ", many, " in 44");
}

TEST(training_allocates_nothing_in_a_step_of_truncated_back_propagation) {
  const auto program = lstmProgram(true);
  const std::int64_t few = allocationsOfEpoch(program, true, 16, 12), many = allocationsOfEpoch(program, true, 350, 5);
  CHECK(few == many, few, " allocations in 4 steps, ", many, " in 220");
}
