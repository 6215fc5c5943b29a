// Scaled dot-product attention in heads: slices of d = D / heads and e = E / heads.
//
//   S = scale Q K^T,  P = softmax(S) by row,  Y = P V
//
// The kernels compute S in blocks that stay in L1, so no array has the size Tq x Tk. Forward saves two numbers for each
// query of a head, and backward computes P again from them.
//
// Source: Vaswani et al. 2017, eq. 1.

#include <cmath>
#include <optional>

#include "ops/lengths.h"
#include "ops/split.h"

namespace gatecast {
namespace {

// The cost of the softmax of one score, in multiply-adds.
constexpr Index exponential = 16;

struct AttentionOp final : Op {
  explicit AttentionOp(const Attributes& a) : heads(a.integer("heads", 1, 1, 1 << 20)), causal(a.flag("causal")) {
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
    expect(key[1] == value[1], "the same number of keys and values, got ", key, " and ", value);
    expect(key[2] == query[2], "query and key of the same width, got ", query, " and ", key);
    for (const Dim& width : {query[2], value[2]}) {
      expect(width.fixed() && width.factor % heads == 0, "widths of query and value that are multiples of heads, ",
             heads, ", got ", query, " and ", value);
    }
    if (causal)
      expect(query[1] == key[1], "the same number of queries and keys with causal, got ", query, " and ", key);
    checkLengthsShape(in, 3, query[0]);
    return {{query.with(2, value[2])}};
  }

  Memory memory(const Geometry& g, const Kernels& kernels, bool training) const override {
    const Extents &query = g.inputs[0], &value = g.inputs[2];
    const Index d = query[2] / heads, e = value[2] / heads;
    Memory memory;
    memory.perThread = kernels.attentionScratch(d, e);
    if (training) {
      memory.saved = 2 * query[0] * heads * query[1];
      memory.perThread = std::max(memory.perThread, kernels.attentionBackScratch(value[1], d, e));
    }
    return memory;
  }

  void forward(const Run& run) const override {
    const Layout s(*this, run);
    checkLengths(run.integers(3), s.B, s.Tk);
    const Index blocks = (s.Tq + attentionQueries - 1) / attentionQueries;
    const Index work = std::min(attentionQueries, s.Tq) * s.Tk * (s.d + s.e + exponential) / 16;
    parallelFor(run.team, s.B * heads * blocks, grainOf(work), [&](Index from, Index to, int thread) {
      for (Index i = from; i < to; i++) {
        run.team.check();
        Attention head = headOf(run, s, i / blocks, thread);
        const Index first = i % blocks * attentionQueries;
        head.first = first;
        head.queries = std::min(attentionQueries, s.Tq - first);
        head.q += first * s.D;
        head.y += first * s.E;
        if (head.statistics) head.statistics += 2 * first;
        run.kernels.attention(head);
      }
    });
  }

  void backward(const Run& run) const override {
    if (run.dOut() == nullptr) return;
    const Layout s(*this, run);
    // One task computes one head, because the gradients of its keys and values sum over all queries in order.
    const Index work = s.Tq * s.Tk * (s.d + s.e + exponential) / 8;
    parallelFor(run.team, s.B * heads, grainOf(work), [&](Index from, Index to, int thread) {
      for (Index i = from; i < to; i++) {
        run.team.check();
        const Start start(s, i);
        const auto at = [&](float* p, Index offset) { return p ? p + offset : nullptr; };
        const AttentionBack back{run.dOut() + start.y, at(run.dIn(0), start.q), at(run.dIn(1), start.k),
                                 at(run.dIn(2), start.v)};
        run.kernels.attentionBack(headOf(run, s, i, thread), back);
      }
    });
  }

  Streaming streaming(const Inputs&) const override { return Streaming::no; }
  bool differentiable(int input) const override { return input < 3; }

  struct Layout {
    Layout(const AttentionOp& op, const Run& run)
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
  // The start of the slices of one head of one row of the batch.
  struct Start {
    Start(const Layout& s, Index i)
        : batch(i / s.heads),
          q(batch * s.Tq * s.D + i % s.heads * s.d),
          k(batch * s.Tk * s.D + i % s.heads * s.d),
          v(batch * s.Tk * s.E + i % s.heads * s.e),
          y(batch * s.Tq * s.E + i % s.heads * s.e) {}
    Index batch, q, k, v, y;
  };

  Attention headOf(const Run& run, const Layout& s, Index i, int thread) const {
    const Start start(s, i);
    const std::int32_t* lengths = run.integers(3);
    return {.queries = s.Tq,
            .keys = lengths ? lengths[start.batch] : s.Tk,
            .causal = causal,
            .d = s.d,
            .e = s.e,
            .scale = s.scale,
            .q = run.in(0) + start.q,
            .k = run.in(1) + start.k,
            .ldd = s.D,
            .v = run.in(2) + start.v,
            .y = run.out() + start.y,
            .lde = s.E,
            .statistics = run.training ? run.saved() + 2 * i * s.Tq : nullptr,
            .scratch = run.perThread(thread),
            .stop = run.team.stop()};
  }

  Index heads;
  bool causal;
  std::optional<float> scale;
};

OP("attention", AttentionOp)

}  // namespace
}  // namespace gatecast
