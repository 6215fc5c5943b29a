//   y[b] = x[b, T - 1], or with lengths x[b, lengths[b] - 1], or 0 if the length is 0
//   dx = dy at that step, 0 elsewhere

#include "ops/copy.h"
#include "ops/lengths.h"

namespace gatecast {
namespace {

struct Last final : Op {
  explicit Last(const Attributes&) {}

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(1, 2);
    in.checkType(0, Type::float32, "x");
    const Shape& x = in.shape(0);
    expect(x.rank() == 3, "x [batch, time, features], got ", x);
    checkLengthsShape(in, 1, x[0]);
    return {{Shape{x[0], x[2]}}};
  }

  void forward(const Run& run) const override {
    const Extents& x = run.shape(0);
    checkLengths(run.integers(1), x[0], x[1]);
    eachRow(run, [&](Index b, Index step) {
      float* y = run.out() + b * x[2];
      if (step < 0) std::fill(y, y + x[2], 0.0f);
      else copyFloats(run.in(0) + (b * x[1] + step) * x[2], x[2], y);
    });
  }

  void backward(const Run& run) const override {
    if (run.dOut() == nullptr || run.dIn(0) == nullptr) return;
    const Extents& x = run.shape(0);
    eachRow(run, [&](Index b, Index step) {
      if (step >= 0) run.kernels.addTo(run.dOut() + b * x[2], run.dIn(0) + (b * x[1] + step) * x[2], x[2]);
    });
  }

  Streaming streaming(const Inputs&) const override { return Streaming::eachStep; }
  bool differentiable(int input) const override { return input == 0; }
  bool backwardReadsInput(int input) const override { return input == 1; }
  bool backwardReadsOutput(int) const override { return false; }

  // Calls body(row of the batch, its last valid step or -1).
  template <typename Body>
  static void eachRow(const Run& run, const Body& body) {
    const Extents& x = run.shape(0);
    const std::int32_t* lengths = run.integers(1);
    parallelFor(run.team, x[0], grainOf(x[2]), [&](Index from, Index to, int) {
      for (Index b = from; b < to; b++) body(b, (lengths != nullptr ? lengths[b] : x[1]) - 1);
    });
  }
};

OP("last", Last)

}  // namespace
}  // namespace gatecast
