// A small Program to train: an lstm, dropout and a linear layer. The loss is on every step or on the last step only.

#pragma once

#include <cmath>
#include <memory>

#include "graph/program.h"
#include "runtime/random.h"
#include "training/batches/dataset.h"

namespace gatecast::test {

class ProgramBuilder {
 public:
  int add(const std::string& kind, std::vector<std::optional<int>> inputs, Attributes attributes, int outputs = 1) {
    data.ops.push_back({kind, std::move(inputs), std::move(attributes)});
    next_ += outputs;
    return next_ - outputs;
  }
  int source(const std::string& kind, const std::string& name, std::vector<std::string> shape) {
    Attributes attributes;
    attributes.set("name", name);
    attributes.set("shape", std::move(shape));
    if (kind == "input") attributes.set("type", std::string("float32"));
    return add(kind, {}, std::move(attributes));
  }

  ProgramData data;

 private:
  int next_ = 0;
};

inline std::shared_ptr<const Program> lstmProgram(bool everyStep, double dropout = 0.25) {
  constexpr int hidden = 9;
  const std::string gates = std::to_string(4 * hidden), width = std::to_string(hidden);
  ProgramBuilder b;
  const int x = b.source("input", "x", {"batch", "time", "3"});
  const int y =
      b.source("input", "y",
               everyStep ? std::vector<std::string>{"batch", "time", "2"} : std::vector<std::string>{"batch", "2"});
  const int ih = b.source("parameter", "weight_ih", {gates, "3"}),
            hh = b.source("parameter", "weight_hh", {gates, width});
  const int weight = b.source("parameter", "weight", {"2", width}), bias = b.source("parameter", "bias", {"2"});
  Attributes rate;
  rate.set("rate", dropout);
  const int states = b.add("dropout", {b.add("lstm", {x, ih, hh}, {}, 3)}, rate);
  const int read = everyStep ? states : b.add("last", {states}, {});
  const int forecast = b.add("linear", {read, weight, bias}, {});
  b.data.outputs["forecast"] = forecast;
  b.data.loss = b.add("mse", {forecast, y}, {}, 2);
  return std::make_shared<const Program>(b.data);
}

inline std::vector<float> initialWeights(const Program& program) {
  std::vector<float> weights(static_cast<std::size_t>(program.weightCount()));
  const Random random(5, 0);
  for (std::size_t i = 0; i < weights.size(); i++) weights[i] = 0.6f * (random.uniform(i) - 0.5f);
  return weights;
}

// Inputs x are sine waves of different phases, targets y are their next values.
inline Dataset waves(const Program& program, bool everyStep, std::int64_t samples, std::int64_t time) {
  Array x{{samples, time, 3}, Type::float32, {}}, y{{samples, 2}, Type::float32, {}};
  if (everyStep) y.shape = {samples, time, 2};
  for (std::int64_t s = 0; s < samples; s++) {
    const auto wave = [&](std::int64_t t, int k) { return std::sin(0.3f * static_cast<float>(t + 2 * s + 5 * k)); };
    for (std::int64_t t = 0; t < time; t++) {
      for (int k = 0; k < 3; k++) x.data.push_back(wave(t, k));
      for (int k = 0; k < 2 && (everyStep || t + 1 == time); k++) y.data.push_back(wave(t + 1, k));
    }
  }
  return Dataset(program, {*program.loss(), *program.loss() + 1}, {{"x", std::move(x)}, {"y", std::move(y)}});
}

}  // namespace gatecast::test
