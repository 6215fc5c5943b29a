// The shape rule and the memory of the recurrent ops.

#include "ops/recurrent.h"

#include <algorithm>
#include <cstring>

#include "ops/split.h"

namespace gatecast {
namespace {

// The distance between rows: a whole number of cache lines that is no multiple of 4. Rows that are a power of two apart
// map to the same cache set and evict each other.
Index leading(Index width) {
  const Index lines = (width + 15) / 16;
  return (lines % 4 == 0 ? lines + 1 : lines) * 16;
}

// Up to this input size a step computes W x itself. It then reads W at every step, but the products stay in L1.
constexpr Index mostFusedInputs = 128;

// With these limits, the gates of a block of steps stay in L2 between the input GEMM and the cells.
constexpr Index mostBlockFloats = 65536, fewestBlockSteps = 4, mostBlockSteps = 32;

Index stepsPerBlock(Index rows, Index ldg) {
  return std::clamp(mostBlockFloats / (rows * ldg), fewestBlockSteps, mostBlockSteps);
}
// Bounds the rows times steps of a block: at least stepsPerBlock(rows) * rows, and never less for more rows. A smaller
// batch has blocks of more steps, and the memory that was planned for a large batch must be enough for it.
Index rowsPerBlock(Index rows, Index ldg) {
  return std::clamp(mostBlockFloats / ldg, fewestBlockSteps * rows, mostBlockSteps * rows);
}

// The distance between the memory of a thread and that of the next one: a page, because prefetchers stay within a page.
constexpr Index pageFloats = 1024;

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
  expect(x.rank() == 3 && x[2].fixed(), "x [batch, time, features] with a fixed number of features, got ", x);
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
  const Index taskRows = std::min(l.batch, mostRecurrentRows);
  l.blockSteps = std::min(l.time, stepsPerBlock(taskRows, l.ldg));
  l.keptRows = training ? l.batch : taskRows;
  l.stepScratch = wholeLines(mostRecurrentRows * k.recurrentScratch(l.inputSize, l.hidden));

  const auto part = [](Index& total, Index floats) {
    const Index offset = total;
    total += wholeLines(floats);
    return offset;
  };
  const Index rows = training ? l.time * l.batch : std::min(l.time * taskRows, rowsPerBlock(taskRows, l.ldg));
  l.inputs = part(l.keptFloats, rows * l.ldx);
  const Index gateRows = training || !l.fused ? rows : readsGates() ? l.keptRows : 0;
  l.gates = part(l.keptFloats, gateRows * l.ldg);
  l.states = part(l.keptFloats, (rows + l.keptRows) * l.ldh);
  l.cells = part(l.keptFloats, hasCell_ ? (rows + l.keptRows) * l.ldh : 0);

  const Index units = gates_ * l.hidden;
  l.ldb = (l.hidden + k.tileColumns - 1) / k.tileColumns * k.tileColumns;
  l.bias = part(l.preparedFloats, gates_ * l.ldb);
  l.candidateBias = part(l.preparedFloats, l.ldb);
  l.packedGate = k.packedSize(l.inputSize, l.hidden) + k.packedSize(l.hidden, l.hidden);
  l.packedGates = part(l.preparedFloats, gates_ * l.packedGate);
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
  memory.prepared = l.preparedFloats;
  memory.state = (hasCell_ ? 2 : 1) * l.batch * l.hidden;
  memory.perThread = l.stepScratch;
  if (!training) {
    memory.perThread += l.keptFloats + pageFloats;
  } else {
    memory.saved = l.keptFloats;
    // dh, dc and dResetHidden of each row, and a norm for each row and step.
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
  packB(run, {inputWeights, l.inputSize, 1}, gateRows, l.inputSize, p + l.packedInputBack);
  float* back = p + l.packedBack;
  for (const GateGroup& group : groups(l.hidden)) {
    packB(run, {recurrentWeights + group.weightRow * l.hidden, l.hidden, 1}, group.rows, l.hidden, back);
    back += wholeLines(run.kernels.packedSize(group.rows, l.hidden));
  }
}

}  // namespace gatecast
