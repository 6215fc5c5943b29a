//   y = `times` copies of x, joined along an axis;   dx = sum of dy over the copies

#include "ops/axis.h"
#include "ops/copy.h"

namespace gatecast {
namespace {

struct Repeat final : Op {
  explicit Repeat(const Attributes& a) : axis(a.integer("axis", -Extents::maxRank, Extents::maxRank - 1)) {
    const Shape parsed = parseShape(a.words("times"));
    if (parsed.rank() != 1) fail(Code::type, "Expected times to be one number or \"time\", got ", parsed);
    times = parsed[0];
  }

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(1, 1);
    const Shape& x = in.shape(0);
    const int at = x.axis(axis);
    expect(times.fixed() || x[at] == Dim::of(1), "size 1 along axis ", at, " to repeat it ", times, " times, got ", x);
    expect(x[at].factor <= (std::int64_t{1} << 48) / times.factor, "at most 2^48 elements, got ", times, " times ", x);
    const Symbol symbol = times.fixed() ? x[at].symbol : times.symbol;
    return {{x.with(at, {x[at].factor * times.factor, symbol}), in[0].type}};
  }

  void forward(const Run& run) const override {
    const Copies c(*this, run);
    parallelFor(run.team, c.outer * c.times, grainOf(c.block), [&](Index from, Index to, int) {
      for (Index i = from; i < to; i++) {
        copyFloats(run.in(0) + i / c.times * c.block, c.block, run.out() + i * c.block);
      }
    });
  }

  void backward(const Run& run) const override {
    if (run.dOut() == nullptr || run.dIn(0) == nullptr) return;
    const Copies c(*this, run);
    // Long blocks are cut into chunks, so that a single block with many copies still keeps the team busy.
    constexpr Index chunk = 1024;
    const Index chunks = (c.block + chunk - 1) / chunk;
    const Index grain = grainOf(std::min(c.block, chunk) * c.times);
    parallelFor(run.team, c.outer * chunks, grain, [&](Index from, Index to, int) {
      for (Index i = from; i < to; i++) {
        const Index outer = i / chunks, start = i % chunks * chunk, n = std::min(chunk, c.block - start);
        run.kernels.sumRows(run.dOut() + outer * c.times * c.block + start, c.block, c.times, n,
                            run.dIn(0) + outer * c.block + start);
      }
    });
  }

  Streaming streaming(const Inputs& in) const override {
    return times.fixed() ? streamingAlong(in.shape(0), axis) : Streaming::eachStep;
  }
  bool backwardReadsInput(int) const override { return false; }
  bool backwardReadsOutput(int) const override { return false; }

  // y as [outer, times, block]
  struct Copies {
    Copies(const Repeat& op, const Run& run) {
      const Around x = around(run.shape(0), op.axis);
      outer = x.outer, block = x.size * x.inner, times = run.outShape().count() / run.shape(0).count();
    }
    Index outer, times, block;
  };

  std::int64_t axis;
  Dim times;
};

OP("repeat", Repeat)

}  // namespace
}  // namespace gatecast
