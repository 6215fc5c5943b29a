// Rotates the features of each time step by angles that grow with the step. Each head is a slice of d = D / heads
// features, and features 2i and 2i + 1 of a head are one pair:
//
//   angle = t base^(-2i / d)
//   y[2i] = x[2i] cos - x[2i+1] sin,    y[2i+1] = x[2i] sin + x[2i+1] cos
//   dx is dy, rotated by -angle
//
// So the product of a query at step t and a key at step s depends on t - s alone.
//
// Source: Su et al. 2021, "RoFormer", eq. 34.

#include <cmath>

#include "ops/split.h"

namespace gatecast {
namespace {

struct Rotary final : Op {
  explicit Rotary(const Attributes& a) : heads(a.integer("heads", 1, 1, 1 << 20)), base(a.number("base", 10000)) {
    if (!(base > 0)) fail(Code::range, "Expected a base above 0, got ", base);
  }

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(1, 1);
    in.checkType(0, Type::float32, "x");
    const Shape& x = in.shape(0);
    expect(x.rank() == 3, "x [batch, time, features], got ", x);
    expect(x[2].fixed() && x[2].factor % (2 * heads) == 0, "a multiple of 2 * heads features, ", 2 * heads,
           ", because features are rotated in pairs, got ", x);
    return {in[0]};
  }

  Memory memory(const Geometry& g, const Kernels&, bool) const override {
    Memory memory;
    memory.scratch = g.inputs[0][1] * (g.inputs[0][2] / heads);
    return memory;
  }

  void forward(const Run& run) const override {
    rotate(
        run, 1,
        [&](Index i, float a, float b) {
          run.out()[i] = a;
          run.out()[i + 1] = b;
        },
        run.in(0));
  }

  // Gradients are added: other ops may read x, too.
  void backward(const Run& run) const override {
    if (run.dOut() == nullptr || run.dIn(0) == nullptr) return;
    float* dx = run.dIn(0);
    rotate(
        run, -1,
        [&](Index i, float a, float b) {
          dx[i] += a;
          dx[i + 1] += b;
        },
        run.dOut());
  }

  Streaming streaming(const Inputs&) const override { return Streaming::no; }
  bool backwardReadsInput(int) const override { return false; }
  bool backwardReadsOutput(int) const override { return false; }

  // Calls put(position of the first, rotated first, rotated second) for every pair of `from`.
  template <typename Put>
  void rotate(const Run& run, float direction, const Put& put, const float* from) const {
    const Extents& x = run.shape(0);
    const Index steps = x[1], width = x[2], d = width / heads;
    float* turns = run.scratch();  // for each step and pair of a head its cosine and sine
    constexpr Index trigonometry = 40;
    parallelFor(run.team, steps, grainOf(trigonometry * d), [&](Index first, Index end, int) {
      for (Index t = first; t < end; t++) {
        for (Index i = 0; i < d; i += 2) {
          const double angle =
              static_cast<double>(t) * std::pow(base, -static_cast<double>(i) / static_cast<double>(d));
          turns[t * d + i] = static_cast<float>(std::cos(angle));
          turns[t * d + i + 1] = static_cast<float>(std::sin(angle));
        }
      }
    });
    parallelFor(run.team, x[0] * steps, grainOf(width), [&](Index first, Index end, int) {
      for (Index row = first; row < end; row++) {
        const float* turn = turns + row % steps * d;
        for (Index i = 0; i < width; i += 2) {
          const float cosine = turn[i % d], sine = direction * turn[i % d + 1];
          const float a = from[row * width + i], b = from[row * width + i + 1];
          put(row * width + i, a * cosine - b * sine, a * sine + b * cosine);
        }
      }
    });
  }

  Index heads;
  double base;
};

OP("rotary", Rotary)

}  // namespace
}  // namespace gatecast
