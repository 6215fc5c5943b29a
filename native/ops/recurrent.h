// The schedule over time and threads that rnn, lstm and gru share. The cells are in rnn.cpp, lstm.cpp and gru.cpp.
//
// Forward, for rows b of the batch and steps s in the order of processing:
//   h(s), c(s) = cell(W x(s) + b + R h(s-1), c(s-1))
// A step computes the GEMM with W and R and the cell together, one block of units after another. If x has many
// features, W x(s) + b is one GEMM for a block of steps instead, so that W is not read at every step. Each thread runs
// all steps of its own rows. There is no barrier, and the result of a row does not depend on another row.
//
// Backward, each thread again runs all steps of its own rows, in place over the gates:
//   dh(s) = dLoss/dh(s) directly + dgates(s+1) R,   dgates(s) = cell'(gates(s), dh(s), dc(s))
// Then three large GEMMs over all steps and rows follow, cut by tile of the output:
//   dW = dgates^T x,  dR = dgates^T h(s-1),  dx = dgates W
//
// The inner arrays are time-major in the order of processing, so that the same code runs a reversed layer.
//
// While training, saved() keeps the values that backward needs, for all rows. In inference each thread keeps a block of
// steps of its own rows in memory of its own. If the rows of two threads were side by side, the prefetcher of one core
// would load rows that another core writes. Between cores that share no cache, moving those lines took a quarter of a
// pass of 64 units.

#pragma once

#include "graph/op.h"

namespace gatecast {

// The sizes of one call, and the offsets of the parts of its memory.
struct RecurrentLayout {
  Index batch, time, inputSize, hidden;
  Index weightGates;  // G: rows of the weights are G*H
  Index savedGates;   // gate columns kept for backward, in units of H
  bool hasCell;
  bool training;
  bool fused;  // a step computes W x + b itself

  Index ldx, ldh, ldg;  // distances between rows of x, of h and c, of gates
  Index ldb;            // distance between the biases of two gates
  Index packedGate;     // distance between two gates of the weights from packGates
  Index blockSteps;     // steps whose inputs are gathered (and, if not fused, multiplied) at once
  Index keptRows;       // rows of one kept step: the batch while training, else the rows of a task

  Index stepScratch;  // floats of scratch of a step; in perThread() the kept steps of the thread follow them

  // Offsets in saved(), or in the memory that a thread keeps
  Index inputs, gates, states, cells, keptFloats;
  // Offsets in prepared()
  Index bias, candidateBias, packedGates, packedInputBack, packedBack, preparedFloats;

  // The row of step s (in inference counted within a block) and batch row b.
  Index row(Index s, Index b) const { return s * keptRows + b; }
};

// The memory in which a task keeps its steps.
struct RecurrentPlace {
  float* kept;
  Index first;  // the batch row that is row 0 of this memory
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
  // Backward reads saved(); of the inputs it reads the lengths only.
  bool backwardReadsInput(int input) const override { return input == lengthsInput(); }
  bool backwardReadsOutput(int) const override { return false; }
  bool recurrent() const override { return true; }

 protected:
  // A group of gates: rows [weightRow, weightRow + rows) of the recurrent weights. Their gradients are in the gate
  // columns from gateColumn on. These weights multiply h(s-1), or with fromReset r h(s-1), which the last H gate
  // columns keep.
  struct GateGroup {
    Index weightRow, rows, gateColumn;
    bool fromReset = false;
  };

  RecurrentOp(const Attributes& attributes, int gates, int savedGates, bool hasCell)
      : gates_(gates), savedGates_(savedGates), hasCell_(hasCell), reverse_(attributes.flag("reverse")) {}

  // One group of gates, or two if the candidate is a group of its own. An array, because a std::vector would allocate.
  struct GateGroups {
    GateGroup group[2];
    int count;
    const GateGroup* begin() const { return group; }
    const GateGroup* end() const { return group + count; }
    const GateGroup& operator[](int i) const { return group[i]; }
  };

  // Runs the forward step of this cell.
  virtual void step(const Kernels& kernels, const RecurrentStep& step) const = 0;
  // Runs the backward step: replaces the gates by their gradients, and sets dHidden to the gradient of the previous
  // hidden state. packed: the recurrent weights of the groups, in the order of the groups.
  virtual void stepBack(const Kernels& kernels, const RecurrentStepBack& step, const float* packed) const = 0;
  virtual GateGroups groups(Index hidden) const = 0;
  // Whether a step reads gates that it has written, so that it needs memory for them in inference too.
  virtual bool readsGates() const { return false; }
  // Whether the reset gate multiplies the recurrent bias of the candidate, so that it cannot be added to the input's
  // bias.
  virtual bool separatesCandidateBias() const { return false; }

  // dHidden (+)= the gradients of one group times its recurrent weights.
  static void addThroughWeights(const Kernels& kernels, const RecurrentStepBack& step, const GateGroup& group,
                                const float* packed, float* dHidden, bool accumulate);

 private:
  int cellInput() const { return hasCell_ ? 6 : -1; }
  int lengthsInput() const { return hasCell_ ? 7 : 6; }
  RecurrentLayout layout(const Geometry& geometry, const Kernels& kernels, bool training) const;
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
// Rows of the batch for each task: an equal share for each thread, cut further if it has more than mostRecurrentRows
// rows.
Index recurrentRowsPerTask(Index batch, int threads);

}  // namespace gatecast
