// Long short-term memory, gates i, f, g, o:
//   i, f, o = sigmoid(W x + b_ih + R h(t-1) + b_hh),  g = tanh(...)
//   c(t) = f c(t-1) + i g,   h(t) = o tanh(c(t))
//
//   dc += dh o (1 - tanh(c)^2),  do = dh tanh(c),  di = dc g,  df = dc c(t-1),  dg = dc i,  dc(t-1) = dc f
//   each times the slope of its sigmoid or tanh, then dh(t-1) = [di df dg do] R
//
// Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000; the equations of torch.nn.LSTM.

#include "ops/recurrent.h"

namespace gatecast {
namespace {

class Lstm final : public RecurrentOp {
 public:
  explicit Lstm(const Attributes& attributes) : RecurrentOp(attributes, 4, 4, true) {}

 private:
  GateGroups groups(Index hidden) const override { return {{{0, 4 * hidden, 0}}, 1}; }

  void step(const Kernels& kernels, const RecurrentStep& step) const override { kernels.lstmStep(step); }

  void stepBack(const Kernels& kernels, const RecurrentStepBack& step, const float* packed) const override {
    kernels.lstmStepBack(step);
    addThroughWeights(kernels, step, groups(step.hidden)[0], packed, step.dHidden, true);
  }
};

}  // namespace

OP("lstm", Lstm)

}  // namespace gatecast
