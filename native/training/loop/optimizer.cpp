#include "training/loop/optimizer.h"

#include <cmath>

#include "runtime/error.h"
#include "training/loop/slices.h"

namespace gatecast {
namespace {

void checkAtLeast0(const char* name, double value) {
  if (!(value >= 0 && std::isfinite(value)))
    fail(Code::range, "Expected optimizer.", name, " to be 0 or more, got ", value);
}

void checkBelow1(const char* name, double value) {
  if (!(value >= 0 && value < 1))
    fail(Code::range, "Expected optimizer.", name, " to be at least 0 and below 1, got ", value);
}

std::size_t momentCount(const OptimizerOptions& options) {
  const std::size_t velocity = options.momentum > 0 ? 1 : 0;
  if (options.kind == "sgd") return velocity;
  if (options.kind == "rmsProp") return 1 + velocity;
  if (options.kind == "adam" || options.kind == "adamW") return 2;
  fail(Code::range, "Expected optimizer.kind to be sgd, adam, adamW or rmsProp, got \"", options.kind, '"');
}

}  // namespace

Optimizer::Optimizer(OptimizerOptions options, std::int64_t weights) : options_(std::move(options)), weights_(weights) {
  checkAtLeast0("learningRate", options_.learningRate);
  checkAtLeast0("epsilon", options_.epsilon);
  checkAtLeast0("weightDecay", options_.weightDecay);
  checkBelow1("momentum", options_.momentum);
  checkBelow1("beta1", options_.beta1);
  checkBelow1("beta2", options_.beta2);
  checkBelow1("alpha", options_.alpha);
  if (options_.nesterov && options_.momentum == 0) {
    fail(Code::range, "Expected optimizer.momentum to be above 0 when nesterov is true, got 0");
  }
  moments_.assign(momentCount(options_), std::vector<float>(static_cast<std::size_t>(weights)));
}

void Optimizer::update(float* weights, const float* gradients, std::int64_t step, double rate, const Kernels& kernels,
                       Team& team) {
  const auto moment = [&](std::size_t i, std::int64_t from) {
    return i < moments_.size() ? moments_[i].data() + from : nullptr;
  };
  const auto rate32 = static_cast<float>(rate), decay = static_cast<float>(options_.weightDecay);
  const auto momentum = static_cast<float>(options_.momentum), epsilon = static_cast<float>(options_.epsilon);
  const auto t = static_cast<double>(step);
  const AdamStep adam{
      .learningRate = rate32,
      .beta1 = static_cast<float>(options_.beta1),
      .beta2 = static_cast<float>(options_.beta2),
      .epsilon = epsilon,
      .correction1 = static_cast<float>(1 - std::pow(options_.beta1, t)),
      .correction2 = static_cast<float>(1 - std::pow(options_.beta2, t)),
      .weightDecay = decay,
      .decoupled = options_.kind == "adamW",
  };
  forSlices(team, weights_, [&](std::int64_t, std::int64_t from, std::int64_t size) {
    float* const p = weights + from;
    const float* const g = gradients + from;
    if (options_.kind == "sgd") {
      kernels.sgd(p, g, moment(0, from), size, rate32, momentum, options_.nesterov, decay);
    } else if (options_.kind == "rmsProp") {
      kernels.rmsProp(p, g, moment(0, from), moment(1, from), size, rate32, static_cast<float>(options_.alpha), epsilon,
                      momentum, decay);
    } else {
      kernels.adam(p, g, moment(0, from), moment(1, from), size, adam);
    }
  });
}

}  // namespace gatecast
