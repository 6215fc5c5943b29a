// Runs a Program, forward and backward, in one arena planned in advance: a pass allocates nothing.

#pragma once

#include <vector>

#include "graph/memory_plan.h"
#include "graph/program.h"
#include "runtime/buffer.h"
#include "runtime/cancel.h"

namespace gatecast {

struct ExecutorOptions {
  std::vector<int> wanted;  // values to compute; they stay readable after a run
  bool training = false;    // dropout drops
  bool backward = false;    // keep what backward needs
  bool carry = false;       // recurrent state goes from one run to the next (streams, truncated BPTT)
  bool hiddenNorms = false;
  std::vector<int> inputGradients;  // input values whose gradient is wanted
  Precision precision = Precision::float32;
  int threads = 1;  // at most this many in the teams that will be used
};

class Executor {
 public:
  // Plans for runs of at most these sizes. Throws ERR_MEMORY if that is more than the machine has; ERR_PROGRAM if carry
  // is asked for and an op cannot work one step at a time. The Program must outlive it.
  Executor(const Program& program, Sizes largest, ExecutorOptions options);

  // The weights to read, in the order of the Program's parameters; they must outlive their use here. Packs them.
  void setWeights(const float* weights, Team& team);
  // To be called when the values of the same weights have changed.
  void prepare(Team& team);

  // Where to put an input's values before forward, row-major for the sizes of the next run.
  float* input(int value) { return values_[index(value)].data; }
  // Extents of a value at these sizes.
  Extents extents(int value, Sizes sizes) const { return program_.values()[index(value)].shape.at(sizes); }

  void forward(Sizes sizes, Team& team, Random random, const Cancel* cancel = nullptr);
  // After forward, for wanted values only.
  const float* value(int value) const { return values_[index(value)].data; }
  // Has a value written to `memory`, of its extents, by all forwards that follow; null for the arena again. A hint: what
  // backward reads, and parameters, stay where they are.
  void place(int value, float* memory);

  // Where to put dLoss/dvalue between forward and backward, for wanted values only; start with clearSeeds. Null when no
  // gradient can flow through that value.
  float* seed(int value) { return values_[index(value)].gradient; }
  // Has backward take it from `gradient` instead, and write there, until the next call.
  void placeSeed(int value, float* gradient);
  void clearSeeds();
  // Of the last forward, once: ops work in place on what forward kept. gradients [weightCount] is overwritten.
  void backward(Team& team, float* gradients, const Cancel* cancel = nullptr);
  // After backward; null when no gradient reached that input.
  const float* inputGradient(int value) const { return values_[index(value)].gradient; }
  // After backward: the norms at each time step, for every recurrent op that ran, in the order of the Program.
  std::vector<std::vector<float>> hiddenNorms() const;
  // The nodes those norms belong to.
  std::vector<int> recurrentNodes() const;

  void resetState();
  // Takes over the state of the first `rows` rows of the batch of another executor of the same Program and wanted values,
  // each `times` times, one after another.
  void takeState(const Executor& other, std::int64_t rows, std::int64_t times);

  int threads() const { return options_.threads; }
  std::int64_t arenaBytes() const { return static_cast<std::int64_t>(arena_.bytes()); }
  // The inputs that must be filled, as indices into program.inputs().
  std::vector<int> neededInputs() const { return program_.neededInputs(options_.wanted); }

 private:
  static constexpr int none = -1;

  struct ValueState {
    int buffer = none;  // in plan_; none for parameters and for values nobody computes
    int gradientBuffer = none;
    bool wanted = false;
    bool gradientReaches = false;  // depends on a weight, and something the loss depends on reads it
    bool backwardReads = false;
    float* placed = nullptr;  // by the caller
    float* data = nullptr;
    float* gradient = nullptr;
  };
  struct Step {
    int node;
    bool backward = false;         // takes part in the backward pass
    bool preparesEachRun = false;  // its weights are no parameters but values that may change with every run
    Memory memory;
    int saved = none, prepared = none, state = none;
    Geometry geometry;
    std::vector<float*> in, out, dOut, dIn;
    std::vector<int> zeroFirst;  // values whose gradient starts here in the backward pass
    std::vector<float> hiddenNorms;
  };

  static std::size_t index(int value) { return static_cast<std::size_t>(value); }
  const Program::Node& nodeOf(const Step& step) const { return program_.nodes()[index(step.node)]; }
  void checkCarry() const;
  void checkTeam(const Team& team) const;
  void planSteps();
  void planGradients();
  void planLives();
  void point();
  void pointGradients(float* gradients);
  void resize(Sizes sizes);
  Run runOf(Step& step, Team& team, Random random) const;
  [[noreturn]] void rethrowAt(const Step& step) const;

  const Program& program_;
  Sizes largest_;
  ExecutorOptions options_;
  const Kernels& kernels_;
  std::vector<ValueState> values_;
  std::vector<Step> steps_;
  MemoryPlan plan_;
  int scratch_ = none, perThread_ = none;
  std::int64_t perThreadStride_ = 0;
  Buffer arena_;
  Sizes sizes_{0, 0};
  Random random_{0, 0};
  const float* weights_ = nullptr;
  bool stateIsSet_ = false;
};

}  // namespace gatecast
