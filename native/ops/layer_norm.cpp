//   y = (x - mean) / sqrt(var + epsilon) * gain + shift          over the last dimension, D wide
//   with n = (x - mean) rstd and g = dy gain:
//   dx = rstd (g - mean(g) - n mean(g n)),  dgain = sum over rows of dy n,  dshift = sum over rows of dy
//
// Source: Ba, Kiros, Hinton 2016, eq. 4.

#include "ops/split.h"

namespace gatecast {
namespace {

struct LayerNorm final : Op {
  explicit LayerNorm(const Attributes& a) : epsilon(static_cast<float>(a.number("epsilon", 1e-5))) {
    if (!(epsilon > 0)) fail(Code::range, "Expected an epsilon above 0, got ", epsilon);
  }

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(1, 3);
    const Shape& x = in.shape(0);
    expect(x.rank() >= 1, "x with at least 1 dimension, got ", x);
    const char* names[] = {"x", "gain", "shift"};
    for (int i = 0; i < 3; i++) {
      in.checkType(i, Type::float32, names[i]);
      if (i > 0 && in.has(i)) {
        expect(in.shape(i) == Shape{x.last()}, "a ", names[i], " ", Shape{x.last()},
               " to match the last dimension of x ", x, ", got ", in.shape(i));
      }
    }
    return {in[0]};
  }

  Memory memory(const Geometry& g, const Kernels&, bool) const override {
    Memory memory;
    memory.saved = 2 * g.inputs[0].rows();  // mean and rstd of each row
    return memory;
  }

  void forward(const Run& run) const override {
    const Index D = run.shape(0).last();
    parallelFor(run.team, run.shape(0).rows(), grainOf(D), [&](Index from, Index to, int) {
      run.kernels.layerNorm(run.in(0) + from * D, run.optional(1), run.optional(2), epsilon, run.out() + from * D,
                            run.saved() + 2 * from, to - from, D);
    });
  }

  void backward(const Run& run) const override {
    const float* dy = run.dOut();
    if (dy == nullptr) return;
    const Index rows = run.shape(0).rows(), D = run.shape(0).last();
    if (float* dx = run.dIn(0)) {
      parallelFor(run.team, rows, grainOf(D), [&](Index from, Index to, int) {
        run.kernels.layerNormBack(run.in(0) + from * D, run.optional(1), run.saved() + 2 * from, dy + from * D,
                                  dx + from * D, to - from, D);
      });
    }
    if (run.dIn(1) == nullptr && run.dIn(2) == nullptr) return;
    // Each column is one sum, because the order of additions must not depend on the number of threads.
    constexpr Index cacheLine = 16;
    const Index grain = std::max(cacheLine, grainOf(rows) / cacheLine * cacheLine);
    parallelFor(run.team, D, grain, [&](Index from, Index to, int) {
      run.kernels.layerNormWeightsBack(run.in(0), run.saved(), dy, rows, D, from, to, run.dIn(1), run.dIn(2));
    });
  }

  Streaming streaming(const Inputs&) const override { return Streaming::eachStep; }
  bool backwardReadsInput(int i) const override { return i < 2; }
  bool backwardReadsOutput(int) const override { return false; }

  float epsilon;
};

OP("layerNorm", LayerNorm)

}  // namespace
}  // namespace gatecast
