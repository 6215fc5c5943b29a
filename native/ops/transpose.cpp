//   y[i_0, .., i_n] = x[j_0, .., j_n] with i_k = j_axes[k], so that y.shape[k] = x.shape[axes[k]]
//   dx = dy with the permutation reversed

#include "ops/axis.h"
#include "ops/copy.h"

namespace gatecast {
namespace {

// The element strides of a source, in the order of the target's dimensions.
struct Strides {
  Index of[Extents::maxRank]{};
};

// Calls row(position in the source, position in the target) for every innermost row of the target.
template <typename Body>
void eachRow(const Run& run, const Extents& target, const Strides& source, const Body& row) {
  const Index columns = target.last();
  parallelFor(run.team, target.rows(), grainOf(columns), [&](Index from, Index to, int) {
    for (Index i = from; i < to; i++) {
      Index rest = i, place = 0;
      for (int d = target.rank() - 2; d >= 0; d--) {
        place += rest % target[d] * source.of[d];
        rest /= target[d];
      }
      row(place, i * columns);
    }
  });
}

struct Transpose final : Op {
  explicit Transpose(const Attributes& a) : axes(axesOf(a)) {}

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(1, 1);
    const Shape& x = in.shape(0);
    std::vector<bool> seen(axes.size(), false);
    bool permutation = static_cast<int>(axes.size()) == x.rank() && x.rank() > 0;
    for (int k = 0; permutation && k < x.rank(); k++) {
      permutation = axis(k) >= 0 && axis(k) < x.rank() && !seen[static_cast<std::size_t>(axis(k))];
      if (permutation) seen[static_cast<std::size_t>(axis(k))] = true;
    }
    expect(permutation, "axes that contain each number from 0 to ", x.rank() - 1, " once for x ", x, ", got ",
           textOf(axes));
    std::vector<Dim> dims;
    for (int k = 0; k < x.rank(); k++) dims.push_back(x[axis(k)]);
    return {{Shape(std::move(dims)), in[0].type}};
  }

  void forward(const Run& run) const override {
    const Extents &x = run.shape(0), &y = run.outShape();
    Strides source;
    for (int k = 0; k < y.rank(); k++) source.of[k] = x.product(axis(k) + 1, x.rank());
    const Index columns = y.last(), step = source.of[y.rank() - 1];
    eachRow(run, y, source, [&](Index place, Index target) {
      const float* from = run.in(0) + place;
      float* to = run.out() + target;
      if (step == 1) return copyFloats(from, columns, to);
      for (Index i = 0; i < columns; i++) copyFloats(from + i * step, 1, to + i);
    });
  }

  void backward(const Run& run) const override {
    if (run.dOut() == nullptr || run.dIn(0) == nullptr) return;
    const Extents &x = run.shape(0), &y = run.outShape();
    Strides source;
    for (int k = 0; k < y.rank(); k++) source.of[axis(k)] = y.product(k + 1, y.rank());
    const Index columns = x.last(), step = source.of[x.rank() - 1];
    eachRow(run, x, source, [&](Index place, Index target) {
      const float* from = run.dOut() + place;
      float* to = run.dIn(0) + target;
      if (step == 1) return run.kernels.addTo(from, to, columns);
      for (Index i = 0; i < columns; i++) to[i] += from[i * step];
    });
  }

  Streaming streaming(const Inputs& in) const override {
    const Shape& x = in.shape(0);
    for (int i = 0; i < x.rank(); i++) {
      if ((i == 0 || isTime(x, i)) && axis(i) != i) return Streaming::no;
    }
    return Streaming::eachStep;
  }
  bool backwardReadsInput(int) const override { return false; }
  bool backwardReadsOutput(int) const override { return false; }

  int axis(int k) const { return static_cast<int>(axes[static_cast<std::size_t>(k)]); }

  std::vector<std::int64_t> axes;
};

OP("transpose", Transpose)

}  // namespace
}  // namespace gatecast
