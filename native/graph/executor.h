// Runs a Program forward and backward. All memory is planned in advance, in one arena: a pass allocates nothing.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "graph/plan/execution_plan.h"
#include "graph/program.h"
#include "runtime/buffer.h"
#include "runtime/function_ref.h"

namespace gatecast {

// For every recurrent op that ran, in the order of the Program: its name, and the norm of dLoss/dHidden at each time step.
using HiddenNorms = std::vector<std::pair<std::string, std::vector<float>>>;

class Executor {
 public:
  // Called after each op with the op and an array of floats that it has just written: an output, or in the backward pass
  // the gradient of an input. Later ops may reuse the memory.
  using Watch = FunctionRef<void(const Program::Node& node, const float* written, std::int64_t count)>;

  // Plans for runs of at most these sizes. Throws ERR_MEMORY if the arena does not fit in the machine's memory, and
  // ERR_PROGRAM if options.carry is set and an op cannot run one time step at a time. The Program must outlive the
  // Executor.
  Executor(const Program& program, Sizes largest, ExecutorOptions options);

  // Sets the weights to read, in the order of the Program's parameters, and packs them. They are not copied: they must
  // outlive the Executor or the next call.
  void setWeights(const float* weights, Team& team);
  // Packs the weights again. Must be called after the numbers in the weights have changed.
  void prepare(Team& team);

  // The memory that the caller fills with an input before forward, row-major for the sizes of the next run.
  float* input(int value) { return values_[index(value)].data; }
  // The sizes of a value in a run of these sizes.
  Extents extents(int value, Sizes sizes) const { return program_.values()[index(value)].shape.at(sizes); }

  // If it throws, also because of the team's cancel, the state that is carried is as before.
  void forward(Sizes sizes, Team& team, Random random, const Watch* watch = nullptr);
  // Takes back the last forward: the state that is carried is that of before. Not after resetState or takeState.
  void undo();
  // The result of the last forward; wanted values only.
  const float* value(int value) const { return values_[index(value)].data; }
  // Lets later forward passes write a value to `memory`, which must have its extents; null stands for the arena again.
  // Has no effect on values that backward reads and on parameters: compare value() with `memory`.
  void place(int value, float* memory);

  // The memory that the caller fills with dLoss/dvalue of a wanted value between forward and backward, after
  // clearSeeds. Null if no gradient can flow through that value.
  float* seed(int value) { return values_[index(value)].seed; }
  // Lets backward use `gradient` as the memory of dLoss/dvalue, until the next call; null stands for the arena again.
  void placeSeed(int value, float* gradient);
  void clearSeeds();
  // The backward pass of the last forward. Can be called once for each forward, because ops overwrite what forward kept.
  // Overwrites gradients, which has weightCount floats.
  void backward(Team& team, float* gradients, const Watch* watch = nullptr);
  // The result of the last backward; null if no gradient reached that input.
  const float* inputGradient(int value) const { return values_[index(value)].gradient; }
  // The result of the last backward.
  HiddenNorms hiddenNorms() const;

  void resetState();
  // Copies the state of the first `rows` batch rows of another Executor of the same Program and wanted values. Each row
  // is copied `times` times, to consecutive rows.
  void takeState(const Executor& other, std::int64_t rows, std::int64_t times);

  int threads() const { return options_.threads; }
  std::int64_t arenaBytes() const { return static_cast<std::int64_t>(arena_.bytes()); }
  // The inputs that must be filled, as indices into program.inputs().
  std::vector<int> neededInputs() const { return program_.neededInputs(options_.wanted); }

 private:
  static constexpr int none = ExecutionPlan::none;

  // The memory of a value and of its gradient.
  struct ValuePlace {
    float* placed = nullptr;  // set by the caller
    float* data = nullptr;
    float* gradient = nullptr;  // of a parameter: set during a backward pass only
    float* seed = nullptr;      // the gradient of a wanted value; of a parameter an array of its own
  };
  // The pointers of a step of the plan.
  struct StepPlaces {
    Geometry geometry;
    std::vector<float*> in, out, dOut, dIn;
    std::vector<float> hiddenNorms;
  };

  static std::size_t index(int value) { return static_cast<std::size_t>(value); }
  const Program::Node& node(std::size_t step) const { return program_.nodes()[index(plan_.steps[step].node)]; }
  float* bufferAt(int buffer) const { return arena_.data() + plan_.memory.offset(buffer); }
  void checkTeam(const Team& team) const;
  void makeSteps();
  void point();
  float* stateOf(std::size_t step, bool next) const { return bufferAt(plan_.steps[step].state[next != flipped_]); }
  void pointGradients(float* gradients);
  void startGradients(float* gradients);
  void resize(Sizes sizes);
  Run runOf(std::size_t step, Team& team, Random random);
  [[noreturn]] void rethrowAt(std::size_t step) const;

  const Program& program_;
  Sizes largest_;
  ExecutorOptions options_;
  const Kernels& kernels_;
  ExecutionPlan plan_;
  Buffer arena_;
  std::vector<ValuePlace> values_;
  std::vector<StepPlaces> steps_;  // one for each step of the plan
  Sizes sizes_{0, 0};
  Random random_{0, 0};
  bool stateIsSet_ = false, stateWasSet_ = false;
  bool flipped_ = false;  // which of the two arrays of a state is read
};

}  // namespace gatecast
