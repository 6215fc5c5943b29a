// Updates weights by their gradients: SGD, Adam, AdamW, RMSprop. The equations are in kernels/kernels.h.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernels/kernels.h"
#include "runtime/threads/team.h"

namespace gatecast {

// Has the form of Optimizer in src/addon/types/trainer.ts, where the options are explained.
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

// Updates every weight independently of the others, so that the bits are the same for any number of threads.
class Optimizer {
 public:
  // Throws ERR_RANGE for options outside their ranges.
  Optimizer(OptimizerOptions options, std::int64_t weights);

  // step: counted from 1. rate: the learning rate of this step, with the schedule applied.
  void update(float* weights, const float* gradients, std::int64_t step, double rate, const Kernels& kernels,
              Team& team);

  double learningRate() const { return options_.learningRate; }
  // Running averages, each as long as the weights. Their number, from 0 to 2, depends on the kind and the momentum.
  std::vector<std::vector<float>>& moments() { return moments_; }
  const std::vector<std::vector<float>>& moments() const { return moments_; }

 private:
  OptimizerOptions options_;
  std::int64_t weights_;
  std::vector<std::vector<float>> moments_;
};

}  // namespace gatecast
