// From gradients to new weights: SGD, Adam, AdamW, RMSprop. The equations are at the kernels, in kernels.h.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernels/kernels.h"
#include "runtime/threads.h"

namespace gatecast {

// The twin of Optimizer in src/native/types.ts.
struct OptimizerOptions {
  std::string kind = "adam";
  double learningRate = 1e-3;
  double momentum = 0;
  bool nesterov = false;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double alpha = 0.99;
  double epsilon = 1e-8;
  double weightDecay = 0;
};

// Updates all weights in one pass; each weight on its own, so that any split over threads gives the same bits.
class Optimizer {
 public:
  // Throws ERR_RANGE for options outside their range.
  Optimizer(OptimizerOptions options, std::int64_t weights);

  // step counts from 1; rate is the learning rate after the schedule.
  void update(float* weights, const float* gradients, std::int64_t step, double rate, const Kernels& kernels,
              Team& team);

  double learningRate() const { return options_.learningRate; }
  // Running averages, each as long as the weights; how many is the optimiser's matter.
  std::vector<std::vector<float>>& moments() { return moments_; }
  const std::vector<std::vector<float>>& moments() const { return moments_; }

 private:
  OptimizerOptions options_;
  std::int64_t weights_;
  std::vector<std::vector<float>> moments_;
};

}  // namespace gatecast
