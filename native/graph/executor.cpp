#include "graph/executor.h"

#include <algorithm>

namespace gatecast {

void Executor::setWeights(const float* weights, Team& team) {
  weights_ = weights;
  for (const auto& parameter : program_.parameters()) {
    // Only the optimiser writes weights, and not through here.
    values_[index(parameter.value)].data = const_cast<float*>(weights + parameter.offset);
  }
  point();
  prepare(team);
}

void Executor::prepare(Team& team) {
  for (Step& step : steps_) {
    if (step.memory.prepared > 0 && !step.preparesEachRun) nodeOf(step).op->prepare(runOf(step, team, random_));
  }
}

void Executor::resize(Sizes sizes) {
  if (sizes.batch == sizes_.batch && sizes.time == sizes_.time) return;
  sizes_ = sizes;
  for (Step& step : steps_) {
    const Program::Node& node = nodeOf(step);
    for (std::size_t i = 0; i < node.inputs.size(); i++) {
      if (node.inputs[i]) step.geometry.inputs[i] = extents(*node.inputs[i], sizes);
    }
    for (int i = 0; i < node.outputCount; i++) {
      step.geometry.outputs[index(i)] = extents(node.firstOutput + i, sizes);
    }
  }
}

Run Executor::runOf(Step& step, Team& team, Random random) const {
  Run run(kernels_, team, options_.backward, options_.training, options_.carry, random, step.geometry);
  const auto place = [this](int buffer) { return arena_.data() + plan_.offset(buffer); };
  run.in_ = step.in;
  run.out_ = step.out;
  run.dOut_ = step.dOut;
  run.dIn_ = step.dIn;
  run.saved_ = place(step.saved);
  run.prepared_ = place(step.prepared);
  run.state_ = place(step.state);
  run.scratch_ = place(scratch_);
  run.perThread_ = place(perThread_);
  run.perThreadStride_ = perThreadStride_;
  run.hiddenNorms_ = step.hiddenNorms.empty() ? nullptr : step.hiddenNorms.data();
  run.stateIsSet_ = stateIsSet_;
  return run;
}

void Executor::rethrowAt(const Step& step) const {
  try {
    throw;
  } catch (const Error& error) {
    if (error.code() == Code::aborted) throw;
    throw Error(error.code(), nodeOf(step).label + ": " + error.what());
  }
}

void Executor::checkTeam(const Team& team) const {
  if (team.size() <= options_.threads) return;
  fail(Code::range, "Expected a team of at most ", options_.threads, " threads, which memory was planned for, got ",
       team.size());
}

void Executor::forward(Sizes sizes, Team& team, Random random, const Cancel* cancel) {
  checkTeam(team);
  resize(sizes);
  random_ = random;
  for (Step& step : steps_) {
    if (cancel != nullptr) cancel->check();
    try {
      // Each op draws from a stream of its own.
      const Run run = runOf(step, team, random.child(static_cast<std::uint64_t>(step.node)));
      if (step.preparesEachRun) nodeOf(step).op->prepare(run);
      nodeOf(step).op->forward(run);
    } catch (const Error&) {
      rethrowAt(step);
    }
  }
  stateIsSet_ = options_.carry;
}

void Executor::place(int value, float* memory) {
  ValueState& state = values_[index(value)];
  if (state.buffer == none || state.backwardReads || state.placed == memory) return;
  state.placed = memory;
  point();
}

void Executor::placeSeed(int value, float* gradient) {
  ValueState& state = values_[index(value)];
  if (state.gradientBuffer == none) return;
  state.gradient = gradient != nullptr ? gradient : arena_.data() + plan_.offset(state.gradientBuffer);
}

void Executor::clearSeeds() {
  for (const int value : options_.wanted) {
    if (float* gradient = seed(value)) std::fill_n(gradient, extents(value, sizes_).count(), 0.0f);
  }
}

void Executor::pointGradients(float* gradients) {
  for (const auto& parameter : program_.parameters()) {
    ValueState& value = values_[index(parameter.value)];
    value.gradient = value.gradientReaches ? gradients + parameter.offset : nullptr;
  }
  for (Step& step : steps_) {
    const Program::Node& node = nodeOf(step);
    for (std::size_t i = 0; i < node.inputs.size(); i++) {
      const bool flows = node.inputs[i] && node.op->differentiable(static_cast<int>(i));
      step.dIn[i] = flows ? values_[index(*node.inputs[i])].gradient : nullptr;
    }
    for (int i = 0; i < node.outputCount; i++) {
      step.dOut[index(i)] = values_[index(node.firstOutput + i)].gradient;
    }
  }
}

void Executor::backward(Team& team, float* gradients, const Cancel* cancel) {
  checkTeam(team);
  pointGradients(gradients);
  std::fill_n(gradients, program_.weightCount(), 0.0f);
  for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
    if (!step->backward) continue;
    if (cancel != nullptr) cancel->check();
    for (const int value : step->zeroFirst) {
      std::fill_n(values_[index(value)].gradient, extents(value, sizes_).count(), 0.0f);
    }
    nodeOf(*step).op->backward(runOf(*step, team, random_.child(static_cast<std::uint64_t>(step->node))));
  }
}

std::vector<int> Executor::recurrentNodes() const {
  std::vector<int> nodes;
  for (const Step& step : steps_) {
    if (nodeOf(step).op->recurrent()) nodes.push_back(step.node);
  }
  return nodes;
}

std::vector<std::vector<float>> Executor::hiddenNorms() const {
  std::vector<std::vector<float>> norms;
  for (const Step& step : steps_) {
    if (!step.hiddenNorms.empty()) norms.push_back(step.hiddenNorms);
  }
  return norms;
}

void Executor::resetState() {
  stateIsSet_ = false;
  for (const Step& step : steps_) {
    if (options_.carry) std::fill_n(arena_.data() + plan_.offset(step.state), step.memory.state, 0.0f);
  }
}

void Executor::takeState(const Executor& other, std::int64_t rows, std::int64_t times) {
  for (std::size_t i = 0; i < steps_.size(); i++) {
    const Memory& memory = steps_[i].memory;
    if (memory.state == 0) continue;
    const Program::Node& node = nodeOf(steps_[i]);
    if (program_.values()[index(*node.inputs[0])].shape[0].symbol != Symbol::batch) {
      fail(Code::program, node.label, ": Expected a state with one row for each sample of the batch, got an input of ",
           program_.values()[index(*node.inputs[0])].shape);
    }
    const std::int64_t width = memory.state / largest_.batch;
    const float* const from = other.arena_.data() + other.plan_.offset(other.steps_[i].state);
    float* const to = arena_.data() + plan_.offset(steps_[i].state);
    for (std::int64_t row = 0; row < rows * times; row++) {
      std::copy_n(from + row / times * width, width, to + row * width);
    }
  }
  stateIsSet_ = true;
}

}  // namespace gatecast
