//   y[0, t] = t      for the time steps of x; int32, for an embedding of positions

#include "ops/split.h"

namespace gatecast {
namespace {

struct Positions final : Op {
  explicit Positions(const Attributes& a) : longest(a.integer("longest", 1, std::int64_t{1} << 31)) {}

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(1, 1);
    const Shape& x = in.shape(0);
    expect(x.rank() >= 2, "x [batch, time, ..], got ", x);
    return {{Shape{Dim::of(1), x[1]}, Type::int32}};
  }

  void forward(const Run& run) const override {
    const Index steps = run.shape(0)[1];
    if (steps > longest) {
      fail(Code::range, "Expected at most ", longest, " time steps, for which there are learned positions, got ", steps,
           ". Give a larger `longest`, or cut the sequences");
    }
    std::int32_t* y = reinterpret_cast<std::int32_t*>(run.out());
    for (Index t = 0; t < steps; t++) y[t] = static_cast<std::int32_t>(t);
  }

  void backward(const Run&) const override {}
  Streaming streaming(const Inputs&) const override { return Streaming::no; }
  bool differentiable(int) const override { return false; }
  bool backwardReadsInput(int) const override { return false; }
  bool backwardReadsOutput(int) const override { return false; }

  Index longest;
};

OP("positions", Positions)

}  // namespace
}  // namespace gatecast
