//   y[b, p, s C + c] = x[b, p stride + s, c]       s < size
//   dx[b, t, c] = sum of dy over the patches that hold step t
//
// Source: Nie et al. 2023 (PatchTST), section 3.1.

#include "ops/copy.h"

namespace gatecast {
namespace {

struct Patch final : Op {
  explicit Patch(const Attributes& a) : size(a.integer("size", 1, 1 << 30)), stride(a.integer("stride", 1, 1 << 30)) {}

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(1, 1);
    in.checkType(0, Type::float32, "x");
    const Shape& x = in.shape(0);
    expect(x.rank() == 3 && x[1].fixed() && x[2].fixed(),
           "x [batch, time, features] with a fixed number of time steps, got ", x);
    expect(size <= x[1].factor, "patches of at most ", x[1], " steps, the number of time steps, got ", size);
    return {{Shape{x[0], Dim::of((x[1].factor - size) / stride + 1), Dim::of(size * x[2].factor)}}};
  }

  void forward(const Run& run) const override {
    const Extents &x = run.shape(0), &y = run.outShape();
    const Index patches = y[1], width = y[2];
    parallelFor(run.team, y.rows(), grainOf(width), [&](Index from, Index to, int) {
      for (Index i = from; i < to; i++) {
        const Index step = i / patches * x[1] + i % patches * stride;
        copyFloats(run.in(0) + step * x[2], width, run.out() + i * width);
      }
    });
  }

  void backward(const Run& run) const override {
    if (run.dOut() == nullptr || run.dIn(0) == nullptr) return;
    const Extents &x = run.shape(0), &y = run.outShape();
    const Index patches = y[1], width = y[2];
    // One task computes whole rows of the batch, because patches of one row may overlap.
    parallelFor(run.team, x[0], grainOf(patches * width), [&](Index from, Index to, int) {
      for (Index i = from * patches; i < to * patches; i++) {
        const Index step = i / patches * x[1] + i % patches * stride;
        run.kernels.addTo(run.dOut() + i * width, run.dIn(0) + step * x[2], width);
      }
    });
  }

  Streaming streaming(const Inputs&) const override { return Streaming::no; }
  bool backwardReadsInput(int) const override { return false; }
  bool backwardReadsOutput(int) const override { return false; }

  std::int64_t size, stride;
};

OP("patch", Patch)

}  // namespace
}  // namespace gatecast
