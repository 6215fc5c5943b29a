// The forward pass of the recurrent ops.

#include <algorithm>
#include <cstring>

#include "ops/lengths.h"
#include "ops/recurrent.h"

namespace gatecast {

void RecurrentOp::forward(const Run& run) const {
  const RecurrentLayout l = layout(run.geometry, run.kernels, run.training);
  checkLengths(run.integers(lengthsInput()), l.batch, l.time);
  const Index rows = recurrentRowsPerTask(l.batch, run.team.size());
  run.team.run((l.batch + rows - 1) / rows, [&](std::int64_t task, int thread) {
    forwardRows(run, l, thread, task * rows, std::min(l.batch, (task + 1) * rows));
  });
}

RecurrentPlace RecurrentOp::placeOf(const Run& run, const RecurrentLayout& l, int thread, Index from) const {
  if (l.training) return {run.saved(), 0};
  return {run.perThread(thread) + l.stepScratch, from};
}

void RecurrentOp::forwardRows(const Run& run, const RecurrentLayout& l, int thread, Index from, Index to) const {
  const Index rows = to - from, width = l.hidden;
  const std::int32_t* lengths = run.integers(lengthsInput());
  const RecurrentPlace place = placeOf(run, l, thread, from);
  const auto rowOf = [&](Index step, Index b) { return l.row(step, b - place.first) * l.ldh; };
  float *states = place.kept + l.states, *cells = place.kept + l.cells;
  const bool carried = run.carry && run.stateIsSet();
  const Index stateWidth = (hasCell_ ? 2 : 1) * width;  // the hidden state of a row, followed by its cell
  const auto start = [&](float* to0, const float* carriedFrom, const float* given) {
    for (Index b = from; b < to; b++) {
      const float* source = carried ? carriedFrom + b * stateWidth : given != nullptr ? given + b * width : nullptr;
      if (source != nullptr) std::memcpy(to0 + rowOf(0, b), source, static_cast<std::size_t>(width) * sizeof(float));
      else std::fill_n(to0 + rowOf(0, b), width, 0.0f);
    }
  };
  start(states, run.state(), run.optional(5));
  if (hasCell_) start(cells, run.state() + width, run.optional(cellInput()));
  // From this time step on, no row of this task is active.
  const Index longest = lengths != nullptr ? *std::max_element(lengths + from, lengths + to) : l.time;

  Index kept = 0;  // the number of kept steps before `first`: all of them while training
  for (Index first = 0; first < l.time; first += l.blockSteps) {
    const Index steps = std::min(l.blockSteps, l.time - first);
    kept = l.training ? first : 0;
    if (!l.training && first > 0) {
      // The last state of the previous block is the first state of this one.
      for (float* part : {states, hasCell_ ? cells : nullptr}) {
        if (part == nullptr) continue;
        std::memcpy(part + rowOf(0, from), part + rowOf(l.blockSteps, from),
                    static_cast<std::size_t>(rows * l.ldh) * sizeof(float));
      }
    }
    gatherInputs(run, l, place, first, steps, from, to);
    if (!l.fused) multiplyInputs(run, l, place, kept, steps, from, to);
    for (Index s = 0; s < steps; s++) {
      run.team.check();
      RecurrentStep next = stepOf(run, l, place, kept + s, from, to);
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
      std::memcpy(out + b * width, last + rowOf(kept, b), bytes);
      if (run.carry) std::memcpy(carriedTo + b * stateWidth, last + rowOf(kept, b), bytes);
    }
  };
  finish(states, run.out(1), run.nextState());
  if (hasCell_) finish(cells, run.out(2), run.nextState() + width);
}

// Computes W x + b for a block of steps, into their gates.
void RecurrentOp::multiplyInputs(const Run& run, const RecurrentLayout& l, RecurrentPlace place, Index at, Index steps,
                                 Index from, Index to) const {
  const Kernels& k = run.kernels;
  const Index row = l.row(at, from - place.first);
  PackedGemm gemm{};
  gemm.stop = run.team.stop();
  gemm.groups = steps;
  gemm.rows = to - from;
  gemm.columns = l.hidden;
  gemm.inner = l.inputSize;
  gemm.a = place.kept + l.inputs + row * l.ldx;
  gemm.lda = l.ldx;
  gemm.aGroupStride = l.keptRows * l.ldx;
  gemm.panelStride = k.packedSize(l.inputSize, 1) + k.packedSize(l.hidden, 1);
  gemm.ldc = l.ldg;
  gemm.cGroupStride = l.keptRows * l.ldg;
  for (Index gate = 0; gate < gates_; gate++) {
    gemm.b = run.prepared() + l.packedGates + gate * l.packedGate;
    gemm.c = place.kept + l.gates + row * l.ldg + gate * l.hidden;
    gemm.bias = run.prepared() + l.bias + gate * l.ldb;
    k.gemmPacked(gemm);
  }
}

// The kernel's arguments for rows [from, to) at kept step `at`.
RecurrentStep RecurrentOp::stepOf(const Run& run, const RecurrentLayout& l, RecurrentPlace place, Index at, Index from,
                                  Index to) const {
  float *const kept = place.kept, *const prepared = run.prepared();
  const Index now = l.row(at, from - place.first), next = l.row(at + 1, from - place.first);
  RecurrentStep step{};
  step.rows = to - from;
  step.hidden = l.hidden;
  step.inputSize = l.inputSize;
  step.weights = prepared + l.packedGates;
  step.candidateBias = prepared + l.candidateBias;
  if (l.training || !l.fused) step.gates = kept + l.gates + now * l.ldg;
  else if (readsGates()) step.gates = kept + l.gates + (from - place.first) * l.ldg;
  step.ldg = l.ldg;
  if (l.fused) {
    step.x = kept + l.inputs + now * l.ldx;
    step.ldx = l.ldx;
    step.bias = prepared + l.bias;
  } else {
    step.inputs = step.gates;
    step.ldi = l.ldg;
  }
  step.previousHidden = kept + l.states + now * l.ldh;
  step.nextHidden = kept + l.states + next * l.ldh;
  step.ldh = l.ldh;
  if (hasCell_) {
    step.previousCell = kept + l.cells + now * l.ldh;
    step.nextCell = kept + l.cells + next * l.ldh;
    step.ldc = l.ldh;
  }
  const std::int32_t* lengths = run.integers(lengthsInput());
  step.lengths = lengths != nullptr ? lengths + from : nullptr;
  return step;
}

// A step in which no row is active: copies the state without products.
void RecurrentOp::keepState(const RecurrentStep& step, const RecurrentLayout& l) const {
  const std::size_t bytes = static_cast<std::size_t>(step.rows * l.ldh) * sizeof(float);
  std::memcpy(step.nextHidden, step.previousHidden, bytes);
  if (hasCell_) std::memcpy(step.nextCell, step.previousCell, bytes);
  if (step.gates != nullptr) std::fill_n(step.gates, step.rows * l.ldg, 0.0f);
}

void RecurrentOp::gatherInputs(const Run& run, const RecurrentLayout& l, RecurrentPlace place, Index first, Index steps,
                               Index from, Index to) const {
  float* inputs = place.kept + l.inputs;
  const std::int32_t* lengths = run.integers(lengthsInput());
  const Index kept = l.training ? first : 0;
  for (Index s = 0; s < steps; s++) {
    const Index time = timeOf(l, first + s);
    for (Index b = from; b < to; b++) {
      float* x = inputs + l.row(kept + s, b - place.first) * l.ldx;
      // The values after the end of a row may be NaN, and 0 * NaN would reach dW.
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
