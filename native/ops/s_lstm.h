// The recurrence of an sLSTM, whose input gate is exponential. For each step t and head k of D = H / heads units:
//
//   a[t] = x[t] + R[k] h[t-1]        x [4H]: the sums of input, forget gate, cell input and output gate; R[k] [4, D, D]
//   c, n, m, h = the cell of native/kernels/exponential_cell.cpp, from a[t] and c, n, m of the step before
//
//   da[t] = its gradient,  dx[t] = da[t],  dh[t-1] = R[k]^T da[t],  dR[k] = sum over rows and t of da[t] h[t-1]^T
//
// A head reads its own units of h only, so R is block-diagonal and stored as [4H, D]. A thread takes some rows of the
// batch and runs all their steps.
//
// Source: Beck et al. 2024, xLSTM, section 2.2.

#pragma once

#include "ops/copy.h"
#include "ops/recurrent.h"

namespace gatecast {

class SLstm final : public Op {
 public:
  explicit SLstm(const Attributes& a) : exponential_(a.choice("forget", {"sigmoid", "exponential"}) == "exponential") {}

  std::vector<Spec> outputs(const Inputs& in) const override;
  Memory memory(const Geometry& geometry, const Kernels& kernels, bool training) const override;
  bool prepareReads(int input) const override { return input == 1; }
  void prepare(const Run& run) const override;
  void forward(const Run& run) const override;
  void backward(const Run& run) const override;
  Streaming streaming(const Inputs&) const override { return Streaming::state; }
  bool backwardReadsInput(int) const override { return false; }
  bool backwardReadsOutput(int) const override { return false; }

 private:
  static constexpr int gateCount = 4;
  static constexpr int stateCount = 4;  // hidden, cell, normaliser, stabiliser

  struct Layout {
    explicit Layout(const Geometry& g)
        : B(g.inputs[0][0]), T(g.inputs[0][1]), H(g.outputs[0][2]), D(g.inputs[1][1]), heads(H / D) {}
    Index B, T, H, D, heads;
  };

  // Training keeps for backward: gates, the slope of log f, the states of all steps, and those before the first.
  struct Kept {
    Kept(float* saved, const Layout& s) {
      const auto part = [&](Index floats) {
        float* start = saved == nullptr ? nullptr : saved + floatCount;
        floatCount += wholeLines(floats);
        return start;
      };
      gates = part(s.B * s.T * gateCount * s.H);
      slope = part(s.B * s.T * s.H);
      cell = part(s.B * s.T * s.H);
      normaliser = part(s.B * s.T * s.H);
      before = part(s.B * s.T * s.H);  // h[t-1]
      first = part(stateCount * s.B * s.H);
    }
    float *gates, *slope, *cell, *normaliser, *before, *first;
    Index floatCount = 0;
  };

  static Index packedGate(const Layout& s, const Kernels& k) { return wholeLines(k.packedSize(s.D, s.D)); }

  // The tasks of a pass: rows [from, to) and the thread. A task has no more rows than perThread has room for.
  template <typename Body>
  static void eachTask(const Run& run, const Layout& s, const Body& body) {
    const Index rows = recurrentRowsPerTask(s.B, run.team.size());
    run.team.run((s.B + rows - 1) / rows,
                 [&](std::int64_t task, int thread) { body(task * rows, std::min(s.B, (task + 1) * rows), thread); });
  }

  void forwardRows(const Run& run, const Layout& s, const float* first, Index from, Index to, int thread) const;
  void backwardRows(const Run& run, const Layout& s, const Kept& kept, Index from, Index to) const;

  bool exponential_;
};

}  // namespace gatecast
