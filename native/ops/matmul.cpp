//   c = A B,   A = a or a^T, B = b or b^T in the last two dimensions
//   dA = dc B^T,   dB = A^T dc;   for a transposed operand, backward computes the transpose of this product

#include "ops/split.h"

namespace gatecast {
namespace {

struct MatMul final : Op {
  explicit MatMul(const Attributes& a) : transposeA(a.flag("transposeA")), transposeB(a.flag("transposeB")) {}

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(2, 2);
    in.checkType(0, Type::float32, "a");
    in.checkType(1, Type::float32, "b");
    const Shape &a = in.shape(0), &b = in.shape(1);
    expect(a.rank() >= 2 && b.rank() >= 2, "operands with at least 2 dimensions, got ", a, " and ", b);
    const bool sameLeading = b.rank() == a.rank() && a.slice(0, a.rank() - 2) == b.slice(0, b.rank() - 2);
    expect(b.rank() == 2 || sameLeading, "equal leading dimensions, or b with 2 dimensions, got ", a, " and ", b);
    const Dim inner = a[transposeA ? -2 : -1];
    expect(inner == b[transposeB ? -1 : -2], "an inner dimension of ", inner, " in both operands, got ", a,
           transposeA ? " (transposed)" : "", " and ", b, transposeB ? " (transposed)" : "");
    const Dim rows = a[transposeA ? -1 : -2], columns = b[transposeB ? -2 : -1];
    return {{a.with(a.rank() - 2, rows).with(a.rank() - 1, columns)}};
  }

  Memory memory(const Geometry&, const Kernels& kernels, bool) const override {
    Memory memory;
    memory.perThread = kernels.gemmScratch;
    return memory;
  }

  void forward(const Run& run) const override {
    const Product p(*this, run);
    eachItem(run, p, [&](Index i, const auto& multiply) {
      multiply(p.M, p.N, p.K, p.A(i), p.B(i), run.out() + i * p.cStride, p.N, false);
    });
  }

  void backward(const Run& run) const override {
    if (run.dOut() == nullptr) return;
    const Product p(*this, run);
    if (float* da = run.dIn(0)) {
      eachItem(run, p, [&](Index i, const auto& multiply) {
        float* to = da + i * p.aStride;
        if (transposeA) multiply(p.K, p.M, p.N, p.B(i), turned(p.dC(i)), to, p.M, true);
        else multiply(p.M, p.K, p.N, p.dC(i), turned(p.B(i)), to, p.K, true);
      });
    }
    if (float* db = run.dIn(1)) {
      const auto product = [&](Index i, const auto& multiply) {
        float* to = db + i * p.bStride;
        if (transposeB) multiply(p.N, p.K, p.M, turned(p.dC(i)), p.A(i), to, p.K, true);
        else multiply(p.K, p.N, p.M, turned(p.A(i)), p.dC(i), to, p.N, true);
      };
      // A shared b sums the gradients of all items, one after another.
      if (p.bStride == 0) inOrder(run, p, product);
      else eachItem(run, p, product);
    }
  }

  Streaming streaming(const Inputs&) const override { return Streaming::no; }
  bool backwardReadsOutput(int) const override { return false; }

  // C [M, N] = A [M, K] B [K, N] for each item of the leading dimensions.
  struct Product {
    Product(const MatMul& op, const Run& run) : a(run.in(0)), b(run.in(1)), dc(run.dOut()), op(op) {
      const Extents &x = run.shape(0), &y = run.shape(1), &z = run.outShape();
      M = z[-2], N = z[-1], K = x[op.transposeA ? -2 : -1];
      items = z.product(0, z.rank() - 2);
      if (y.rank() == 2 && !op.transposeA) {  // all items together are one matrix with more rows
        M *= items;
        items = 1;
      }
      aStride = M * K, bStride = y.rank() == 2 ? 0 : K * N, cStride = M * N;
    }
    MatrixView A(Index i) const {
      return op.transposeA ? MatrixView{a + i * aStride, 1, M} : MatrixView{a + i * aStride, K, 1};
    }
    MatrixView B(Index i) const {
      return op.transposeB ? MatrixView{b + i * bStride, 1, K} : MatrixView{b + i * bStride, N, 1};
    }
    MatrixView dC(Index i) const { return {dc + i * cStride, N, 1}; }

    const float *a, *b, *dc;
    const MatMul& op;
    Index M, N, K, items;
    Index aStride, bStride, cStride;
  };

  static MatrixView turned(MatrixView view) { return {view.data, view.columnStride, view.rowStride}; }

  // With many items, each one is a task. With few, the team shares every product. The bits are the same, see kernels.h.
  template <typename Body>
  static void eachItem(const Run& run, const Product& p, const Body& body) {
    if (p.items < 4) return inOrder(run, p, body);
    parallelFor(run.team, p.items, grainOf(p.M * p.N * p.K / 16), [&](Index from, Index to, int thread) {
      const auto multiply = [&](auto... arguments) {
        run.kernels.gemm(arguments..., run.perThread(thread), run.team.stop());
      };
      for (Index i = from; i < to; i++) {
        run.team.check();
        body(i, multiply);
      }
    });
  }
  template <typename Body>
  static void inOrder(const Run& run, const Product& p, const Body& body) {
    const auto multiply = [&](auto... arguments) { gemm(run, arguments...); };
    for (Index i = 0; i < p.items; i++) body(i, multiply);
  }

  bool transposeA, transposeB;
};

OP("matmul", MatMul)

}  // namespace
}  // namespace gatecast
