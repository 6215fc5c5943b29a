// Scaled dot-product attention in heads: slices of d = D / heads and e = E / heads.
//
//   S = scale Q K^T,  P = softmax(S) by row,  Y = P V
//   dV = P^T dY,  dP = dY V^T,  dS = P (dP - sum over the row of P dP),  dQ = scale dS K,  dK = scale dS^T Q
//
// Worked on in blocks of query rows. P is not kept but formed again by backward: it is Tq x Tk for every head, and its
// products are cheap beside the memory.
//
// Source: Vaswani et al. 2017, eq. 1.

#include <cmath>
#include <optional>

#include "ops/lengths.h"
#include "ops/split.h"

namespace gatecast {
namespace {

constexpr Index blockRows = 64;

struct Attention final : Op {
  explicit Attention(const Attributes& a) : heads(a.integer("heads", 1, 1, 1 << 20)), causal(a.flag("causal")) {
    if (a.has("scale")) scale = static_cast<float>(a.number("scale"));
  }

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(3, 4);
    const char* names[] = {"query", "key", "value"};
    for (int i = 0; i < 3; i++) {
      in.checkType(i, Type::float32, names[i]);
      expect(in.shape(i).rank() == 3, names[i], " [batch, time, features], got ", in.shape(i));
    }
    const Shape &query = in.shape(0), &key = in.shape(1), &value = in.shape(2);
    expect(key[0] == query[0] && value[0] == query[0], "the same batch in query, key and value, got ", query, ", ", key,
           " and ", value);
    expect(key[1] == value[1], "as many keys as values, got ", key, " and ", value);
    expect(key[2] == query[2], "query and key of the same width, got ", query, " and ", key);
    for (const Dim& width : {query[2], value[2]}) {
      expect(width.fixed() && width.factor % heads == 0, "widths that ", heads, " heads divide, got ", query, " and ",
             value);
    }
    if (causal) expect(query[1] == key[1], "as many queries as keys with causal, got ", query, " and ", key);
    checkLengthsShape(in, 3, query[0]);
    return {{query.with(2, value[2])}};
  }

  Memory memory(const Geometry& g, const Kernels& kernels, bool training) const override {
    Memory memory;
    memory.perThread = kernels.gemmScratch + (training ? 3 : 1) * std::min(blockRows, g.inputs[0][1]) * g.inputs[1][1];
    return memory;
  }

  void forward(const Run& run) const override {
    const Layout s(*this, run);
    checkLengths(run.integers(3), s.B, s.Tk);
    const Index blocks = (s.Tq + blockRows - 1) / blockRows;
    const Index work = std::min(blockRows, s.Tq) * s.Tk * (s.d + s.e) / 16;
    parallelFor(run.team, s.B * heads * blocks, grainOf(work), [&](Index from, Index to, int thread) {
      for (Index i = from; i < to; i++) {
        const Head h(s, i / blocks);
        const Rows r = rows(run, s, h, i % blocks * blockRows);
        float* y = run.out() + h.e + r.from * s.E;
        if (r.keys == 0) {
          for (Index row = 0; row < r.count; row++) std::fill(y + row * s.E, y + row * s.E + s.e, 0.0f);
          continue;
        }
        float* p = run.perThread(thread) + run.kernels.gemmScratch;
        probabilities(run, s, h, r, p, thread);
        run.kernels.gemm(r.count, s.e, r.keys, {p, s.Tk, 1}, {run.in(2) + h.v, s.E, 1}, y, s.E, false,
                         run.perThread(thread));
      }
    });
  }

  void backward(const Run& run) const override {
    if (run.dOut() == nullptr) return;
    const Layout s(*this, run);
    // One task for one head: the gradients of its keys and values sum over all query blocks, in order.
    parallelFor(run.team, s.B * heads, grainOf(s.Tq * s.Tk * (s.d + s.e) / 8), [&](Index from, Index to, int thread) {
      for (Index i = from; i < to; i++) {
        for (Index row = 0; row < s.Tq; row += blockRows) backwardBlock(run, s, Head(s, i), row, thread);
      }
    });
  }

  Streaming streaming(const Inputs&) const override { return Streaming::no; }
  bool differentiable(int input) const override { return input < 3; }
  bool backwardReadsOutput(int) const override { return false; }

  struct Layout {
    Layout(const Attention& op, const Run& run)
        : B(run.shape(0)[0]),
          Tq(run.shape(0)[1]),
          Tk(run.shape(1)[1]),
          D(run.shape(0)[2]),
          E(run.shape(2)[2]),
          heads(op.heads),
          d(D / heads),
          e(E / heads),
          scale(op.scale.value_or(static_cast<float>(1 / std::sqrt(static_cast<double>(d))))) {}
    Index B, Tq, Tk, D, E, heads, d, e;
    float scale;
  };
  // Where the slices of one head of one row of the batch start.
  struct Head {
    Head(const Layout& s, Index i)
        : batch(i / s.heads),
          q(batch * s.Tq * s.D + i % s.heads * s.d),
          k(batch * s.Tk * s.D + i % s.heads * s.d),
          v(batch * s.Tk * s.E + i % s.heads * s.e),
          e(batch * s.Tq * s.E + i % s.heads * s.e) {}
    Index batch, q, k, v, e;
  };
  // A block of query rows, and how many keys its last row may see.
  struct Rows {
    Index from, count, keys;
  };

  Rows rows(const Run& run, const Layout& s, const Head& h, Index from) const {
    const Index count = std::min(blockRows, s.Tq - from);
    const Index valid = run.has(3) ? run.integers(3)[h.batch] : s.Tk;
    return {from, count, causal ? std::min(valid, from + count) : valid};
  }
  Index keysOf(const Rows& r, Index i) const { return causal ? std::min(r.keys, r.from + i + 1) : r.keys; }

  // p [count, Tk]: probabilities in the first `keys` columns of each row, 0 at keys that the row may not see.
  void probabilities(const Run& run, const Layout& s, const Head& h, const Rows& r, float* p, int thread) const {
    run.kernels.gemm(r.count, r.keys, s.d, {run.in(0) + h.q + r.from * s.D, s.D, 1}, {run.in(1) + h.k, 1, s.D}, p, s.Tk,
                     false, run.perThread(thread));
    for (Index i = 0; i < r.count; i++) {
      float* row = p + i * s.Tk;
      const Index seen = keysOf(r, i);
      run.kernels.scale(s.scale, row, seen);
      run.kernels.softmax(row, s.Tk, row, s.Tk, 1, seen);
      std::fill(row + seen, row + r.keys, 0.0f);
    }
  }

  void backwardBlock(const Run& run, const Layout& s, const Head& h, Index from, int thread) const {
    const Rows r = rows(run, s, h, from);
    if (r.keys == 0) return;
    float* scratch = run.perThread(thread);
    float* p = scratch + run.kernels.gemmScratch;
    float* dp = p + std::min(blockRows, s.Tq) * s.Tk;
    float* ds = dp + std::min(blockRows, s.Tq) * s.Tk;
    const float* dy = run.dOut() + h.e + from * s.E;
    const auto& gemm = run.kernels.gemm;
    probabilities(run, s, h, r, p, thread);
    if (float* dv = run.dIn(2)) gemm(r.keys, s.e, r.count, {p, 1, s.Tk}, {dy, s.E, 1}, dv + h.v, s.E, true, scratch);
    if (run.dIn(0) == nullptr && run.dIn(1) == nullptr) return;
    gemm(r.count, r.keys, s.e, {dy, s.E, 1}, {run.in(2) + h.v, 1, s.E}, dp, s.Tk, false, scratch);
    for (Index i = 0; i < r.count; i++) {
      float* row = ds + i * s.Tk;
      const Index seen = keysOf(r, i);
      std::fill(row, row + r.keys, 0.0f);
      run.kernels.softmaxBack(p + i * s.Tk, s.Tk, dp + i * s.Tk, s.Tk, row, s.Tk, 1, seen);
      run.kernels.scale(s.scale, row, seen);
    }
    const Index q = h.q + from * s.D;
    if (float* dq = run.dIn(0)) {
      gemm(r.count, s.d, r.keys, {ds, s.Tk, 1}, {run.in(1) + h.k, s.D, 1}, dq + q, s.D, true, scratch);
    }
    if (float* dk = run.dIn(1)) {
      gemm(r.keys, s.d, r.count, {ds, 1, s.Tk}, {run.in(0) + q, s.D, 1}, dk + h.k, s.D, true, scratch);
    }
  }

  Index heads;
  bool causal;
  std::optional<float> scale;
};

OP("attention", Attention)

}  // namespace
}  // namespace gatecast
