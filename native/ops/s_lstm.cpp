// The shape rule, the memory and the forward pass of sLstm.

#include "ops/s_lstm.h"

#include "ops/split.h"

namespace gatecast {
namespace {

// A state before the first step, [B, H]. The carried state has the four states of a row one after another.
void begin(const Run& run, int state, const float* given, Index B, Index H, float* first) {
  if (run.carry && run.stateIsSet()) {
    for (Index b = 0; b < B; b++) copyFloats(run.state() + (b * 4 + state) * H, H, first + b * H);
  } else if (given != nullptr) {
    copyFloats(given, B * H, first);
  } else {
    std::fill_n(first, B * H, 0.0f);
  }
}

}  // namespace

std::vector<Spec> SLstm::outputs(const Inputs& in) const {
  in.checkCount(2, 2 + stateCount);
  const char* names[] = {"x", "weight_hh", "hidden", "cell", "normaliser", "stabiliser"};
  for (int i = 0; i < in.size(); i++) in.checkType(i, Type::float32, names[i]);
  const Shape &x = in.shape(0), &weight = in.shape(1);
  expect(x.rank() == 3 && x[2].fixed() && x[2].factor % gateCount == 0,
         "x [batch, time, 4 * hidden] with a fixed number of units, got ", x);
  expect(weight.rank() == 2 && weight.fixed() && weight[0] == x[2], "weight_hh to be [", x[2],
         ", hidden / heads] to match x ", x, ", got ", weight);
  const Dim hidden = Dim::of(x[2].factor / gateCount);
  expect(hidden.factor % weight[1].factor == 0, "the units of a head, ", weight[1], ", to divide ", hidden,
         " hidden units");
  const Shape state{x[0], hidden};
  for (int i = 2; i < in.size(); i++) {
    if (in.has(i)) expect(in.shape(i) == state, names[i], " to be ", state, ", got ", in.shape(i));
  }
  std::vector<Spec> specs{{Shape{x[0], x[1], hidden}}};
  for (int i = 0; i < stateCount; i++) specs.push_back({state});
  return specs;
}

Memory SLstm::memory(const Geometry& g, const Kernels& kernels, bool training) const {
  const Layout s(g);
  const Index gates = gateCount * s.heads * packedGate(s, kernels);
  Memory memory;
  memory.state = stateCount * s.B * s.H;
  memory.prepared = training ? 2 * gates : gates;
  memory.saved = training ? Kept(nullptr, s).floatCount : stateCount * s.B * s.H;
  memory.scratch = stateCount * s.B * s.H;  // states while running forward, their gradients while running backward
  memory.perThread = std::max(mostRecurrentRows * gateCount * s.H, training ? kernels.gemmScratch : 0);
  return memory;
}

void SLstm::prepare(const Run& run) const {
  const Layout s(run.geometry);
  const Index each = packedGate(s, run.kernels);
  float* packed = run.prepared();
  for (Index block = 0; block < gateCount * s.heads; block++) {
    const float* weight = run.in(1) + block * s.D * s.D;
    packB(run, {weight, 1, s.D}, s.D, s.D, packed + block * each);
    if (run.training) packB(run, {weight, s.D, 1}, s.D, s.D, packed + (gateCount * s.heads + block) * each);
  }
}

void SLstm::forward(const Run& run) const {
  const Layout s(run.geometry);
  float* first = run.training ? Kept(run.saved(), s).first : run.saved();
  for (int i = 0; i < stateCount; i++) begin(run, i, run.optional(2 + i), s.B, s.H, first + i * s.B * s.H);
  eachTask(run, s, [&](Index from, Index to, int thread) { forwardRows(run, s, first, from, to, thread); });
}

void SLstm::forwardRows(const Run& run, const Layout& s, const float* first, Index from, Index to, int thread) const {
  const Kept kept(run.training ? run.saved() : nullptr, s);
  float* states[] = {nullptr, run.scratch(), run.scratch() + s.B * s.H, run.scratch() + 2 * s.B * s.H};
  for (int i = 1; i < stateCount; i++)
    copyFloats(first + (i * s.B + from) * s.H, (to - from) * s.H, states[i] + from * s.H);
  for (Index t = 0; t < s.T; t++) {
    run.team.check();
    const Index ldg = (run.training ? s.T : 1) * gateCount * s.H;
    float* gates = run.training ? kept.gates + (from * s.T + t) * gateCount * s.H : run.perThread(thread);
    const float* before = t == 0 ? first + from * s.H : run.out() + (from * s.T + t - 1) * s.H;
    const Index ldb = t == 0 ? s.H : s.T * s.H;
    for (Index b = from; b < to; b++)
      copyFloats(run.in(0) + (b * s.T + t) * gateCount * s.H, gateCount * s.H, gates + (b - from) * ldg);
    for (Index block = 0; block < gateCount * s.heads; block++) {
      run.kernels.gemmPacked({.rows = to - from,
                              .columns = s.D,
                              .inner = s.D,
                              .a = before + block % s.heads * s.D,
                              .lda = ldb,
                              .b = run.prepared() + block * packedGate(s, run.kernels),
                              .c = gates + block * s.D,
                              .ldc = ldg,
                              .accumulate = true});
    }
    for (Index b = from; b < to; b++) {
      const Index step = (b * s.T + t) * s.H;
      ExponentialCell cell{};
      cell.hidden = s.H;
      cell.exponentialForget = exponential_;
      cell.gates = gates + (b - from) * ldg;
      float *const c = states[1] + b * s.H, *const n = states[2] + b * s.H, *const m = states[3] + b * s.H;
      cell.previousCell = cell.cell = c;
      cell.previousNormaliser = cell.normaliser = n;
      cell.previousStabiliser = cell.stabiliser = m;
      cell.output = run.out() + step;
      if (run.training) {
        cell.forgetSlope = kept.slope + step;
        copyFloats(before + (b - from) * ldb, s.H, kept.before + step);
      }
      run.kernels.exponentialCell(cell);
      if (!run.training) continue;
      copyFloats(c, s.H, kept.cell + step);
      copyFloats(n, s.H, kept.normaliser + step);
    }
  }
  for (int i = 0; i < stateCount; i++) {
    for (Index b = from; b < to; b++) {
      const float* last = i == 0 ? run.out() + (b * s.T + s.T - 1) * s.H : states[i] + b * s.H;
      copyFloats(last, s.H, run.out(1 + i) + b * s.H);
      if (run.carry) copyFloats(last, s.H, run.nextState() + (b * stateCount + i) * s.H);
    }
  }
}

OP("sLstm", SLstm)

}  // namespace gatecast
