#include "tests/native/check.h"
#include "tests/native/training_program.h"
#include "training/passes/recording.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

struct Recorded {
  std::shared_ptr<const Program> program;
  int weight, product;
};

// product = x weight, element by element.
Recorded recorded() {
  ProgramBuilder b;
  const int x = b.source("input", "x", {"batch", "3"}), weight = b.source("parameter", "weight", {"3"});
  const int product = b.add("multiply", {x, weight}, {});
  b.data.outputs["product"] = product;
  return {std::make_shared<const Program>(b.data), weight, product};
}

Array ones(std::vector<std::int64_t> shape, float value) {
  std::size_t count = 1;
  for (const std::int64_t size : shape) count *= static_cast<std::size_t>(size);
  return {std::move(shape), Type::float32, Floats(count, value)};
}

Recording recordingOf(const Recorded& r, std::vector<int> outputs) {
  auto weights = std::make_shared<Buffer>(3, "the weights");
  std::fill_n(weights->data(), 3, 2.0f);
  RecordOptions options;
  options.outputs = outputs;
  return {r.program, weights, recordedData(*r.program, outputs, {{"x", ones({2, 3}, 5)}}), options};
}

}  // namespace

TEST(seeds_of_a_recorded_parameter_reach_its_gradient) {
  const Recorded r = recorded();
  Recording recording = recordingOf(r, {r.product, r.weight});
  std::vector<float> product(6), weight(3), gradients(3);
  float* const places[] = {product.data(), weight.data()};
  Team team(1);
  recording.forward(places, team);
  CHECK(product[0] == 10 && weight[0] == 2);
  // dLoss/dweight = the sum over the batch of x dLoss/dproduct, plus the seed of the weight itself.
  recording.backward({ones({2, 3}, 1), ones({3}, 7)}, {{}, gradients.data()}, team);
  for (const float g : gradients) CHECK(g == 2 * 5 + 7, g);
  recording.backward({std::nullopt, ones({3}, 7)}, {{}, gradients.data()}, team);
  for (const float g : gradients) CHECK(g == 7, g);
}

TEST(seeds_of_a_recorded_parameter_are_not_written_to_the_gradients_of_the_backward_before) {
  const Recorded r = recorded();
  Recording recording = recordingOf(r, {r.weight, r.product});
  std::vector<float> product(6), weight(3), second(3);
  float* const places[] = {weight.data(), product.data()};
  Team team(1);
  recording.forward(places, team);
  std::vector<float> first(3);
  recording.backward({ones({3}, 1), ones({2, 3}, 1)}, {{}, first.data()}, team);
  const std::vector<float> kept = first;
  // The caller owns `first` now: a sanitizer sees a write to memory that is freed here.
  first = {};
  first.shrink_to_fit();
  recording.backward({std::nullopt, ones({2, 3}, 2)}, {{}, second.data()}, team);
  for (const float g : second) CHECK(g == 2 * 10, g);
  CHECK(kept[0] == 11, kept[0]);
}

TEST(seeds_that_are_cleared_leave_the_gradients_of_the_backward_before) {
  const Recorded r = recorded();
  ExecutorOptions options;
  options.wanted = {r.weight, r.product};
  options.backward = true;
  Executor executor(*r.program, {2, 1}, options);
  Team team(1);
  const std::vector<float> weights(3, 2.0f);
  executor.setWeights(weights.data(), team);
  std::fill_n(executor.input(r.program->inputs()[0].value), 6, 5.0f);
  std::vector<float> gradients(3);
  for (int pass = 0; pass < 2; pass++) {
    executor.forward({2, 1}, team, Random(0, 0));
    executor.clearSeeds();
    if (pass == 1) CHECK(gradients[0] == 3, gradients[0]);
    std::fill_n(executor.seed(r.weight), 3, 3.0f);
    executor.backward(team, gradients.data());
  }
}
