//   y = x W^T + b      x [rows, I], W [O, I], b [O], y [rows, O]
//   dx = dy W          dW = dy^T x          db = sum over rows of dy

#include "ops/split.h"

namespace gatecast {
namespace {

struct Linear final : Op {
  explicit Linear(const Attributes&) {}

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(2, 3);
    in.checkType(0, Type::float32, "x");
    in.checkType(1, Type::float32, "weight");
    in.checkType(2, Type::float32, "bias");
    const Shape &x = in.shape(0), &weight = in.shape(1);
    expect(weight.rank() == 2, "a weight [O, I], got ", weight);
    expect(x.rank() >= 1 && x.last() == weight[1], "x with a last dimension of ", weight[1], " to match the weight ",
           weight, ", got ", x);
    if (in.has(2)) expect(in.shape(2) == Shape{weight[0]}, "a bias ", Shape{weight[0]}, ", got ", in.shape(2));
    return {{x.with(x.rank() - 1, weight[0])}};
  }

  Memory memory(const Geometry& g, const Kernels& kernels, bool training) const override {
    const Index O = g.inputs[1][0], I = g.inputs[1][1];
    Memory memory;
    memory.prepared = kernels.packedSize(I, O) + (training ? kernels.packedSize(O, I) : 0);
    memory.perThread = training ? kernels.gemmScratch : 0;
    return memory;
  }

  bool prepareReads(int input) const override { return input == 1; }
  void prepare(const Run& run) const override {
    const Index O = run.shape(1)[0], I = run.shape(1)[1];
    packB(run, {run.in(1), 1, I}, I, O, run.prepared());
    if (run.training) packB(run, {run.in(1), I, 1}, O, I, packedForBackward(run));
  }

  void forward(const Run& run) const override {
    const Index O = run.shape(1)[0], I = run.shape(1)[1];
    gemmPacked(run, {.rows = run.shape(0).rows(),
                     .columns = O,
                     .inner = I,
                     .a = run.in(0),
                     .lda = I,
                     .b = run.prepared(),
                     .c = run.out(),
                     .ldc = O,
                     .bias = run.optional(2)});
  }

  void backward(const Run& run) const override {
    const float* dy = run.dOut();
    if (dy == nullptr) return;
    const Index rows = run.shape(0).rows(), O = run.shape(1)[0], I = run.shape(1)[1];
    if (float* dx = run.dIn(0)) {
      gemmPacked(run, {.rows = rows,
                       .columns = I,
                       .inner = O,
                       .a = dy,
                       .lda = O,
                       .b = packedForBackward(run),
                       .c = dx,
                       .ldc = I,
                       .accumulate = true});
    }
    if (float* dW = run.dIn(1)) gemm(run, O, I, rows, {dy, 1, O}, {run.in(0), I, 1}, dW, I, true);
    if (float* db = run.dIn(2)) sumRows(run, dy, rows, O, db);
  }

  Streaming streaming(const Inputs&) const override { return Streaming::eachStep; }
  bool backwardReadsInput(int i) const override { return i == 0; }  // backward reads the packed copy of the weight
  bool backwardReadsOutput(int) const override { return false; }

  static float* packedForBackward(const Run& run) {
    return run.prepared() + run.kernels.packedSize(run.shape(1)[1], run.shape(1)[0]);
  }
};

OP("linear", Linear)

}  // namespace
}  // namespace gatecast
