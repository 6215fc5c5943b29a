//   y = f(x)
//   dx = dy f'(x)     computed from y if f' is a function of y
//
// gelu(x) = x Phi(x), exact (Hendrycks and Gimpel 2016); silu(x) = x sigmoid(x) (Elfwing et al. 2017).

#include "ops/split.h"

namespace gatecast {
namespace {

template <Unary function>
struct Elementwise final : Op {
  explicit Elementwise(const Attributes&) {}

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(1, 1);
    in.checkType(0, Type::float32, "x");
    return {in[0]};
  }

  void forward(const Run& run) const override {
    parallelFor(run.team, run.outShape().count(), grain, [&](Index from, Index to, int) {
      run.kernels.unary(function, run.in(0) + from, run.out() + from, to - from);
    });
  }

  void backward(const Run& run) const override {
    if (run.dOut() == nullptr || run.dIn(0) == nullptr) return;
    parallelFor(run.team, run.outShape().count(), grain, [&](Index from, Index to, int) {
      run.kernels.unaryBack(function, run.in(0) + from, run.out() + from, run.dOut() + from, run.dIn(0) + from,
                            to - from);
    });
  }

  Streaming streaming(const Inputs&) const override { return Streaming::eachStep; }
  bool backwardReadsInput(int) const override { return !fromOutput; }
  bool backwardReadsOutput(int) const override { return fromOutput; }

  static constexpr bool fromOutput = function == Unary::tanh || function == Unary::sigmoid || function == Unary::exp;
  static constexpr Index grain = 8192;
};

OP("tanh", Elementwise<Unary::tanh>)
OP("sigmoid", Elementwise<Unary::sigmoid>)
OP("relu", Elementwise<Unary::relu>)
OP("gelu", Elementwise<Unary::gelu>)
OP("silu", Elementwise<Unary::silu>)
OP("softplus", Elementwise<Unary::softplus>)
OP("exp", Elementwise<Unary::exp>)
OP("log", Elementwise<Unary::log>)

}  // namespace
}  // namespace gatecast
