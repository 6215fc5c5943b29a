// The decisions that an Executor makes once: which ops run, where gradients flow, and where in the arena each value,
// gradient and work buffer lies.

#pragma once

#include <vector>

#include "graph/plan/memory_plan.h"
#include "graph/program.h"

namespace gatecast {

struct ExecutorOptions {
  std::vector<int> wanted;  // values to compute; they can be read after a run
  bool training = false;    // whether dropout is on
  bool backward = false;    // keep what the backward pass needs
  bool carry = false;       // keep the recurrent state from one run to the next (streams, truncated BPTT)
  bool hiddenNorms = false;
  std::vector<int> inputGradients;  // input values whose gradient is wanted
  Precision precision = Precision::float32;
  int threads = 1;  // the largest number of threads of a team that will be used
};

struct ExecutionPlan {
  static constexpr int none = -1;  // in place of the number of a buffer

  struct Value {
    int buffer = none;  // a buffer of `memory`; none for parameters and for values that are not computed
    int gradientBuffer = none;
    int seedBuffer = none;  // of a wanted value; that of its gradient, unless it is a parameter
    bool wanted = false;
    bool gradientReaches = false;  // it depends on a weight, and a value that the loss depends on is computed from it
    bool backwardReads = false;
  };
  struct Step {
    int node;
    bool backward = false;         // takes part in the backward pass
    bool preparesEachRun = false;  // its weights are not parameters but values, which may change with every run
    Memory memory;
    int saved = none, prepared = none;  // buffers
    int state[2] = {none, none};        // buffers: one is read, the other is written
    std::vector<int> zeroFirst;         // values whose gradients backward sets to zero before this step
  };

  // Plans for runs of at most these sizes. Throws ERR_PROGRAM if options.carry is set and an op cannot run one time step
  // at a time.
  ExecutionPlan(const Program& program, Sizes largest, const ExecutorOptions& options, const Kernels& kernels);

  std::vector<Value> values;  // one for each value of the Program
  std::vector<Step> steps;    // in the order of the forward pass
  MemoryPlan memory;
  int scratch = none, perThread = none;  // buffers
  std::int64_t perThreadStride = 0;      // floats

 private:
  void planGradients(const Program& program, const ExecutorOptions& options);
  void planLives(const Program& program, Sizes largest, const ExecutorOptions& options, const Kernels& kernels);
  void planZeros(const Program& program);
};

// The sizes of a node's inputs and outputs.
void setGeometry(Geometry& geometry, const Program& program, const Program::Node& node, Sizes sizes);

}  // namespace gatecast
