// The backward pass of the recurrent ops.

#include <algorithm>
#include <cmath>
#include <cstring>

#include "ops/recurrent.h"
#include "ops/split.h"

namespace gatecast {
namespace {

// The parts of scratch().
struct Scratch {
  float *dHidden, *dCell, *dReset, *norms;
  Scratch(const Run& run, const RecurrentLayout& l)
      : dHidden(run.scratch()),
        dCell(dHidden + wholeLines(l.batch * l.ldh)),
        dReset(dCell + wholeLines(l.batch * l.ldh)),
        norms(dReset + wholeLines(l.batch * l.ldh)) {}
};

}  // namespace

void RecurrentOp::backward(const Run& run) const {
  const RecurrentLayout l = layout(run.geometry, run.kernels, run.training);
  const Index rows = recurrentRowsPerTask(l.batch, run.team.size());
  run.team.run((l.batch + rows - 1) / rows, [&](std::int64_t task, int) {
    backwardRows(run, l, task * rows, std::min(l.batch, (task + 1) * rows));
  });
  weightGradients(run, l);
  biasGradients(run, l);
  inputGradients(run, l);
  if (run.hiddenNorms() != nullptr) putHiddenNorms(run, l);
}

void RecurrentOp::backwardRows(const Run& run, const RecurrentLayout& l, Index from, Index to) const {
  const Scratch scratch(run, l);
  const Index rows = to - from;
  const std::int32_t* lengths = run.integers(lengthsInput());
  const float *states = run.saved() + l.states, *cells = run.saved() + l.cells;
  float *dHidden = scratch.dHidden + from * l.ldh, *dCell = scratch.dCell + from * l.ldh;
  const auto start = [&](float* d, const float* given) {
    for (Index b = 0; b < rows; b++) {
      if (given != nullptr) std::copy_n(given + (from + b) * l.hidden, l.hidden, d + b * l.ldh);
      else std::fill_n(d + b * l.ldh, l.hidden, 0.0f);
    }
  };
  start(dHidden, run.dOut(1));
  if (hasCell_) start(dCell, run.dOut(2));

  const Index longest = lengths != nullptr ? *std::max_element(lengths + from, lengths + to) : l.time;
  for (Index s = l.time - 1; s >= 0; s--) {
    run.team.check();
    const Index time = timeOf(l, s);
    for (Index b = 0; b < rows; b++) {
      const bool active = lengths == nullptr || time < lengths[from + b];
      if (active && run.dOut(0) != nullptr) {
        run.kernels.addTo(run.dOut(0) + ((from + b) * l.time + time) * l.hidden, dHidden + b * l.ldh, l.hidden);
      }
      if (run.hiddenNorms() != nullptr) {
        // The norm and not its square, because the square of a small norm is 0 in float32. Users look at these norms to
        // find gradients that vanish.
        scratch.norms[time * l.batch + from + b] =
            active ? static_cast<float>(std::sqrt(run.kernels.sumOfSquares(dHidden + b * l.ldh, l.hidden))) : 0.0f;
      }
    }
    if (time >= longest) continue;  // no row is active: gates are zero, and dHidden and dCell do not change
    RecurrentStepBack step{};
    step.rows = rows;
    step.hidden = l.hidden;
    step.gates = run.saved() + l.gates + l.row(s, from) * l.ldg;
    step.ldg = l.ldg;
    step.dHidden = dHidden;
    step.ldd = l.ldh;
    step.previousHidden = states + l.row(s, from) * l.ldh;
    step.nextHidden = states + l.row(s + 1, from) * l.ldh;
    step.ldh = l.ldh;
    if (hasCell_) {
      step.previousCell = cells + l.row(s, from) * l.ldh;
      step.nextCell = cells + l.row(s + 1, from) * l.ldh;
      step.ldc = l.ldh;
      step.dCell = dCell;
    }
    step.lengths = lengths != nullptr ? lengths + from : nullptr;
    step.step = time;
    step.dResetHidden = scratch.dReset + from * l.ldh;
    stepBack(run.kernels, step, run.prepared() + l.packedBack);
  }
  const auto finish = [&](const float* d, float* dIn) {
    for (Index b = 0; dIn != nullptr && b < rows; b++)
      run.kernels.addTo(d + b * l.ldh, dIn + (from + b) * l.hidden, l.hidden);
  };
  finish(dHidden, run.dIn(5));
  if (hasCell_) finish(dCell, run.dIn(cellInput()));
}

void RecurrentOp::addThroughWeights(const Kernels& kernels, const RecurrentStepBack& step, const GateGroup& group,
                                    const float* packed, float* dHidden, bool accumulate) {
  PackedGemm gemm{};
  gemm.rows = step.rows;
  gemm.columns = step.hidden;
  gemm.inner = group.rows;
  gemm.a = step.gates + group.gateColumn;
  gemm.lda = step.ldg;
  gemm.b = packed;
  gemm.c = dHidden;
  gemm.ldc = step.ldd;
  gemm.accumulate = accumulate;
  kernels.gemmPacked(gemm);
}

void RecurrentOp::weightGradients(const Run& run, const RecurrentLayout& l) const {
  const float *gates = run.saved() + l.gates, *inputs = run.saved() + l.inputs, *states = run.saved() + l.states;
  const Index steps = l.time * l.batch, width = l.hidden;
  if (float* dWeights = run.dIn(1)) {
    gemm(run, gates_ * width, l.inputSize, steps, {gates, 1, l.ldg}, {inputs, l.ldx, 1}, dWeights, l.inputSize, true);
  }
  if (float* dWeights = run.dIn(2)) {
    for (const GateGroup& group : groups(width)) {
      const MatrixView multiplied =
          group.fromReset ? MatrixView{gates + (savedGates_ - 1) * width, l.ldg, 1} : MatrixView{states, l.ldh, 1};
      gemm(run, group.rows, width, steps, {gates + group.gateColumn, 1, l.ldg}, multiplied,
           dWeights + group.weightRow * width, width, true);
    }
  }
}

void RecurrentOp::biasGradients(const Run& run, const RecurrentLayout& l) const {
  const Index steps = l.time * l.batch;
  const auto sumColumns = [&](Index column, Index count, float* target) {
    if (target == nullptr) return;
    // Each column is one sum, because the order of additions must not depend on the number of threads.
    parallelFor(run.team, count, 64, [&](Index from, Index to, int) {
      run.kernels.sumRows(run.saved() + l.gates + column + from, l.ldg, steps, to - from, target + from);
    });
  };
  sumColumns(0, gates_ * l.hidden, run.dIn(3));
  for (const GateGroup& group : groups(l.hidden)) {
    if (run.dIn(4) != nullptr) sumColumns(group.gateColumn, group.rows, run.dIn(4) + group.weightRow);
  }
}

void RecurrentOp::inputGradients(const Run& run, const RecurrentLayout& l) const {
  float* dInputs = run.dIn(0);
  if (dInputs == nullptr) return;
  const Index rows = 64, steps = l.time * l.batch;
  run.team.run((steps + rows - 1) / rows, [&](std::int64_t task, int thread) {
    const Index from = task * rows, to = std::min(steps, from + rows);
    float* block = run.perThread(thread);
    PackedGemm gemm{};
    gemm.rows = to - from;
    gemm.columns = l.inputSize;
    gemm.inner = gates_ * l.hidden;
    gemm.a = run.saved() + l.gates + from * l.ldg;
    gemm.lda = l.ldg;
    gemm.b = run.prepared() + l.packedInputBack;
    gemm.c = block;
    gemm.ldc = l.ldx;
    run.kernels.gemmPacked(gemm);
    for (Index row = from; row < to; row++) {
      const Index time = timeOf(l, row / l.batch), b = row % l.batch;
      run.kernels.addTo(block + (row - from) * l.ldx, dInputs + (b * l.time + time) * l.inputSize, l.inputSize);
    }
  });
}

void RecurrentOp::putHiddenNorms(const Run& run, const RecurrentLayout& l) const {
  const Scratch scratch(run, l);
  for (Index time = 0; time < l.time; time++) {
    double sum = 0;
    for (Index b = 0; b < l.batch; b++) {
      const auto norm = static_cast<double>(scratch.norms[time * l.batch + b]);
      sum += norm * norm;
    }
    run.hiddenNorms()[time] = static_cast<float>(std::sqrt(sum));
  }
}

}  // namespace gatecast
