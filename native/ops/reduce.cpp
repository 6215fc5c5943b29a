//   sum: y = sum of x over the axes          dx = dy
//   mean: y = sum of x over the axes / n     dx = dy / n       with n elements in each sum

#include <optional>

#include "ops/axis.h"
#include "ops/broadcast.h"

namespace gatecast {
namespace {

template <bool isMean>
struct Reduce final : Op {
  explicit Reduce(const Attributes& a) : keep(a.flag("keep")) {
    if (a.has("axes")) axes = axesOf(a);
  }

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(1, 1);
    in.checkType(0, Type::float32, "x");
    const Shape& x = in.shape(0);
    int seen = 0;
    for (int i = 0; i < x.rank(); i++) seen += reduced(i, x.rank()) ? 1 : 0;
    if (axes) {
      for (const std::int64_t axis : *axes) x.axis(axis);
      expect(seen == static_cast<int>(axes->size()), "each axis of x ", x, " at most once in axes, got ",
             textOf(*axes));
    }
    std::vector<Dim> dims;
    for (int i = 0; i < x.rank(); i++) {
      if (!reduced(i, x.rank())) dims.push_back(x[i]);
      else if (keep) dims.push_back(Dim::of(1));
    }
    return {{Shape(std::move(dims))}};
  }

  void forward(const Run& run) const override {
    const Extents &x = run.shape(0), stretched = kept(x);
    float* y = run.out();
    std::fill(y, y + stretched.count(), 0.0f);
    reduceOnto(run, Broadcast(x, stretched, x), 0, 1.0f, y,
               [&](Place at, Index from, Index, float*) { return run.in(0) + at.full + from; });
    if (isMean) run.kernels.scale(factor(x), y, stretched.count());
  }

  void backward(const Run& run) const override {
    const float* dy = run.dOut();
    float* dx = run.dIn(0);
    if (dy == nullptr || dx == nullptr) return;
    const Extents& x = run.shape(0);
    const Broadcast loops(x, kept(x), x);
    const Index columns = loops.columns(), stride = loops.columnStride(0);
    const float by = factor(x);
    const auto spread = [&](Place at, Index from, Index n) {
      float* to = dx + at.full + from;
      if (stride == 1) return run.kernels.multiplyAdd(by, dy + at.operand[0] + from, to, n);
      const float one = by * dy[at.operand[0]];
      run.kernels.binary(Binary::add, to, 1, &one, 0, to, n);
    };
    if (loops.rows() == 1) {
      parallelFor(run.team, columns, grainOf(1), [&](Index from, Index to, int) { spread({}, from, to - from); });
      return;
    }
    parallelFor(run.team, loops.rows(), grainOf(columns), [&](Index from, Index to, int) {
      for (Index row = from; row < to; row++) spread(loops.row(row), 0, columns);
    });
  }

  Streaming streaming(const Inputs& in) const override {
    const Shape& x = in.shape(0);
    for (int i = 0; i < x.rank(); i++) {
      if (reduced(i, x.rank()) && (i == 0 || isTime(x, i))) return Streaming::no;
    }
    return Streaming::eachStep;
  }
  bool backwardReadsInput(int) const override { return false; }
  bool backwardReadsOutput(int) const override { return false; }

  bool reduced(int axis, int rank) const {
    return !axes || std::any_of(axes->begin(), axes->end(), [&](auto given) { return fromFront(given, rank) == axis; });
  }
  // The shape of y with the reduced dimensions as size 1.
  Extents kept(const Extents& x) const {
    Extents y;
    for (int i = 0; i < x.rank(); i++) y.push(reduced(i, x.rank()) ? 1 : x[i]);
    return y;
  }
  float factor(const Extents& x) const {
    return isMean ? static_cast<float>(static_cast<double>(kept(x).count()) / static_cast<double>(x.count())) : 1.0f;
  }

  std::optional<std::vector<std::int64_t>> axes;  // absent: all axes
  bool keep;
};

OP("mean", Reduce<true>)
OP("sum", Reduce<false>)

}  // namespace
}  // namespace gatecast
