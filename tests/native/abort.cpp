// What an abort in the middle of a pass leaves behind, and how soon the pass ends.

#include <chrono>
#include <thread>

#include "graph/executor.h"
#include "tests/native/check.h"
#include "tests/native/training_program.h"
#include "training/loop/trainer.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

template <typename Body>
bool aborts(const Body& body) {
  try {
    body();
  } catch (const Error& error) {
    CHECK(error.code() == Code::aborted, error.what());
    return true;
  }
  return false;
}

// Two recurrent layers, a causal convolution, a scan and an sLstm: every op that carries a state.
std::shared_ptr<const Program> carrying() {
  ProgramBuilder b;
  const int x = b.source("input", "x", {"batch", "time", "4"});
  auto parameter = [&, n = 0](std::vector<std::string> shape) mutable {
    return b.source("parameter", text("p", n++), std::move(shape));
  };
  const int filtered = b.add("conv1d", {x, parameter({"4", "4", "3"})}, {});
  const int lstm = b.add("lstm", {filtered, parameter({"16", "4"}), parameter({"16", "4"})}, {}, 3);
  const int scanned = b.add("scan", {b.add("sigmoid", {lstm}, {}), lstm}, {}, 2);
  const int wide = b.add("linear", {scanned, parameter({"16", "4"})}, {});
  const int second = b.add("sLstm", {wide, parameter({"16", "4"})}, {}, 5);
  b.data.outputs["y"] = b.add("gru", {second, parameter({"12", "4"}), parameter({"12", "4"})}, {}, 2);
  return std::make_shared<const Program>(b.data);
}

ExecutorOptions streaming(const Program& program) {
  ExecutorOptions options;
  options.wanted = {program.outputs().at("y")};
  options.carry = true;
  return options;
}

void fillStep(Executor& executor, const Program& program, int step) {
  float* const x = executor.input(program.inputs()[0].value);
  for (int i = 0; i < 2 * 4; i++) x[i] = std::sin(0.7f * static_cast<float>(step + i));
}

// The time from cancel() to the end of a pass that takes long, as a share of the whole pass.
template <typename Pass>
double shareAfterCancel(const Pass& pass) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  pass(Cancel());
  const auto whole = Clock::now() - start;
  double longest = 0;
  for (const double moment : {0.2, 0.5, 0.8}) {
    Cancel cancel;
    Clock::time_point cancelled{};
    std::thread other([&] {
      std::this_thread::sleep_for(moment * whole);
      cancelled = Clock::now();
      cancel.cancel();
    });
    const bool aborted = aborts([&] { pass(cancel); });
    const auto ended = Clock::now();
    other.join();
    // The machine may be busier or idler than in the first pass: a pass that ended before says nothing.
    if (aborted) longest = std::max(longest, std::chrono::duration<double>(ended - cancelled) / whole);
  }
  return longest;
}

// One op on float inputs of these shapes, whose first output is wanted; forward and backward.
double shareOfOp(const std::string& kind, std::vector<std::vector<std::string>> shapes, Attributes attributes,
                 int outputs, Sizes sizes) {
  ProgramBuilder b;
  std::vector<std::optional<int>> inputs;
  for (auto& shape : shapes) inputs.push_back(b.source("parameter", text("p", inputs.size()), std::move(shape)));
  const int y = b.add(kind, std::move(inputs), std::move(attributes), outputs);
  b.data.outputs["y"] = y;
  const Program program(b.data);
  ExecutorOptions options;
  options.wanted = {y};
  options.backward = options.training = true;
  Executor executor(program, sizes, options);
  const std::vector<float> weights = initialWeights(program);
  std::vector<float> gradients(weights.size());
  Team setUp(1);
  executor.setWeights(weights.data(), setUp);
  return shareAfterCancel([&](const Cancel& cancel) {
    Team team(1, &cancel);
    executor.forward(sizes, team, Random(0, 0));
    executor.clearSeeds();
    std::fill_n(executor.seed(y), executor.extents(y, sizes).count(), 1.0f);
    executor.backward(team, gradients.data());
  });
}

}  // namespace

TEST(an_aborted_step_leaves_the_state_of_every_op_as_it_was) {
  const auto program = carrying();
  const auto weights = initialWeights(*program);
  Executor whole(*program, {2, 1}, streaming(*program)), broken(*program, {2, 1}, streaming(*program));
  Team team(1);
  for (Executor* executor : {&whole, &broken}) executor->setWeights(weights.data(), team);
  const auto& ops = program->nodes();
  for (std::size_t step = 0; step + 1 < ops.size(); step++) {
    // Aborted after op `step`, when the states of the ops before it are written.
    Cancel cancel;
    const auto watching = [&](const Program::Node& node, const float*, std::int64_t) {
      if (&node == &ops[step]) cancel.cancel();
    };
    const Executor::Watch watch(watching);
    fillStep(broken, *program, 100);
    team.obey(&cancel);
    CHECK(aborts([&] { broken.forward({2, 1}, team, Random(0, 0), &watch); }), ops[step].label);
    team.obey(nullptr);
    for (Executor* executor : {&whole, &broken}) {
      fillStep(*executor, *program, static_cast<int>(step));
      executor->forward({2, 1}, team, Random(0, 0));
    }
    const float *a = whole.value(program->outputs().at("y")), *b = broken.value(program->outputs().at("y"));
    for (int i = 0; i < 8; i++) CHECK(a[i] == b[i], ops[step].label, ": ", a[i], ' ', b[i]);
  }
}

TEST(an_aborted_epoch_leaves_weights_and_moments_as_they_were) {
  const auto program = lstmProgram(true);
  TrainerOptions options;
  options.batchSize = 16;
  options.threads = 2;
  Trainer trainer(program, initialWeights(*program), options, waves(*program, true, 400, 40), std::nullopt);
  trainer.epoch(Cancel());
  const TrainerState before = trainer.state();
  int aborted = 0;
  for (int wait = 0; wait < 20; wait++) {
    Cancel cancel;
    std::thread other([&] {
      std::this_thread::sleep_for(std::chrono::microseconds(200 * wait));
      cancel.cancel();
    });
    aborted += aborts([&] { trainer.epoch(cancel); });
    other.join();
    if (trainer.state().epoch != before.epoch) trainer.restore(before);
    const TrainerState after = trainer.state();
    CHECK(after.weights == before.weights && after.moments == before.moments && after.step == before.step, wait);
  }
  CHECK(aborted > 0);
  Trainer other(program, initialWeights(*program), options, waves(*program, true, 400, 40), std::nullopt);
  for (int i = 0; i < 2; i++) other.epoch(Cancel());
  trainer.epoch(Cancel());
  CHECK(trainer.state().weights == other.state().weights);
}

TEST(ops_end_soon_after_an_abort) {
  Attributes heads;
  heads.set("heads", 1.0);
  const auto check = [](const char* what, double share) {
    // An op that does not look at the flag ends after the rest of its pass: 0.2 to 0.8 of both passes.
    CHECK(share < 0.15, what, ": ", share);
  };
  check("lstm", shareOfOp("lstm", {{"64", "40", "64"}, {"512", "64"}, {"512", "128"}}, {}, 3, {1, 1}));
  check("gru", shareOfOp("gru", {{"64", "40", "64"}, {"384", "64"}, {"384", "128"}}, {}, 2, {1, 1}));
  check("sLstm", shareOfOp("sLstm", {{"64", "40", "512"}, {"512", "128"}}, {}, 5, {1, 1}));
  check("linear", shareOfOp("linear", {{"2000", "800"}, {"600", "800"}}, {}, 1, {1, 1}));
  check("matmul", shareOfOp("matmul", {{"4", "500", "600"}, {"4", "600", "700"}}, {}, 1, {1, 1}));
  check("attention",
        shareOfOp("attention", {{"1", "2000", "32"}, {"1", "2000", "32"}, {"1", "2000", "32"}}, heads, 1, {1, 1}));
  check("conv1d", shareOfOp("conv1d", {{"16", "400", "32"}, {"64", "32", "9"}}, {}, 1, {1, 1}));
  check("scan", shareOfOp("scan", {{"64", "1000", "64"}, {"64", "1000", "64"}}, {}, 2, {1, 1}));
}
