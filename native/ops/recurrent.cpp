// Shapes, memory and the forward pass of the recurrent ops.

#include "ops/recurrent.h"

#include <algorithm>
#include <cstring>

namespace gatecast {
namespace {

// A distance between rows that is a multiple of a cache line, but not of many: rows a power of two apart fall into the
// same cache set and evict each other.
Index leading(Index width) {
  const Index lines = (width + 15) / 16;
  return (lines % 4 == 0 ? lines + 1 : lines) * 16;
}

// Up to here a step multiplies its inputs itself: W is streamed at every step then, but what it gives stays in L1.
constexpr Index mostFusedInputs = 128;

// Of packGates.
Index gateSize(const Kernels& k, Index inputSize, Index hidden) {
  return k.packedSize(inputSize, hidden) + k.packedSize(hidden, hidden);
}

// The gates of a block of steps stay in L2 between the input GEMM and the cells.
Index stepsPerBlock(Index batch, Index ldg) {
  return std::clamp<Index>(65536 / (std::min<Index>(batch, 32) * ldg), 4, 32);
}

}  // namespace

Index recurrentRowsPerTask(Index batch, int threads) {
  const Index rounds = (batch + threads * mostRecurrentRows - 1) / (threads * mostRecurrentRows);
  return (batch + threads * rounds - 1) / (threads * rounds);
}

std::vector<Spec> RecurrentOp::outputs(const Inputs& in) const {
  in.checkCount(3, lengthsInput() + 1);
  const char* names[] = {"x", "weight_ih", "weight_hh", "bias_ih", "bias_hh", "hidden", "cell"};
  for (int i = 0; i < lengthsInput(); i++) in.checkType(i, Type::float32, names[i]);
  in.checkType(lengthsInput(), Type::int32, "lengths");

  const Shape& x = in.shape(0);
  expect(x.rank() == 3 && x[2].fixed(), "x to be [batch, time, features] with a fixed number of features, got ", x);
  const Shape& weights = in.shape(2);
  expect(weights.rank() == 2 && weights.fixed() && weights[0].factor == gates_ * weights[1].factor, "weight_hh to be [",
         gates_, " * hidden, hidden], got ", weights);
  const Dim rows = weights[0], hidden = weights[1];
  const auto is = [&in](int i, const char* name, const Shape& shape) {
    if (in.has(i)) expect(in.shape(i) == shape, name, " to be ", shape, ", got ", in.shape(i));
  };
  is(1, "weight_ih", Shape{rows, x[2]});
  is(3, "bias_ih", Shape{rows});
  is(4, "bias_hh", Shape{rows});
  is(5, "hidden", Shape{x[0], hidden});
  if (hasCell_) is(6, "cell", Shape{x[0], hidden});
  is(lengthsInput(), "lengths", Shape{x[0]});

  std::vector<Spec> specs{{Shape{x[0], x[1], hidden}}, {Shape{x[0], hidden}}};
  if (hasCell_) specs.push_back({Shape{x[0], hidden}});
  return specs;
}

RecurrentLayout RecurrentOp::layout(const Geometry& geometry, const Kernels& k, bool training) const {
  const Extents& x = geometry.inputs[0];
  RecurrentLayout l{};
  l.batch = x[0];
  l.time = x[1];
  l.inputSize = x[2];
  l.hidden = geometry.outputs[0][2];
  l.weightGates = gates_;
  l.savedGates = savedGates_;
  l.hasCell = hasCell_;
  l.training = training;
  l.fused = l.inputSize <= mostFusedInputs;
  l.ldx = leading(l.inputSize);
  l.ldh = leading(l.hidden);
  l.ldg = leading(savedGates_ * l.hidden);
  l.blockSteps = std::min(l.time, stepsPerBlock(l.batch, l.ldg));
  l.keptSteps = training ? l.time : l.blockSteps;

  const auto part = [](Index& total, Index floats) {
    const Index offset = total;
    total += wholeLines(floats);
    return offset;
  };
  const Index rows = l.keptSteps * l.batch;
  l.inputs = part(l.savedFloats, rows * l.ldx);
  const Index gateRows = training || !l.fused ? rows : readsGates() ? l.batch : 0;
  l.gates = part(l.savedFloats, gateRows * l.ldg);
  l.states = part(l.savedFloats, (rows + l.batch) * l.ldh);
  l.cells = part(l.savedFloats, hasCell_ ? (rows + l.batch) * l.ldh : 0);

  const Index units = gates_ * l.hidden;
  l.ldb = (l.hidden + k.tileColumns - 1) / k.tileColumns * k.tileColumns;
  l.bias = part(l.preparedFloats, gates_ * l.ldb);
  l.candidateBias = part(l.preparedFloats, l.ldb);
  l.packedGates = part(l.preparedFloats, gates_ * gateSize(k, l.inputSize, l.hidden));
  if (training) {
    l.packedInputBack = part(l.preparedFloats, k.packedSize(units, l.inputSize));
    Index packed = 0;
    for (const GateGroup& group : groups(l.hidden)) packed += wholeLines(k.packedSize(group.rows, l.hidden));
    l.packedBack = part(l.preparedFloats, packed);
  }
  return l;
}

Memory RecurrentOp::memory(const Geometry& geometry, const Kernels& k, bool training) const {
  const RecurrentLayout l = layout(geometry, k, training);
  Memory memory;
  memory.saved = l.savedFloats;
  memory.prepared = l.preparedFloats;
  memory.state = (hasCell_ ? 2 : 1) * l.batch * l.hidden;
  memory.perThread = mostRecurrentRows * k.recurrentScratch(l.inputSize, l.hidden);
  if (training) {
    // dh, dc and the reset gate's share of each row, and a squared norm for each row and step.
    memory.scratch = 3 * wholeLines(l.batch * l.ldh) + l.time * l.batch;
    memory.perThread = std::max({memory.perThread, k.gemmScratch, 64 * l.ldx});
  }
  return memory;
}

void RecurrentOp::prepare(const Run& run) const {
  const RecurrentLayout l = layout(run.geometry, run.kernels, run.training);
  const Index gateRows = gates_ * l.hidden;
  float* p = run.prepared();
  std::fill_n(p + l.bias, gates_ * l.ldb, 0.0f);
  std::fill_n(p + l.candidateBias, l.ldb, 0.0f);
  const auto add = [&](const float* bias, Index gate, float* to) {
    run.kernels.addTo(bias + gate * l.hidden, to, l.hidden);
  };
  for (Index gate = 0; gate < gates_; gate++) {
    float* const of = p + l.bias + gate * l.ldb;
    const bool apart = separatesCandidateBias() && gate == gates_ - 1;
    if (run.has(3)) add(run.in(3), gate, of);
    if (run.has(4)) add(run.in(4), gate, apart ? p + l.candidateBias : of);
  }
  const float *inputWeights = run.in(1), *recurrentWeights = run.in(2);
  run.kernels.packGates(inputWeights, recurrentWeights, gates_, l.inputSize, l.hidden, p + l.packedGates);
  if (!run.training) return;
  run.kernels.packB({inputWeights, l.inputSize, 1}, gateRows, l.inputSize, p + l.packedInputBack);
  float* back = p + l.packedBack;
  for (const GateGroup& group : groups(l.hidden)) {
    run.kernels.packB({recurrentWeights + group.weightRow * l.hidden, l.hidden, 1}, group.rows, l.hidden, back);
    back += wholeLines(run.kernels.packedSize(group.rows, l.hidden));
  }
}

void RecurrentOp::checkLengths(const Run& run, const RecurrentLayout& l) const {
  const std::int32_t* lengths = run.integers(lengthsInput());
  for (Index b = 0; lengths != nullptr && b < l.batch; b++) {
    if (lengths[b] < 0 || lengths[b] > l.time) {
      fail(Code::range, "Expected lengths from 0 to ", l.time, ", the number of time steps, got ", lengths[b],
           " for row ", b);
    }
  }
}

void RecurrentOp::forward(const Run& run) const {
  const RecurrentLayout l = layout(run.geometry, run.kernels, run.training);
  checkLengths(run, l);
  const Index rows = recurrentRowsPerTask(l.batch, run.team.size());
  run.team.run((l.batch + rows - 1) / rows, [&](std::int64_t task, int thread) {
    forwardRows(run, l, thread, task * rows, std::min(l.batch, (task + 1) * rows));
  });
}

void RecurrentOp::forwardRows(const Run& run, const RecurrentLayout& l, int thread, Index from, Index to) const {
  const Index rows = to - from, width = l.hidden;
  const std::int32_t* lengths = run.integers(lengthsInput());
  float *states = run.saved() + l.states, *cells = run.saved() + l.cells;
  const bool carried = run.carry && run.stateIsSet();
  const Index stateWidth = (hasCell_ ? 2 : 1) * width;  // a row's hidden state and, behind it, its cell
  const auto start = [&](float* to0, const float* carriedFrom, const float* given) {
    for (Index b = from; b < to; b++) {
      const float* source = carried ? carriedFrom + b * stateWidth : given != nullptr ? given + b * width : nullptr;
      if (source != nullptr) std::memcpy(to0 + b * l.ldh, source, static_cast<std::size_t>(width) * sizeof(float));
      else std::fill_n(to0 + b * l.ldh, width, 0.0f);
    }
  };
  start(states, run.state(), run.optional(5));
  if (hasCell_) start(cells, run.state() + width, run.optional(cellInput()));
  // From this time on no row of this task is active.
  const Index longest = lengths != nullptr ? *std::max_element(lengths + from, lengths + to) : l.time;

  const Index keptRow = l.ldh * l.batch;
  Index kept = 0;  // steps of the current block that precede `first` in saved(): all of them while training
  for (Index first = 0; first < l.time; first += l.blockSteps) {
    const Index steps = std::min(l.blockSteps, l.time - first);
    kept = l.training ? first : 0;
    if (!l.training && first > 0) {
      // The last state of the block before is the first of this one.
      for (float* part : {states, hasCell_ ? cells : nullptr}) {
        if (part == nullptr) continue;
        std::memcpy(part + from * l.ldh, part + l.blockSteps * keptRow + from * l.ldh,
                    static_cast<std::size_t>(rows * l.ldh) * sizeof(float));
      }
    }
    gatherInputs(run, l, first, steps, from, to);
    if (!l.fused) multiplyInputs(run, l, kept, steps, from, to);
    for (Index s = 0; s < steps; s++) {
      RecurrentStep next = stepOf(run, l, kept + s, from, to);
      next.step = timeOf(l, first + s);
      next.scratch = run.perThread(thread);
      if (next.step < longest) step(run.kernels, next);
      else keepState(next, l);
      putOutput(run, l, first + s, next.nextHidden, from, to);
    }
    kept += steps;
  }
  const auto finish = [&](const float* last, float* out, float* carriedTo) {
    for (Index b = from; b < to; b++) {
      const std::size_t bytes = static_cast<std::size_t>(width) * sizeof(float);
      std::memcpy(out + b * width, last + l.row(kept, b) * l.ldh, bytes);
      if (run.carry) std::memcpy(carriedTo + b * stateWidth, last + l.row(kept, b) * l.ldh, bytes);
    }
  };
  finish(states, run.out(1), run.state());
  if (hasCell_) finish(cells, run.out(2), run.state() + width);
}

// W x + b for a block of steps, into their gates.
void RecurrentOp::multiplyInputs(const Run& run, const RecurrentLayout& l, Index at, Index steps, Index from,
                                 Index to) const {
  const Kernels& k = run.kernels;
  PackedGemm gemm{};
  gemm.groups = steps;
  gemm.rows = to - from;
  gemm.columns = l.hidden;
  gemm.inner = l.inputSize;
  gemm.a = run.saved() + l.inputs + l.row(at, from) * l.ldx;
  gemm.lda = l.ldx;
  gemm.aGroupStride = l.batch * l.ldx;
  gemm.panelStride = k.packedSize(l.inputSize, 1) + k.packedSize(l.hidden, 1);
  gemm.ldc = l.ldg;
  gemm.cGroupStride = l.batch * l.ldg;
  for (Index gate = 0; gate < gates_; gate++) {
    gemm.b = run.prepared() + l.packedGates + gate * gateSize(k, l.inputSize, l.hidden);
    gemm.c = run.saved() + l.gates + l.row(at, from) * l.ldg + gate * l.hidden;
    gemm.bias = run.prepared() + l.bias + gate * l.ldb;
    k.gemmPacked(gemm);
  }
}

// Rows [from, to) at step `at` of saved().
RecurrentStep RecurrentOp::stepOf(const Run& run, const RecurrentLayout& l, Index at, Index from, Index to) const {
  float *const saved = run.saved(), *const prepared = run.prepared();
  const Index now = l.row(at, from), next = l.row(at + 1, from);
  RecurrentStep step{};
  step.rows = to - from;
  step.hidden = l.hidden;
  step.inputSize = l.inputSize;
  step.weights = prepared + l.packedGates;
  step.candidateBias = prepared + l.candidateBias;
  if (l.training || !l.fused) step.gates = saved + l.gates + now * l.ldg;
  else if (readsGates()) step.gates = saved + l.gates + from * l.ldg;
  step.ldg = l.ldg;
  if (l.fused) {
    step.x = saved + l.inputs + now * l.ldx;
    step.ldx = l.ldx;
    step.bias = prepared + l.bias;
  } else {
    step.inputs = step.gates;
    step.ldi = l.ldg;
  }
  step.previousHidden = saved + l.states + now * l.ldh;
  step.nextHidden = saved + l.states + next * l.ldh;
  step.ldh = l.ldh;
  if (hasCell_) {
    step.previousCell = saved + l.cells + now * l.ldh;
    step.nextCell = saved + l.cells + next * l.ldh;
    step.ldc = l.ldh;
  }
  const std::int32_t* lengths = run.integers(lengthsInput());
  step.lengths = lengths != nullptr ? lengths + from : nullptr;
  return step;
}

// A step in which no row is active: nothing to multiply.
void RecurrentOp::keepState(const RecurrentStep& step, const RecurrentLayout& l) const {
  const std::size_t bytes = static_cast<std::size_t>(step.rows * l.ldh) * sizeof(float);
  std::memcpy(step.nextHidden, step.previousHidden, bytes);
  if (hasCell_) std::memcpy(step.nextCell, step.previousCell, bytes);
  if (step.gates != nullptr) std::fill_n(step.gates, step.rows * l.ldg, 0.0f);
}

void RecurrentOp::gatherInputs(const Run& run, const RecurrentLayout& l, Index first, Index steps, Index from,
                               Index to) const {
  float* inputs = run.saved() + l.inputs;
  const std::int32_t* lengths = run.integers(lengthsInput());
  const Index kept = l.training ? first : 0;
  for (Index s = 0; s < steps; s++) {
    const Index time = timeOf(l, first + s);
    for (Index b = from; b < to; b++) {
      float* x = inputs + l.row(kept + s, b) * l.ldx;
      // What stands after the end of a row may be anything, NaN too, and 0 * NaN would reach dW.
      if (lengths != nullptr && time >= lengths[b]) std::fill_n(x, l.inputSize, 0.0f);
      else std::copy_n(run.in(0) + (b * l.time + time) * l.inputSize, l.inputSize, x);
    }
  }
}

void RecurrentOp::putOutput(const Run& run, const RecurrentLayout& l, Index step, const float* states, Index from,
                            Index to) const {
  const std::int32_t* lengths = run.integers(lengthsInput());
  const Index time = timeOf(l, step);
  for (Index b = from; b < to; b++) {
    float* out = run.out() + (b * l.time + time) * l.hidden;
    if (lengths != nullptr && time >= lengths[b]) std::fill_n(out, l.hidden, 0.0f);
    else std::memcpy(out, states + (b - from) * l.ldh, static_cast<std::size_t>(l.hidden) * sizeof(float));
  }
}

}  // namespace gatecast
