// Fits, predictions, streams, gradients and aborts at the same time, on shared Programs and weights. The results do not
// depend on what else runs. The thread sanitizer sees the races.

#include <atomic>
#include <thread>

#include "runtime/blocks.h"
#include "tests/native/check.h"
#include "tests/native/training_program.h"
#include "training/loop/trainer.h"
#include "training/passes/idle_predictor.h"
#include "training/passes/recording.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

struct Shared {
  std::shared_ptr<const Program> program = lstmProgram(true);
  std::shared_ptr<Buffer> weights = std::make_shared<Buffer>(program->weightCount(), "the weights");
  IdlePredictor idle;

  Shared() { std::ranges::copy(initialWeights(*program), weights->data()); }

  std::vector<float> fit() const {
    TrainerOptions options;
    options.batchSize = 4;
    options.threads = 2;
    Trainer trainer(program, initialWeights(*program), options, waves(*program, true, 12, 9), std::nullopt);
    for (int i = 0; i < 2; i++) trainer.epoch(Cancel());
    return trainer.state().weights;
  }

  std::vector<float> predict() {
    const Dataset data = waves(*program, true, 7, 8);
    const Pieces pieces(data, 3, 0);
    Team team(2);
    auto predictor = idle.take(pieces.largest(), Precision::float32, 2);
    if (!predictor) {
      predictor = std::make_unique<Predictor>(program, weights, pieces.largest(), Precision::float32, team);
    }
    std::vector<float> forecast(7 * 8 * 2);
    float* const places[] = {forecast.data()};
    predictor->run(data, pieces, places, team);
    idle.put(std::move(predictor));
    return forecast;
  }

  std::vector<float> stream() const {
    const int forecast = program->outputs().at("forecast");
    ExecutorOptions options;
    options.wanted = {forecast};
    options.carry = true;
    Executor executor(*program, {1, 1}, options);
    Team team(1);
    executor.setWeights(weights->data(), team);
    for (int step = 0; step < 20; step++) {
      std::fill_n(executor.input(program->inputs()[0].value), 3, 0.1f * static_cast<float>(step));
      executor.forward({1, 1}, team, Random(0, 0));
    }
    return {executor.value(forecast), executor.value(forecast) + 2};
  }

  std::vector<float> gradients() const {
    RecordOptions options;
    options.outputs = {program->outputs().at("forecast")};
    options.threads = 2;
    Arrays inputs{{"x", {{2, 3, 3}, Type::float32, Floats(18, 0.5f)}}};
    Recording recording(program, weights, recordedData(*program, options.outputs, std::move(inputs)), options);
    Team team(2);
    std::vector<float> forecast(12), parameters(static_cast<std::size_t>(program->weightCount()));
    float* const places[] = {forecast.data()};
    recording.forward(places, team);
    std::vector<std::optional<Array>> seeds;
    seeds.emplace_back(Array{{2, 3, 2}, Type::float32, Floats(12, 1)});
    recording.backward(std::move(seeds), {{}, parameters.data()}, team);
    return parameters;
  }

  // A fit that another thread aborts.
  void abort(int wait) const {
    TrainerOptions options;
    options.batchSize = 4;
    options.threads = 2;
    Trainer trainer(program, initialWeights(*program), options, waves(*program, true, 60, 20), std::nullopt);
    Cancel cancel;
    std::thread other([&] {
      while (trainer.stepsDone() < wait) std::this_thread::yield();
      cancel.cancel();
    });
    bool aborted = false;
    try {
      for (;;) trainer.epoch(cancel);
    } catch (const Error& error) {
      aborted = error.code() == Code::aborted;
    }
    other.join();
    CHECK(aborted);
  }
};

}  // namespace

TEST(calls_at_the_same_time_have_the_results_of_calls_one_after_another) {
  Shared shared;
  const auto fit = shared.fit(), forecast = shared.predict(), streamed = shared.stream(), slopes = shared.gradients();
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  const auto repeat = [&](int times, auto body) {
    threads.emplace_back([&wrong, times, body] {
      for (int i = 0; i < times; i++) {
        try {
          wrong += body(i) ? 0 : 1;
        } catch (const std::exception&) {
          wrong++;
        }
      }
    });
  };
  repeat(6, [&](int) { return shared.fit() == fit; });
  repeat(30, [&](int) { return shared.predict() == forecast; });
  repeat(30, [&](int) { return shared.predict() == forecast; });
  repeat(30, [&](int) { return shared.stream() == streamed; });
  repeat(30, [&](int) { return shared.gradients() == slopes; });
  repeat(8, [&](int i) {
    shared.abort(i);
    return true;
  });
  repeat(100, [](int) {
    releaseKeptBlocks();
    std::this_thread::yield();
    return true;
  });
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0, wrong);
}
