//   y = x[start..end) along an axis;   dx = dy in that range, 0 elsewhere

#include <optional>

#include "ops/axis.h"
#include "ops/copy.h"

namespace gatecast {
namespace {

struct Slice final : Op {
  explicit Slice(const Attributes& a)
      : axis(a.integer("axis", -Extents::maxRank, Extents::maxRank - 1)), start(a.integer("start", 0, -far, far)) {
    if (a.has("end")) end = a.integer("end", -far, far);
  }

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(1, 1);
    const Shape& x = in.shape(0);
    const int at = x.axis(axis);
    expect(x[at].fixed(), "a fixed size along axis ", at, ", got ", x);
    const Index size = x[at].factor, from = first(size), to = end ? fromEnd(*end, size) : size;
    expect(from >= 0 && from < to && to <= size, "a slice within 0 to ", size, " along axis ", at, " of ", x, ", got ",
           from, " to ", to);
    return {{x.with(at, Dim::of(to - from)), in[0].type}};
  }

  void forward(const Run& run) const override {
    const Around x = around(run.shape(0), axis), y = around(run.outShape(), axis);
    copyBlocks(run, x.outer, y.size * y.inner, run.in(0) + first(x.size) * x.inner, x.size * x.inner, run.out(),
               y.size * y.inner);
  }

  void backward(const Run& run) const override {
    if (run.dOut() == nullptr || run.dIn(0) == nullptr) return;
    const Around x = around(run.shape(0), axis), y = around(run.outShape(), axis);
    addBlocks(run, x.outer, y.size * y.inner, run.dOut(), y.size * y.inner, run.dIn(0) + first(x.size) * x.inner,
              x.size * x.inner);
  }

  Streaming streaming(const Inputs& in) const override { return streamingAlong(in.shape(0), axis); }
  bool backwardReadsInput(int) const override { return false; }
  bool backwardReadsOutput(int) const override { return false; }

  static Index fromEnd(Index given, Index size) { return given < 0 ? given + size : given; }
  Index first(Index size) const { return fromEnd(start, size); }

  static constexpr std::int64_t far = std::int64_t{1} << 48;
  std::int64_t axis, start;
  std::optional<std::int64_t> end;
};

OP("slice", Slice)

}  // namespace
}  // namespace gatecast
