// Every allocation of a small fit, prediction and stream fails once, alone and with all after it. Each time the call ends
// with an error, and what it worked on is as before; or it needed the memory for speed only, and its result is the same.

#include <functional>
#include <new>

#include "tests/native/allocations.h"
#include "tests/native/check.h"
#include "tests/native/training_program.h"
#include "training/loop/trainer.h"
#include "training/passes/predictor.h"
#include "training/passes/recording.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

using Result = std::vector<float>;

// body(failing): calls failing() when the preparation is done, and returns its result. Returns how many allocations
// could fail.
int survivesFailures(const std::function<Result(const std::function<void()>&)>& body) {
  const Result expected = body([] {});
  int most = 0;
  for (const bool allAfter : {false, true}) {
    for (int n = 1;; n++) {
      std::optional<FailingAllocations> failures;
      Result result;
      std::optional<Code> code;
      try {
        result = body([&] { failures.emplace(n, allAfter); });
      } catch (const Error& error) {
        code = error.code();
      } catch (const std::bad_alloc&) {
        code = Code::memory;  // the binding makes ERR_MEMORY of it
      }
      failures.reset();
      const bool failed = anAllocationFailed();
      if (code) CHECK(*code == Code::memory, name(*code), " at allocation ", n);
      else CHECK(result == expected, "at allocation ", n);
      if (!failed) break;
      most = std::max(most, n);
      CHECK(n < 20000, n);
    }
  }
  return most;
}

Result valuesOf(const Executor& executor, int value, Sizes sizes) {
  return {executor.value(value), executor.value(value) + executor.extents(value, sizes).count()};
}

}  // namespace

TEST(a_failed_allocation_of_a_fit_is_an_error) {
  const int failed = survivesFailures([](const auto& failing) {
    const auto program = lstmProgram(true);
    Dataset data = waves(*program, true, 6, 5), held = waves(*program, true, 2, 5);
    failing();
    TrainerOptions options;
    options.batchSize = 4;
    options.threads = 2;
    options.truncate = 3;
    options.averaging = 2;
    Trainer trainer(program, initialWeights(*program), options, std::move(data), std::move(held));
    trainer.epoch(Cancel());
    return trainer.state().weights;
  });
  CHECK(failed > 50, failed);
}

TEST(an_epoch_whose_allocation_failed_leaves_the_state_as_it_was) {
  const auto program = lstmProgram(true);
  TrainerOptions options;
  options.batchSize = 4;
  options.averaging = 2;
  Trainer whole(program, initialWeights(*program), options, waves(*program, true, 6, 5), std::nullopt);
  Trainer broken(program, initialWeights(*program), options, waves(*program, true, 6, 5), std::nullopt);
  for (int n = 1, epoch = 1; epoch < 4; n++) {
    const TrainerState before = broken.state();
    bool failed = false;
    try {
      const FailingAllocations failures(n, false);
      broken.epoch(Cancel());
    } catch (const std::exception&) {
      failed = true;
    }
    if (failed) {
      CHECK(broken.state().weights == before.weights && broken.state().average == before.average, n);
      CHECK(broken.state().moments == before.moments && broken.state().epoch == before.epoch, n);
      continue;
    }
    whole.epoch(Cancel());
    CHECK(broken.state().weights == whole.state().weights && broken.state().epoch == epoch, n);
    n = 0;
    epoch++;
  }
}

TEST(a_failed_allocation_of_a_prediction_is_an_error) {
  const int failed = survivesFailures([](const auto& failing) {
    const auto program = lstmProgram(true);
    const auto weights = std::make_shared<Buffer>(program->weightCount(), "the weights");
    std::ranges::copy(initialWeights(*program), weights->data());
    const auto inputs = waves(*program, true, 5, 4);
    failing();
    Team team(2);
    Predictor predictor(program, weights, {3, 4}, Precision::float32, team);
    Result forecast(5 * 4 * 2);
    float* const places[] = {forecast.data()};
    predictor.run(inputs, Pieces(inputs, 3, 0), places, team);
    return forecast;
  });
  CHECK(failed > 20, failed);
}

TEST(a_failed_allocation_of_a_stream_is_an_error_and_its_state_stays) {
  const int failed = survivesFailures([](const auto& failing) {
    const auto program = lstmProgram(true);
    const std::vector<float> weights = initialWeights(*program);
    const int forecast = program->outputs().at("forecast");
    failing();
    ExecutorOptions options;
    options.wanted = {forecast};
    options.carry = true;
    Executor executor(*program, {2, 1}, options);
    Team team(1);
    executor.setWeights(weights.data(), team);
    for (int step = 0; step < 3; step++) {
      std::fill_n(executor.input(program->inputs()[0].value), 6, 0.3f * static_cast<float>(step));
      executor.forward({2, 1}, team, Random(0, 0));
    }
    return valuesOf(executor, forecast, {2, 1});
  });
  CHECK(failed > 20, failed);
}

TEST(a_failed_allocation_of_gradients_is_an_error) {
  survivesFailures([](const auto& failing) {
    const auto program = lstmProgram(true, 0);
    const auto weights = std::make_shared<Buffer>(program->weightCount(), "the weights");
    std::ranges::copy(initialWeights(*program), weights->data());
    Array x{{2, 3, 3}, Type::float32, Floats(18, 0.5f)}, seed{{2, 3, 2}, Type::float32, Floats(12, 1)};
    failing();
    RecordOptions options;
    options.outputs = {program->outputs().at("forecast")};
    options.inputGradients = {"x"};
    options.threads = 2;
    Recording recording(program, weights, recordedData(*program, options.outputs, {{"x", std::move(x)}}), options);
    Team team(2);
    Result forecast(12), parameters(static_cast<std::size_t>(program->weightCount())), inputs(18);
    float* const places[] = {forecast.data()};
    recording.forward(places, team);
    std::vector<std::optional<Array>> seeds;
    seeds.emplace_back(std::move(seed));
    recording.backward(std::move(seeds), {{inputs.data()}, parameters.data()}, team);
    return parameters;
  });
}
