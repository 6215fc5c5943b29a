// Elman's recurrent network:  h(t) = f(W x(t) + b_ih + R h(t-1) + b_hh),  f = tanh or relu
//
//   da = dh f'(a),  dh(t-1) = da R
//
// Source: Elman 1990; the equations of torch.nn.RNN.

#include "ops/recurrent.h"

namespace gatecast {
namespace {

class Rnn final : public RecurrentOp {
 public:
  explicit Rnn(const Attributes& attributes)
      : RecurrentOp(attributes, 1, 1, false), relu_(attributes.choice("nonlinearity", {"tanh", "relu"}) == "relu") {}

 private:
  GateGroups groups(Index hidden) const override { return {{{0, hidden, 0}}, 1}; }

  void step(const Kernels& kernels, const RecurrentStep& given) const override {
    RecurrentStep step = given;
    step.relu = relu_;
    kernels.rnnStep(step);
  }

  void stepBack(const Kernels& kernels, const RecurrentStepBack& given, const float* packed) const override {
    RecurrentStepBack step = given;
    step.relu = relu_;
    kernels.rnnStepBack(step);
    addThroughWeights(kernels, step, groups(step.hidden)[0], packed, step.dHidden, true);
  }

  bool relu_;
};

}  // namespace

OP("rnn", Rnn)

}  // namespace gatecast
