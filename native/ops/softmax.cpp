//   y = exp(x - max) / sum of exp(x - max)      along one axis
//   dx = y (dy - sum of dy y)
//
// The kernel needs contiguous rows. For an axis that is not the last, the op copies `width` neighbouring lines at a
// time into rows, and the results back.

#include "ops/axis.h"
#include "ops/split.h"

namespace gatecast {
namespace {

constexpr Index width = 16;  // a cache line

struct Softmax final : Op {
  explicit Softmax(const Attributes& a) : axis(a.integer("axis", -1, -Extents::maxRank, Extents::maxRank - 1)) {}

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(1, 1);
    in.checkType(0, Type::float32, "x");
    in.shape(0).axis(axis);
    return {in[0]};
  }

  Memory memory(const Geometry& g, const Kernels&, bool training) const override {
    const Around x = around(g.inputs[0], axis);
    Memory memory;
    memory.perThread = x.inner == 1 ? 0 : (training ? 3 : 1) * width * x.size;
    return memory;
  }

  void forward(const Run& run) const override {
    const Around s = around(run.shape(0), axis);
    if (s.inner == 1) {
      parallelFor(run.team, s.outer, grainOf(s.size), [&](Index from, Index to, int) {
        run.kernels.softmax(run.in(0) + from * s.size, s.size, run.out() + from * s.size, s.size, to - from, s.size);
      });
      return;
    }
    eachBundle(run, s, [&](Index start, Index lines, float* rows) {
      collect(s, run.in(0) + start, lines, rows);
      run.kernels.softmax(rows, s.size, rows, s.size, lines, s.size);
      float* y = run.out() + start;
      for (Index i = 0; i < s.size; i++) {
        for (Index j = 0; j < lines; j++) y[i * s.inner + j] = rows[j * s.size + i];
      }
    });
  }

  void backward(const Run& run) const override {
    const float* dy = run.dOut();
    if (dy == nullptr || run.dIn(0) == nullptr) return;
    const Around s = around(run.shape(0), axis);
    if (s.inner == 1) {
      parallelFor(run.team, s.outer, grainOf(s.size), [&](Index from, Index to, int) {
        const Index start = from * s.size;
        run.kernels.softmaxBack(run.out() + start, s.size, dy + start, s.size, run.dIn(0) + start, s.size, to - from,
                                s.size);
      });
      return;
    }
    eachBundle(run, s, [&](Index start, Index lines, float* y) {
      float *dyRows = y + width * s.size, *dxRows = dyRows + width * s.size;
      collect(s, run.out() + start, lines, y);
      collect(s, dy + start, lines, dyRows);
      std::fill(dxRows, dxRows + lines * s.size, 0.0f);
      run.kernels.softmaxBack(y, s.size, dyRows, s.size, dxRows, s.size, lines, s.size);
      float* dx = run.dIn(0) + start;
      for (Index i = 0; i < s.size; i++) {
        for (Index j = 0; j < lines; j++) dx[i * s.inner + j] += dxRows[j * s.size + i];
      }
    });
  }

  Streaming streaming(const Inputs& in) const override { return streamingAlong(in.shape(0), axis); }
  bool backwardReadsInput(int) const override { return false; }

  // Calls body(start of the bundle, lines in it, scratch) for bundles of at most `width` neighbouring lines.
  template <typename Body>
  static void eachBundle(const Run& run, const Around& s, const Body& body) {
    const Index bundles = (s.inner + width - 1) / width;
    parallelFor(run.team, s.outer * bundles, grainOf(width * s.size), [&](Index from, Index to, int thread) {
      for (Index i = from; i < to; i++) {
        const Index line = i % bundles * width;
        body(i / bundles * s.size * s.inner + line, std::min(width, s.inner - line), run.perThread(thread));
      }
    });
  }
  static void collect(const Around& s, const float* from, Index lines, float* rows) {
    for (Index i = 0; i < s.size; i++) {
      for (Index j = 0; j < lines; j++) rows[j * s.size + i] = from[i * s.inner + j];
    }
  }

  std::int64_t axis;
};

OP("softmax", Softmax)

}  // namespace
}  // namespace gatecast
