//   y = x0, x1, .. joined along an axis;   dx_i = the part of dy that comes from x_i

#include "ops/axis.h"
#include "ops/copy.h"

namespace gatecast {
namespace {

struct Concat final : Op {
  explicit Concat(const Attributes& a) : axis(a.integer("axis", -Extents::maxRank, Extents::maxRank - 1)) {}

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(2, 1 << 16);
    in.checkCount(in.size(), in.size());  // none is optional
    Spec joined = in[0];
    const int at = joined.shape.axis(axis);
    for (int i = 1; i < in.size(); i++) {
      in.checkType(i, joined.type, "all inputs");
      const Shape& x = in.shape(i);
      expect(x.rank() == joined.shape.rank() && x.with(at, Dim{}) == joined.shape.with(at, Dim{}),
             "inputs that differ in axis ", at, " only, got ", in.shape(0), " and ", x);
      const Dim sum = joined.shape[at];
      expect(x[at].symbol == sum.symbol, "fixed sizes, or multiples of one symbol, along axis ", at, ", got ",
             in.shape(0), " and ", x);
      joined.shape = joined.shape.with(at, {sum.factor + x[at].factor, sum.symbol});
    }
    return {joined};
  }

  void forward(const Run& run) const override {
    const Around y = around(run.outShape(), axis);
    Index start = 0;
    for (std::size_t i = 0; i < run.geometry.inputs.size(); i++) {
      const Index size = around(run.geometry.inputs[i], axis).size;
      copyBlocks(run, y.outer, size * y.inner, run.in(static_cast<int>(i)), size * y.inner, run.out() + start * y.inner,
                 y.size * y.inner);
      start += size;
    }
  }

  void backward(const Run& run) const override {
    if (run.dOut() == nullptr) return;
    const Around y = around(run.outShape(), axis);
    Index start = 0;
    for (std::size_t i = 0; i < run.geometry.inputs.size(); i++) {
      const Index size = around(run.geometry.inputs[i], axis).size;
      if (float* dx = run.dIn(static_cast<int>(i))) {
        addBlocks(run, y.outer, size * y.inner, run.dOut() + start * y.inner, y.size * y.inner, dx, size * y.inner);
      }
      start += size;
    }
  }

  Streaming streaming(const Inputs& in) const override { return streamingAlong(in.shape(0), axis); }
  bool backwardReadsInput(int) const override { return false; }
  bool backwardReadsOutput(int) const override { return false; }

  std::int64_t axis;
};

OP("concat", Concat)

}  // namespace
}  // namespace gatecast
