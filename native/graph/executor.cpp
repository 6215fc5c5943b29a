#include "graph/executor.h"

#include <algorithm>

namespace gatecast {

Executor::Executor(const Program& program, Sizes largest, ExecutorOptions options)
    : program_(program),
      largest_(largest),
      options_(std::move(options)),
      kernels_(kernels(options_.precision)),
      plan_(program, largest, options_, kernels_),
      arena_(plan_.memory.floats(), "the values of a run"),
      values_(program.values().size()),
      steps_(plan_.steps.size()) {
  makeSteps();
  point();
}

void Executor::makeSteps() {
  for (std::size_t i = 0; i < steps_.size(); i++) {
    StepPlaces& step = steps_[i];
    const std::size_t inputs = node(i).inputs.size(), outputs = index(node(i).outputCount);
    step.in.resize(inputs);
    step.dIn.resize(inputs);
    step.out.resize(outputs);
    step.dOut.resize(outputs);
  }
  resize(largest_);
  for (std::size_t i = 0; i < steps_.size(); i++) {
    if (!options_.hiddenNorms || !node(i).op->recurrent()) continue;
    steps_[i].hiddenNorms.resize(static_cast<std::size_t>(steps_[i].geometry.inputs[0][1]));
  }
}

void Executor::setWeights(const float* weights, Team& team) {
  for (const auto& parameter : program_.parameters()) {
    // Values are float* because most are written; parameters are only read.
    values_[index(parameter.value)].data = const_cast<float*>(weights + parameter.offset);
  }
  point();
  prepare(team);
}

void Executor::prepare(Team& team) {
  for (std::size_t i = 0; i < steps_.size(); i++) {
    const ExecutionPlan::Step& step = plan_.steps[i];
    if (step.memory.prepared > 0 && !step.preparesEachRun) node(i).op->prepare(runOf(i, team, random_));
  }
}

void Executor::resize(Sizes sizes) {
  if (sizes.batch == sizes_.batch && sizes.time == sizes_.time) return;
  sizes_ = sizes;
  for (std::size_t i = 0; i < steps_.size(); i++) setGeometry(steps_[i].geometry, program_, node(i), sizes);
}

void Executor::point() {
  for (std::size_t i = 0; i < values_.size(); i++) {
    const ExecutionPlan::Value& planned = plan_.values[i];
    ValuePlace& value = values_[i];
    // Parameters have no buffer: setWeights sets their pointers.
    if (planned.buffer != none) value.data = value.placed != nullptr ? value.placed : bufferAt(planned.buffer);
    value.gradient = planned.gradientBuffer == none ? nullptr : bufferAt(planned.gradientBuffer);
    value.seed = planned.seedBuffer == none ? nullptr : bufferAt(planned.seedBuffer);
  }
  for (std::size_t i = 0; i < steps_.size(); i++) {
    const Program::Node& node = this->node(i);
    for (std::size_t k = 0; k < node.inputs.size(); k++) {
      if (node.inputs[k]) steps_[i].in[k] = values_[index(*node.inputs[k])].data;
    }
    for (int k = 0; k < node.outputCount; k++) steps_[i].out[index(k)] = values_[index(node.firstOutput + k)].data;
  }
}

Run Executor::runOf(std::size_t i, Team& team, Random random) {
  const ExecutionPlan::Step& planned = plan_.steps[i];
  StepPlaces& step = steps_[i];
  Run run(kernels_, team, options_.backward, options_.training, options_.carry, random, step.geometry);
  run.in_ = step.in;
  run.out_ = step.out;
  run.dOut_ = step.dOut;
  run.dIn_ = step.dIn;
  run.saved_ = bufferAt(planned.saved);
  run.prepared_ = bufferAt(planned.prepared);
  run.state_ = stateOf(i, false);
  run.nextState_ = stateOf(i, true);
  run.scratch_ = bufferAt(plan_.scratch);
  run.perThread_ = bufferAt(plan_.perThread);
  run.perThreadStride_ = plan_.perThreadStride;
  run.hiddenNorms_ = step.hiddenNorms.empty() ? nullptr : step.hiddenNorms.data();
  run.stateIsSet_ = stateIsSet_;
  return run;
}

void Executor::rethrowAt(std::size_t step) const {
  try {
    throw;
  } catch (const Error& error) {
    if (error.code() == Code::aborted) throw;
    throw Error(error.code(), node(step).label + ": " + error.what());
  }
}

void Executor::checkTeam(const Team& team) const {
  if (team.size() <= options_.threads) return;
  fail(Code::range, "Expected a team of at most ", options_.threads, " threads, for which memory was planned, got ",
       team.size());
}

void Executor::forward(Sizes sizes, Team& team, Random random, const Watch* watch) {
  checkTeam(team);
  resize(sizes);
  random_ = random;
  for (std::size_t i = 0; i < steps_.size(); i++) {
    team.check();
    try {
      // Each op has a random stream of its own.
      const Run run = runOf(i, team, random.child(static_cast<std::uint64_t>(plan_.steps[i].node)));
      if (plan_.steps[i].preparesEachRun) node(i).op->prepare(run);
      node(i).op->forward(run);
    } catch (const Error&) {
      rethrowAt(i);
    }
    for (int k = 0; watch != nullptr && k < node(i).outputCount; k++) {
      const int value = node(i).firstOutput + k;
      if (program_.values()[index(value)].type != Type::float32) continue;
      (*watch)(node(i), values_[index(value)].data, extents(value, sizes_).count());
    }
  }
  stateWasSet_ = std::exchange(stateIsSet_, options_.carry);
  flipped_ = !flipped_;
}

void Executor::undo() {
  stateIsSet_ = stateWasSet_;
  flipped_ = !flipped_;
}

void Executor::place(int value, float* memory) {
  const ExecutionPlan::Value& planned = plan_.values[index(value)];
  ValuePlace& state = values_[index(value)];
  if (planned.buffer == none || planned.backwardReads || state.placed == memory) return;
  state.placed = memory;
  point();
}

void Executor::placeSeed(int value, float* gradient) {
  const int buffer = plan_.values[index(value)].seedBuffer;
  if (buffer != none) values_[index(value)].seed = gradient != nullptr ? gradient : bufferAt(buffer);
}

void Executor::clearSeeds() {
  for (const int value : options_.wanted) {
    if (float* gradient = seed(value)) std::fill_n(gradient, extents(value, sizes_).count(), 0.0f);
  }
}

void Executor::pointGradients(float* gradients) {
  for (const auto& parameter : program_.parameters()) {
    const bool reached = plan_.values[index(parameter.value)].gradientReaches;
    values_[index(parameter.value)].gradient = reached ? gradients + parameter.offset : nullptr;
  }
  for (std::size_t i = 0; i < values_.size(); i++) {
    if (plan_.values[i].gradientBuffer != none && values_[i].seed != nullptr) values_[i].gradient = values_[i].seed;
  }
  for (std::size_t i = 0; i < steps_.size(); i++) {
    const Program::Node& node = this->node(i);
    for (std::size_t k = 0; k < node.inputs.size(); k++) {
      const bool flows = node.inputs[k] && node.op->differentiable(static_cast<int>(k));
      steps_[i].dIn[k] = flows ? values_[index(*node.inputs[k])].gradient : nullptr;
    }
    for (int k = 0; k < node.outputCount; k++) {
      steps_[i].dOut[index(k)] = values_[index(node.firstOutput + k)].gradient;
    }
  }
}

// The gradients of parameters start from their seeds, which only recorded parameters have.
void Executor::startGradients(float* gradients) {
  std::fill_n(gradients, program_.weightCount(), 0.0f);
  for (const auto& parameter : program_.parameters()) {
    const float* const from = seed(parameter.value);
    if (from != nullptr) std::copy_n(from, extents(parameter.value, sizes_).count(), gradients + parameter.offset);
  }
}

void Executor::backward(Team& team, float* gradients, const Watch* watch) {
  checkTeam(team);
  pointGradients(gradients);
  startGradients(gradients);
  for (std::size_t i = steps_.size(); i-- > 0;) {
    const ExecutionPlan::Step& step = plan_.steps[i];
    if (!step.backward) continue;
    team.check();
    for (const int value : step.zeroFirst) {
      std::fill_n(values_[index(value)].gradient, extents(value, sizes_).count(), 0.0f);
    }
    node(i).op->backward(runOf(i, team, random_.child(static_cast<std::uint64_t>(step.node))));
    for (std::size_t k = 0; watch != nullptr && k < steps_[i].dIn.size(); k++) {
      if (steps_[i].dIn[k] != nullptr) (*watch)(node(i), steps_[i].dIn[k], steps_[i].geometry.inputs[k].count());
    }
  }
}

HiddenNorms Executor::hiddenNorms() const {
  HiddenNorms norms;
  for (std::size_t i = 0; i < steps_.size(); i++) {
    if (!steps_[i].hiddenNorms.empty()) norms.emplace_back(node(i).name, steps_[i].hiddenNorms);
  }
  return norms;
}

void Executor::resetState() {
  stateIsSet_ = false;
  if (!options_.carry) return;
  for (std::size_t i = 0; i < steps_.size(); i++) std::fill_n(stateOf(i, false), plan_.steps[i].memory.state, 0.0f);
}

void Executor::takeState(const Executor& other, std::int64_t rows, std::int64_t times) {
  for (std::size_t i = 0; i < steps_.size(); i++) {
    const std::int64_t state = plan_.steps[i].memory.state;
    if (state == 0) continue;
    const Shape& shape = program_.values()[index(*node(i).inputs[0])].shape;
    if (shape[0].symbol != Symbol::batch) {
      fail(Code::program, node(i).label,
           ": Expected a state with one row for each sample of the batch, got an input of shape ", shape);
    }
    const std::int64_t width = state / largest_.batch;
    const float* const from = other.stateOf(i, false);
    float* const to = stateOf(i, false);
    for (std::int64_t row = 0; row < rows * times; row++) {
      std::copy_n(from + row / times * width, width, to + row * width);
    }
  }
  stateIsSet_ = true;
}

}  // namespace gatecast
