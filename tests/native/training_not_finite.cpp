#include <cmath>

#include "tests/native/check.h"
#include "tests/native/training_program.h"
#include "training/loop/trainer.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

// The forecast is last(exp(gain lstm(x)), named): the op that overflows depends on the gain.
std::shared_ptr<const Program> overflowing(bool everyStep) {
  ProgramBuilder b;
  const int x = b.source("input", "x", {"batch", "time", "3"});
  const int y =
      b.source("input", "y",
               everyStep ? std::vector<std::string>{"batch", "time", "2"} : std::vector<std::string>{"batch", "2"});
  const int ih = b.source("parameter", "weight_ih", {"8", "3"}), hh = b.source("parameter", "weight_hh", {"8", "2"});
  const int gain = b.source("parameter", "gain", {"2"});
  Attributes named;
  named.set("name", std::string("growth"));
  const int states = b.add("lstm", {x, ih, hh}, {}, 3);
  const int grown = b.add("exp", {b.add("multiply", {states, gain}, named)}, {});
  const int read = everyStep ? grown : b.add("last", {grown}, {});
  b.data.outputs["forecast"] = read;
  b.data.loss = b.add("mse", {read, y}, {}, 2);
  return std::make_shared<const Program>(b.data);
}

std::string messageOf(const std::shared_ptr<const Program>& program, float gain, TrainerOptions options,
                      bool everyStep = false) {
  std::vector<float> weights = initialWeights(*program);
  for (const auto& parameter : program->parameters()) {
    if (parameter.name == "gain") std::fill_n(weights.begin() + parameter.offset, 2, gain);
  }
  options.batchSize = 8;
  Trainer trainer(program, weights, options, waves(*program, everyStep, 24, 12), std::nullopt);
  try {
    for (int i = 0; i < 20; i++) trainer.epoch(Cancel());
  } catch (const Error& error) {
    CHECK(error.code() == Code::notFinite, error.what());
    // The weights are those of the last whole epoch.
    if (trainer.state().epoch == 0) CHECK(trainer.state().weights == weights);
    else
      for (const float weight : trainer.state().weights) CHECK(std::isfinite(weight));
    return error.what();
  }
  CHECK(false, "Expected an error, got none");
  return "";
}

void checkHas(const std::string& message, const std::string& part) {
  CHECK(message.find(part) != std::string::npos, part, " in: ", message);
}

}  // namespace

TEST(a_loss_that_is_not_finite_names_the_step_and_the_op_that_made_it) {
  for (const bool everyStep : {false, true}) {
    for (const std::int64_t truncate : {0, 5}) {
      if (truncate > 0 && !everyStep) continue;
      TrainerOptions options;
      options.truncate = truncate;
      const auto program = overflowing(everyStep);
      // The states of an lstm are below 1, so 1e4 overflows in exp and 1e39 (infinity) in the product.
      const std::string exp = messageOf(program, 1e4f, options, everyStep);
      checkHas(exp, "Expected the loss to be finite, got ");
      checkHas(exp, "first made by exp (op ");
      checkHas(exp, "at step 1 of epoch 1.");
      checkHas(exp, "learningRate");
      checkHas(messageOf(program, INFINITY, options, everyStep), "first made by parameter \"gain\" (op ");
      checkHas(messageOf(program, 3e38f, options, everyStep), "first made by ");
    }
  }
}

TEST(a_loss_that_is_not_finite_names_the_largest_gradient_of_the_step_before) {
  TrainerOptions options;
  options.optimizer.kind = "sgd";
  options.optimizer.learningRate = 100;
  const auto program = lstmProgram(false, 0);
  Trainer trainer(program, initialWeights(*program), options, waves(*program, false, 320, 12), std::nullopt);
  std::string message;
  try {
    for (int i = 0; i < 20; i++) trainer.epoch(Cancel());
  } catch (const Error& error) {
    message = error.what();
  }
  checkHas(message, "Expected the loss to be finite, got inf, first made by mse (op ");
  checkHas(message, "The largest gradient of the step before is ");
  checkHas(message, ", of parameter \"");
  checkHas(message, "\". Use a smaller learningRate");
  for (const float weight : trainer.state().weights) CHECK(std::isfinite(weight));
}

TEST(a_gradient_that_is_not_finite_names_the_op_whose_backward_pass_made_it) {
  // forecast = e^e^3.7846 = 1.3e19. The loss, its square, is finite. So is its gradient after the outer exp, 2.1e37, and
  // the inner exp multiplies that by 44.
  ProgramBuilder b;
  const int x = b.source("input", "x", {"batch", "time", "3"}), y = b.source("input", "y", {"batch", "2"});
  const int weight = b.source("parameter", "weight", {"2", "3"});
  Attributes named;
  named.set("name", std::string("huge"));
  const int level = b.add("linear", {b.add("last", {x}, {}), weight}, {});
  const int grown = b.add("exp", {b.add("exp", {level}, named)}, {});
  b.data.loss = b.add("mse", {grown, y}, {}, 2);
  const auto program = std::make_shared<const Program>(b.data);
  Array ones{{8, 4, 3}, Type::float32, Floats(96, 1)}, zeros{{8, 2}, Type::float32, Floats(16, 0)};
  const std::vector<float> weights{0, 0, 3.7846f, 0, 0, 3.7846f};
  TrainerOptions options;
  Trainer trainer(program, weights, options,
                  Dataset(*program, {*program->loss(), *program->loss() + 1}, {{"x", ones}, {"y", zeros}}),
                  std::nullopt);
  std::string message;
  try {
    trainer.epoch(Cancel());
  } catch (const Error& error) {
    message = error.what();
  }
  checkHas(message, "Expected the norm of the gradients to be finite, got inf");
  checkHas(message, "first made by the backward pass of exp \"huge\" (op ");
  CHECK(trainer.state().weights == weights);
}
