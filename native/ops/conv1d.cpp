// Convolution over time, as PyTorch's conv1d but with time before channels:
//
//   y[b, t, o] = bias[o] + sum over k, c of w[o, c, k] x[b, t + k dilation - before, c]
//   dx[b, t, c] = sum over k, o of w[o, c, k] dy[b, t - k dilation + before, o]
//   dw[o, c, k] = sum over b, t of dy[b, t, o] x[b, t + k dilation - before, c]
//
// where x and dy are 0 outside their time. Each pass gathers the K rows that one output row needs, side by side, and
// multiplies: [rows, K C] by [K C, O] forward, [rows, K O] by [K O, C] backward.
//
// When a causal convolution runs one step at a time, the `before` = (K - 1) dilation inputs before the first step come
// from the state.

#include <cstring>

#include "ops/split.h"

namespace gatecast {
namespace {

constexpr Index blockRows = 64;

// The rows that one gather copies: t + k step + start for k = 0..K-1.
struct Taps {
  const float* data;  // [B, time, channels]
  Index time, channels, K;
  Index start, step;
  const float* history;  // [B, past, channels], the rows -past..-1, or null for zeros
  Index past;

  void gather(Index b, Index t, float* to) const {
    const std::size_t bytes = static_cast<std::size_t>(channels) * sizeof(float);
    for (Index k = 0; k < K; k++, to += channels) {
      const Index row = t + start + k * step;
      if (row >= 0 && row < time) std::memcpy(to, data + (b * time + row) * channels, bytes);
      else if (row < 0 && history != nullptr) std::memcpy(to, history + (b * past + past + row) * channels, bytes);
      else std::memset(to, 0, bytes);
    }
  }
};

struct Conv1d final : Op {
  explicit Conv1d(const Attributes& a)
      : dilation(a.integer("dilation", 1, 1, 1 << 20)), padding(a.choice("padding", {"causal", "same", "valid"})) {}

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(2, 3);
    in.checkType(0, Type::float32, "x");
    in.checkType(1, Type::float32, "weight");
    in.checkType(2, Type::float32, "bias");
    const Shape &x = in.shape(0), &weight = in.shape(1);
    expect(x.rank() == 3, "x [batch, time, channels], got ", x);
    expect(weight.rank() == 3 && weight.fixed(), "a weight [O, C, K] of fixed size, got ", weight);
    expect(x[2] == weight[1], "x with ", weight[1], " channels to match the weight ", weight, ", got ", x);
    if (in.has(2)) expect(in.shape(2) == Shape{weight[0]}, "a bias ", Shape{weight[0]}, ", got ", in.shape(2));
    expect(weight[2].factor <= (1 << 24) / dilation, "a kernel that spans at most 2^24 steps, got ", weight[2],
           " with a dilation of ", dilation);
    if (padding != "valid") return {{x.with(2, weight[0])}};
    const Index lost = (weight[2].factor - 1) * dilation;
    expect(x[1].fixed(), "a fixed number of time steps with padding \"valid\", got ", x);
    expect(x[1].factor > lost, "more than ", lost, " time steps for a kernel of ", weight[2], " and a dilation of ",
           dilation, ", got ", x);
    return {{x.with(1, Dim::of(x[1].factor - lost)).with(2, weight[0])}};
  }

  Memory memory(const Geometry& g, const Kernels& kernels, bool training) const override {
    const Layout s(*this, g);
    Memory memory;
    memory.prepared = wholeLines(s.O * s.C * s.K) + kernels.packedSize(s.K * s.C, s.O);
    memory.perThread = blockRows * s.K * s.C;
    // The product may overflow, because a kernel can reach further than x is long. at() throws then.
    if (padding == "causal")
      memory.state = memory.saved = Shape{Dim::of(s.B), Dim::of(s.before), Dim::of(s.C)}.at({}).count();
    if (training) {
      memory.prepared += kernels.packedSize(s.K * s.O, s.C);
      memory.perThread = std::max({memory.perThread, blockRows * s.K * s.O, kernels.gemmScratch});
      memory.scratch = wholeLines(s.O * s.K * s.C) + s.gatheredRows() * s.K * s.C;
    }
    return memory;
  }

  bool prepareReads(int input) const override { return input == 1; }
  void prepare(const Run& run) const override {
    const Layout s(*this, run.geometry);
    float* turned = run.prepared();  // the weights in the order of the gathered rows
    eachWeight(s, [&](Index o, Index c, Index k, Index i) { turned[(o * s.K + k) * s.C + c] = run.in(1)[i]; });
    packB(run, {turned, 1, s.K * s.C}, s.K * s.C, s.O, packed(run, s));
    if (!run.training) return;
    eachWeight(s, [&](Index o, Index c, Index k, Index i) { turned[(k * s.O + o) * s.C + c] = run.in(1)[i]; });
    packB(run, {turned, s.C, 1}, s.K * s.O, s.C, packedForBackward(run, s));
  }

  void forward(const Run& run) const override {
    const Layout s(*this, run.geometry);
    if (padding == "causal") recall(run, s);
    convolve(run, s, inputTaps(run, s), s.to, packed(run, s), run.out(), s.O, run.optional(2), false);
    if (run.carry && padding == "causal") remember(run, s);
  }

  void backward(const Run& run) const override {
    const float* dy = run.dOut();
    if (dy == nullptr) return;
    const Layout s(*this, run.geometry);
    if (float* dx = run.dIn(0)) {
      const Taps taps{dy, s.to, s.O, s.K, s.before, -dilation, nullptr, 0};
      convolve(run, s, taps, s.time, packedForBackward(run, s), dx, s.C, nullptr, true);
    }
    if (run.dIn(1) != nullptr) weightGradient(run, s);
    if (float* db = run.dIn(2)) sumRows(run, dy, s.B * s.to, s.O, db);
  }

  Streaming streaming(const Inputs&) const override { return padding == "causal" ? Streaming::state : Streaming::no; }
  bool backwardReadsInput(int i) const override { return i == 0; }  // backward reads the packed copy of the weight
  bool backwardReadsOutput(int) const override { return false; }

  struct Layout {
    Layout(const Conv1d& op, const Geometry& g)
        : B(g.inputs[0][0]),
          time(g.inputs[0][1]),
          C(g.inputs[0][2]),
          O(g.inputs[1][0]),
          K(g.inputs[1][2]),
          to(g.outputs[0][1]) {
      const Index reach = (K - 1) * op.dilation;
      before = op.padding == "causal" ? reach : op.padding == "same" ? reach / 2 : 0;
    }
    // The rows that the gradient by the weight gathers at a time, about a megabyte.
    Index gatheredRows() const { return std::min(B * to, std::max<Index>(blockRows, (1 << 18) / (K * C))); }

    Index B, time, C, O, K, to, before;
  };

  static float* packed(const Run& run, const Layout& s) { return run.prepared() + wholeLines(s.O * s.C * s.K); }
  static float* packedForBackward(const Run& run, const Layout& s) {
    return packed(run, s) + run.kernels.packedSize(s.K * s.C, s.O);
  }

  // Calls body(o, c, k, position in the weight [O, C, K]).
  template <typename Body>
  static void eachWeight(const Layout& s, const Body& body) {
    Index i = 0;
    for (Index o = 0; o < s.O; o++) {
      for (Index c = 0; c < s.C; c++) {
        for (Index k = 0; k < s.K; k++) body(o, c, k, i++);
      }
    }
  }

  Taps inputTaps(const Run& run, const Layout& s) const {
    const bool causal = padding == "causal";
    return {run.in(0), s.time, s.C, s.K, -s.before, dilation, causal ? run.saved() : nullptr, causal ? s.before : 0};
  }

  // to [B, time, columns] (+)= gathered rows times packed weights, plus bias.
  static void convolve(const Run& run, const Layout& s, const Taps& taps, Index time, const float* weights, float* to,
                       Index columns, const float* bias, bool accumulate) {
    const Index inner = taps.K * taps.channels;
    parallelFor(run.team, s.B * time, grainOf(inner * columns / 16), [&](Index from, Index last, int thread) {
      for (Index row = from; row < last; row += blockRows) {
        run.team.check();
        const Index rows = std::min(blockRows, last - row);
        float* gathered = run.perThread(thread);
        for (Index i = 0; i < rows; i++) taps.gather((row + i) / time, (row + i) % time, gathered + i * inner);
        run.kernels.gemmPacked({.rows = rows,
                                .columns = columns,
                                .inner = inner,
                                .a = gathered,
                                .lda = inner,
                                .b = weights,
                                .c = to + row * columns,
                                .ldc = columns,
                                .bias = bias,
                                .accumulate = accumulate,
                                .stop = run.team.stop()});
      }
    });
  }

  void weightGradient(const Run& run, const Layout& s) const {
    const Taps taps = inputTaps(run, s);
    const Index width = s.K * s.C, rows = s.B * s.to, most = s.gatheredRows();
    float* sum = run.scratch();  // [O, K, C]
    float* gathered = sum + wholeLines(s.O * width);
    for (Index row = 0; row < rows; row += most) {
      const Index count = std::min(most, rows - row);
      parallelFor(run.team, count, grainOf(width), [&](Index from, Index to, int) {
        for (Index i = from; i < to; i++) taps.gather((row + i) / s.to, (row + i) % s.to, gathered + i * width);
      });
      gemm(run, s.O, width, count, {run.dOut() + row * s.O, 1, s.O}, {gathered, width, 1}, sum, width, row > 0);
    }
    eachWeight(s, [&](Index o, Index c, Index k, Index i) { run.dIn(1)[i] += sum[(o * s.K + k) * s.C + c]; });
  }

  // Copies the inputs before the first step to saved memory, because backward needs them and the state changes before
  // that.
  static void recall(const Run& run, const Layout& s) {
    const Index count = s.B * s.before * s.C;
    if (run.carry && run.stateIsSet()) std::copy(run.state(), run.state() + count, run.saved());
    else std::fill(run.saved(), run.saved() + count, 0.0f);
  }
  // Keeps the last `before` inputs as the state. If this run has fewer steps, some of them come from the old state.
  static void remember(const Run& run, const Layout& s) {
    const Index fresh = std::min(s.before, s.time), kept = s.before - fresh;
    for (Index b = 0; b < s.B; b++) {
      float* state = run.nextState() + b * s.before * s.C;
      const float* old = run.saved() + b * s.before * s.C;
      std::copy(old + fresh * s.C, old + s.before * s.C, state);
      const float* end = run.in(0) + (b + 1) * s.time * s.C;
      std::copy(end - fresh * s.C, end, state + kept * s.C);
    }
  }

  Index dilation;
  std::string padding;
};

OP("conv1d", Conv1d)

}  // namespace
}  // namespace gatecast
