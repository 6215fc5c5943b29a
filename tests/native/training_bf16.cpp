// Layers and training with bf16 products: the results are near those of float32 and have the same bits for any number of
// threads.

#include <cstring>
#include <tuple>

#include "graph/executor.h"
#include "tests/native/check.h"
#include "tests/native/training_program.h"
#include "training/loop/trainer.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

constexpr int inputSize = 6, hidden = 45;

// A recurrent layer and a linear one, both with biases.
Program layers(const std::string& cell, int gates, int outputs) {
  const std::string rows = std::to_string(gates * hidden), width = std::to_string(hidden);
  ProgramBuilder b;
  const int x = b.source("input", "x", {"batch", "time", std::to_string(inputSize)});
  const int ih = b.source("parameter", "ih", {rows, std::to_string(inputSize)}),
            hh = b.source("parameter", "hh", {rows, width}), bias = b.source("parameter", "b", {rows}),
            weight = b.source("parameter", "weight", {"3", width}), shift = b.source("parameter", "bias", {"3"});
  b.data.outputs["y"] = b.add("linear", {b.add(cell, {x, ih, hh, bias}, {}, outputs), weight, shift}, {});
  return Program(b.data);
}

struct Pass {
  std::vector<float> output, inputGradient, gradients;
};

Pass pass(const Program& program, Precision precision, int threads) {
  const int x = program.inputs()[0].value, y = program.outputs().at("y");
  const Sizes sizes{21, 17};
  const auto weights = initialWeights(program);
  ExecutorOptions options;
  options.wanted = {y};
  options.backward = true;
  options.inputGradients = {x};
  options.precision = precision;
  options.threads = threads;
  Executor executor(program, sizes, options);
  Team team(threads);
  executor.setWeights(weights.data(), team);
  const Random random(9, 0);
  for (int i = 0; i < 21 * 17 * inputSize; i++) executor.input(x)[i] = random.normal(static_cast<std::uint64_t>(i));
  executor.forward(sizes, team, random);
  Pass pass;
  pass.output.assign(executor.value(y), executor.value(y) + 21 * 17 * 3);
  for (int i = 0; i < 21 * 17 * 3; i++) executor.seed(y)[i] = random.normal(static_cast<std::uint64_t>(i + 100000));
  pass.gradients.resize(weights.size());
  executor.backward(team, pass.gradients.data());
  pass.inputGradient.assign(executor.inputGradient(x), executor.inputGradient(x) + 21 * 17 * inputSize);
  return pass;
}

// The relative difference |a - b| / |b|.
double distance(const std::vector<float>& a, const std::vector<float>& b) {
  double difference = 0, size = 0;
  for (std::size_t i = 0; i < a.size(); i++) {
    difference += std::pow(double{a[i]} - double{b[i]}, 2);
    size += std::pow(double{b[i]}, 2);
  }
  return std::sqrt(difference / size);
}

TrainerState trained(Precision precision, int threads, double& firstLoss, double& lastLoss) {
  const auto program = lstmProgram(true, 0.1);
  TrainerOptions options;
  options.optimizer.learningRate = 0.01;
  options.batchSize = 8;
  options.precision = precision;
  options.threads = threads;
  Trainer trainer(program, initialWeights(*program), options, waves(*program, true, 40, 20),
                  waves(*program, true, 9, 20));
  firstLoss = trainer.epoch(Cancel()).validation->at("loss");
  for (int epoch = 1; epoch < 15; epoch++) lastLoss = trainer.epoch(Cancel()).validation->at("loss");
  return trainer.state();
}

}  // namespace

TEST(bf16_layers_and_their_gradients_are_near_those_of_float32) {
  for (const auto& [cell, gates, outputs] : {std::tuple{"lstm", 4, 3}, {"gru", 3, 2}, {"rnn", 1, 2}}) {
    const Program program = layers(cell, gates, outputs);
    const Pass exact = pass(program, Precision::float32, 1), rounded = pass(program, Precision::bf16, 1);
    // Rounding to bf16 changes an operand by at most 1 in 2^9, and by a third of that in the root mean square.
    const double limit = 1.0 / 128;
    CHECK(distance(rounded.output, exact.output) < limit, cell, " output ", distance(rounded.output, exact.output));
    CHECK(distance(rounded.gradients, exact.gradients) < limit, cell, " gradients ",
          distance(rounded.gradients, exact.gradients));
    CHECK(distance(rounded.inputGradient, exact.inputGradient) < limit, cell, " dx ",
          distance(rounded.inputGradient, exact.inputGradient));
    // If the machine has an engine for bf16, both passes use it.
    CHECK((rounded.output != exact.output) == (bf16Engine() != nullptr), cell);
    CHECK((rounded.gradients != exact.gradients) == (bf16Engine() != nullptr), cell);
  }
}

TEST(bf16_layers_have_the_same_bits_for_any_number_of_threads) {
  for (const auto& [cell, gates, outputs] : {std::tuple{"lstm", 4, 3}, {"gru", 3, 2}, {"rnn", 1, 2}}) {
    const Program program = layers(cell, gates, outputs);
    const Pass one = pass(program, Precision::bf16, 1);
    for (const int threads : {2, 4}) {
      const Pass more = pass(program, Precision::bf16, threads);
      CHECK(more.output == one.output && more.gradients == one.gradients, cell, " on ", threads);
      CHECK(more.inputGradient == one.inputGradient, cell, " on ", threads);
    }
  }
}

TEST(training_in_bf16_learns_with_float32_weights) {
  double first = 0, last = 0, otherFirst = 0, otherLast = 0;
  const TrainerState one = trained(Precision::bf16, 1, first, last);
  CHECK(last < 0.5 * first, first, " to ", last);
  const TrainerState two = trained(Precision::bf16, 2, otherFirst, otherLast);
  CHECK(one.weights == two.weights && one.moments == two.moments && last == otherLast);
  std::size_t fine = 0;  // weights that are not exact in bf16
  for (const float weight : one.weights) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &weight, sizeof bits);
    fine += (bits & 0xffff) != 0;
  }
  CHECK(fine > one.weights.size() / 2, fine);
  const TrainerState exact = trained(Precision::float32, 1, otherFirst, otherLast);
  CHECK(std::abs(last - otherLast) < 0.1 * otherLast, last, " for ", otherLast);
  CHECK((exact.weights != one.weights) == (bf16Engine() != nullptr));
}
