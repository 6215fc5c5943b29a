// What rnn, lstm and gru share: the schedule over time and threads. The cells themselves are in rnn.cpp, lstm.cpp, gru.cpp.
//
// Forward, for rows b of the batch and steps s in the order of processing:
//   h(s), c(s) = cell(W x(s) + b + R h(s-1), c(s-1))     GEMM with W and R and the gate maths, fused by block of units
// Where inputs are many, W x(s) + b is one GEMM over a block of steps instead, so that W is not streamed at every step.
// Each thread runs all steps of its own rows: there is no barrier inside, and no row's result depends on another row.
//
// Backward, per thread all steps of its own rows again, in place over the gates:
//   dh(s) = dLoss/dh(s) directly + dgates(s+1) R,   dgates(s) = cell'(gates(s), dh(s), dc(s))
// and then three large GEMMs over all steps and rows, cut by output tile:
//   dW = dgates^T x,  dR = dgates^T h(s-1),  dx = dgates W
//
// Inside, everything is time-major in the order of processing, so that a reversed layer is the same code.
//
// What backward needs is kept in saved(), for all rows. In inference each thread keeps a block of steps of its own rows in
// memory of its own: where the rows of two threads lie side by side at every step, prefetchers run on into the rows of the
// other, and cores that share no cache spend a quarter of a pass of 64 units on the way of lines between them.

#pragma once

#include "graph/op.h"

namespace gatecast {

// Sizes of one call, and where the parts of its memory lie.
struct RecurrentLayout {
  Index batch, time, inputSize, hidden;
  Index weightGates;  // G: rows of the weights are G*H
  Index savedGates;   // gate columns kept for backward, times H
  bool hasCell;
  bool training;
  bool fused;  // a step multiplies its inputs itself

  Index ldx, ldh, ldg;  // distances between rows of x, of h and c, of gates
  Index ldb;            // distance between the biases of two gates
  Index packedGate;     // distance between two gates of packGates
  Index blockSteps;     // steps whose inputs are gathered (and, if not fused, multiplied) at once
  Index keptRows;       // rows between two steps that are kept: the batch while training, else those of a task

  Index stepScratch;  // floats a step works with, before what a thread keeps

  // Offsets in saved(), or in what a thread keeps
  Index inputs, gates, states, cells, keptFloats;
  // Offsets in prepared()
  Index bias, candidateBias, packedGates, packedInputBack, packedBack, preparedFloats;

  // Row of step s (in inference counted within a block) and batch row b.
  Index row(Index s, Index b) const { return s * keptRows + b; }
};

// Where a task keeps its steps.
struct RecurrentPlace {
  float* kept;
  Index first;  // the batch row that is row 0 there
};

class RecurrentOp : public Op {
 public:
  std::vector<Spec> outputs(const Inputs& in) const override;
  Memory memory(const Geometry& geometry, const Kernels& kernels, bool training) const override;
  void prepare(const Run& run) const override;
  bool prepareReads(int input) const override { return input >= 1 && input <= 4; }
  void forward(const Run& run) const override;
  void backward(const Run& run) const override;
  Streaming streaming(const Inputs&) const override { return reverse_ ? Streaming::no : Streaming::state; }
  bool differentiable(int input) const override { return input != lengthsInput(); }
  // Backward works on what saved() holds; of the inputs it looks at the lengths alone.
  bool backwardReadsInput(int input) const override { return input == lengthsInput(); }
  bool backwardReadsOutput(int) const override { return false; }
  bool recurrent() const override { return true; }

 protected:
  // A group of gates: rows [weightRow, weightRow + rows) of the recurrent weights, their gradients in the gate columns
  // from gateColumn on. What R multiplies is h(s-1), or for fromReset r h(s-1), kept in the last H gate columns.
  struct GateGroup {
    Index weightRow, rows, gateColumn;
    bool fromReset = false;
  };

  RecurrentOp(const Attributes& attributes, int gates, int savedGates, bool hasCell)
      : gates_(gates), savedGates_(savedGates), hasCell_(hasCell), reverse_(attributes.flag("reverse")) {}

  // One group, or two where the candidate's gate is a group of its own. No vector: a step allocates nothing.
  struct GateGroups {
    GateGroup group[2];
    int count;
    const GateGroup* begin() const { return group; }
    const GateGroup* end() const { return group + count; }
    const GateGroup& operator[](int i) const { return group[i]; }
  };

  // The fused step of this cell, forward.
  virtual void step(const Kernels& kernels, const RecurrentStep& step) const = 0;
  // The same backward: turns gates into gradients and sets dHidden to the gradient of the previous hidden state.
  // packed: the groups' recurrent weights, in their order.
  virtual void stepBack(const Kernels& kernels, const RecurrentStepBack& step, const float* packed) const = 0;
  virtual GateGroups groups(Index hidden) const = 0;
  // A step reads gates that it has written, so they cannot be left out.
  virtual bool readsGates() const { return false; }
  // The candidate's recurrent bias is inside the reset gate's product and so not part of the input's bias.
  virtual bool separatesCandidateBias() const { return false; }

  // dHidden += gradients of one group times its recurrent weights.
  static void addThroughWeights(const Kernels& kernels, const RecurrentStepBack& step, const GateGroup& group,
                                const float* packed, float* dHidden, bool accumulate);

 private:
  int cellInput() const { return hasCell_ ? 6 : -1; }
  int lengthsInput() const { return hasCell_ ? 7 : 6; }
  RecurrentLayout layout(const Geometry& geometry, const Kernels& kernels, bool training) const;
  void checkLengths(const Run& run, const RecurrentLayout& l) const;
  RecurrentPlace placeOf(const Run& run, const RecurrentLayout& l, int thread, Index from) const;
  void forwardRows(const Run& run, const RecurrentLayout& l, int thread, Index from, Index to) const;
  RecurrentStep stepOf(const Run& run, const RecurrentLayout& l, RecurrentPlace place, Index at, Index from,
                       Index to) const;
  void multiplyInputs(const Run& run, const RecurrentLayout& l, RecurrentPlace place, Index at, Index steps, Index from,
                      Index to) const;
  void keepState(const RecurrentStep& step, const RecurrentLayout& l) const;
  void gatherInputs(const Run& run, const RecurrentLayout& l, RecurrentPlace place, Index firstStep, Index steps,
                    Index from, Index to) const;
  void putOutput(const Run& run, const RecurrentLayout& l, Index step, const float* states, Index from, Index to) const;
  void backwardRows(const Run& run, const RecurrentLayout& l, Index from, Index to) const;
  void weightGradients(const Run& run, const RecurrentLayout& l) const;
  void biasGradients(const Run& run, const RecurrentLayout& l) const;
  void inputGradients(const Run& run, const RecurrentLayout& l) const;
  void putHiddenNorms(const Run& run, const RecurrentLayout& l) const;
  Index timeOf(const RecurrentLayout& l, Index step) const { return reverse_ ? l.time - 1 - step : step; }

  int gates_;
  int savedGates_;
  bool hasCell_;
  bool reverse_;
};

constexpr Index mostRecurrentRows = 64;
// Rows of the batch per task, at most mostRecurrentRows: a share for each thread, cut further where weights would be streamed for too many rows.
Index recurrentRowsPerTask(Index batch, int threads);

}  // namespace gatecast
