//   y = a + b     da = dy        db = dy
//   y = a - b     da = dy        db = -dy
//   y = a b       da = dy b      db = dy a
//   y = a / b     da = dy / b    db = -dy a / b^2
//
// with NumPy broadcasting: shapes are aligned from the right, and dimensions of size 1 are stretched. The gradient by a
// stretched operand is summed over the dimensions in which it was stretched.

#include "ops/broadcast.h"

namespace gatecast {
namespace {

Shape broadcastShape(const Shape& a, const Shape& b) {
  const int rank = std::max(a.rank(), b.rank());
  const Dim one = Dim::of(1);
  std::vector<Dim> dims;
  for (int i = -rank; i < 0; i++) {
    const Dim left = i >= -a.rank() ? a[i] : one, right = i >= -b.rank() ? b[i] : one;
    expect(left == right || left == one || right == one,
           "shapes that broadcast (aligned from the right, dimensions equal or 1), got ", a, " and ", b);
    dims.push_back(left == one ? right : left);
  }
  return Shape(std::move(dims));
}

template <Binary function>
struct Arithmetic final : Op {
  explicit Arithmetic(const Attributes&) {}

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(2, 2);
    in.checkType(0, Type::float32, "a");
    in.checkType(1, Type::float32, "b");
    return {{broadcastShape(in.shape(0), in.shape(1))}};
  }

  void forward(const Run& run) const override {
    const Broadcast loops(run.outShape(), run.shape(0), run.shape(1));
    const Index columns = loops.columns();
    const Index aStride = loops.columnStride(0), bStride = loops.columnStride(1);
    const auto apply = [&](Place at, Index from, Index n) {
      run.kernels.binary(function, run.in(0) + at.operand[0] + from * aStride, aStride,
                         run.in(1) + at.operand[1] + from * bStride, bStride, run.out() + at.full + from, n);
    };
    if (loops.rows() == 1) {
      parallelFor(run.team, columns, grainOf(1), [&](Index from, Index to, int) { apply({}, from, to - from); });
      return;
    }
    parallelFor(run.team, loops.rows(), grainOf(columns), [&](Index from, Index to, int) {
      for (Index row = from; row < to; row++) apply(loops.row(row), 0, columns);
    });
  }

  void backward(const Run& run) const override {
    const float* dy = run.dOut();
    if (dy == nullptr) return;
    const Broadcast loops(run.outShape(), run.shape(0), run.shape(1));
    const auto other = [&](int i, Place at, Index from) {
      return run.in(i) + at.operand[i] + from * loops.columnStride(i);
    };
    // The operands come one after the other, because both may be the same value, which has one gradient.
    for (int operand = 0; operand < 2; operand++) {
      if (run.dIn(operand) == nullptr) continue;
      const bool negative = operand == 1 && (function == Binary::subtract || function == Binary::divide);
      reduceOnto(run, loops, operand, negative ? -1.0f : 1.0f, run.dIn(operand),
                 [&](Place at, Index from, Index n, float* buffer) -> const float* {
                   const float* d = dy + at.full + from;
                   if constexpr (function == Binary::multiply) {
                     const int i = 1 - operand;
                     run.kernels.binary(Binary::multiply, d, 1, other(i, at, from), loops.columnStride(i), buffer, n);
                     return buffer;
                   } else if constexpr (function == Binary::divide) {
                     const float* b = other(1, at, from);
                     const Index stride = loops.columnStride(1);
                     run.kernels.binary(Binary::divide, d, 1, b, stride, buffer, n);
                     if (operand == 0) return buffer;
                     run.kernels.binary(Binary::multiply, buffer, 1, other(0, at, from), loops.columnStride(0), buffer,
                                        n);
                     run.kernels.binary(Binary::divide, buffer, 1, b, stride, buffer, n);
                     return buffer;
                   } else {
                     return d;
                   }
                 });
    }
  }

  Streaming streaming(const Inputs&) const override { return Streaming::eachStep; }
  bool backwardReadsInput(int) const override { return function == Binary::multiply || function == Binary::divide; }
  bool backwardReadsOutput(int) const override { return false; }
};

OP("add", Arithmetic<Binary::add>)
OP("subtract", Arithmetic<Binary::subtract>)
OP("multiply", Arithmetic<Binary::multiply>)
OP("divide", Arithmetic<Binary::divide>)

}  // namespace
}  // namespace gatecast
