// What an Executor decides once: which ops run, where gradients flow, how long each buffer lives.
//
// Moments: the k-th op runs forward at moment k and backward at moment 2n-1-k; inputs are filled at -1 and results are
// read at 2n. Backward starts at moment n, when the gradients of wanted values are put in.

#include <algorithm>

#include "graph/executor.h"

namespace gatecast {

Executor::Executor(const Program& program, Sizes largest, ExecutorOptions options)
    : program_(program),
      largest_(largest),
      options_(std::move(options)),
      kernels_(kernels(options_.precision)),
      values_(program.values().size()) {
  for (const int value : options_.wanted) values_[index(value)].wanted = true;
  planSteps();
  if (options_.carry) checkCarry();
  if (options_.backward) planGradients();
  planLives();
  plan_.place();
  arena_ = Buffer(plan_.floats(), "the values of a run");
  point();
}

void Executor::planSteps() {
  for (const int node : program_.needed(options_.wanted)) {
    Step step;
    step.node = node;
    steps_.push_back(std::move(step));
  }
  for (Step& step : steps_) {
    const Program::Node& node = nodeOf(step);
    step.in.resize(node.inputs.size());
    step.dIn.resize(node.inputs.size());
    step.out.resize(index(node.outputCount));
    step.dOut.resize(index(node.outputCount));
    step.geometry.inputs.resize(node.inputs.size());
    step.geometry.outputs.resize(index(node.outputCount));
    if (options_.hiddenNorms && node.op->recurrent()) step.hiddenNorms.resize(static_cast<std::size_t>(largest_.time));
  }
  resize(largest_);
  for (Step& step : steps_) {
    if (step.hiddenNorms.size() > 0) step.hiddenNorms.resize(static_cast<std::size_t>(step.geometry.inputs[0][1]));
  }
}

void Executor::checkCarry() const {
  for (const Step& step : steps_) {
    const Program::Node& node = nodeOf(step);
    std::vector<const Spec*> specs;
    bool hasTime = false;
    for (const auto& input : node.inputs) {
      specs.push_back(input ? &program_.values()[index(*input)] : nullptr);
      hasTime = hasTime || (input && specs.back()->shape.has(Symbol::time));
    }
    if (hasTime && node.op->streaming(Inputs(std::move(specs))) == Streaming::no) {
      fail(Code::program, node.label,
           ": Expected an op that can run one time step at a time (streaming, truncated "
           "back-propagation), got one that needs all steps at once");
    }
  }
}

void Executor::planGradients() {
  std::vector<bool> depends(values_.size());  // on a weight, or on an input whose gradient is wanted
  for (const auto& parameter : program_.parameters()) depends[index(parameter.value)] = true;
  for (const int value : options_.inputGradients) depends[index(value)] = true;
  const auto flowsTo = [&](const Program::Node& node, std::size_t i) {
    return node.inputs[i] && depends[index(*node.inputs[i])] && node.op->differentiable(static_cast<int>(i));
  };
  for (const Step& step : steps_) {
    const Program::Node& node = nodeOf(step);
    bool any = false;
    for (std::size_t i = 0; i < node.inputs.size(); i++) any = any || flowsTo(node, i);
    if (!any) continue;
    for (int k = 0; k < node.outputCount; k++) {
      if (program_.values()[index(node.firstOutput + k)].type == Type::float32)
        depends[index(node.firstOutput + k)] = true;
    }
  }
  for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
    const Program::Node& node = nodeOf(*step);
    bool reached = false;
    for (int k = 0; k < node.outputCount; k++) {
      ValueState& value = values_[index(node.firstOutput + k)];
      value.gradientReaches = value.gradientReaches || (value.wanted && depends[index(node.firstOutput + k)]);
      reached = reached || value.gradientReaches;
    }
    for (std::size_t i = 0; reached && i < node.inputs.size(); i++) {
      if (!flowsTo(node, i)) continue;
      step->backward = true;
      values_[index(*node.inputs[i])].gradientReaches = true;
    }
  }
}

void Executor::planLives() {
  const int n = static_cast<int>(steps_.size()), end = 2 * n;
  std::vector<bool> isParameter(values_.size());
  for (const auto& parameter : program_.parameters()) isParameter[index(parameter.value)] = true;
  const auto size = [&](int value) { return extents(value, largest_).count(); };
  std::int64_t scratch = 0;

  for (int forward = 0; forward < n; forward++) {
    Step& step = steps_[index(forward)];
    const Program::Node& node = nodeOf(step);
    const int backward = step.backward ? end - 1 - forward : forward;
    const auto keep = [&](ValueState& value) {
      plan_.extend(value.buffer, backward);
      value.backwardReads = true;
    };
    for (int i = 0; i < node.outputCount; i++) {
      const int number = node.firstOutput + i;
      ValueState& value = values_[index(number)];
      if (isParameter[index(number)]) continue;
      // Inputs are filled before the first op runs.
      value.buffer = plan_.add(size(number), node.kind == "input" ? -1 : forward, forward);
      if (value.wanted) plan_.extend(value.buffer, end);
      if (step.backward && node.op->backwardReadsOutput(i)) keep(value);
      if (value.gradientReaches) value.gradientBuffer = plan_.add(size(number), backward, backward);
    }
    for (std::size_t i = 0; i < node.inputs.size(); i++) {
      if (!node.inputs[i] || isParameter[index(*node.inputs[i])]) continue;
      ValueState& value = values_[index(*node.inputs[i])];
      plan_.extend(value.buffer, forward);
      if (step.backward && node.op->backwardReadsInput(static_cast<int>(i))) keep(value);
      if (step.backward && value.gradientBuffer != none) plan_.extend(value.gradientBuffer, backward);
      step.preparesEachRun = step.preparesEachRun || node.op->prepareReads(static_cast<int>(i));
    }
    step.memory = node.op->memory(step.geometry, kernels_, options_.backward);
    step.saved = plan_.add(step.memory.saved, forward, backward);
    step.prepared = plan_.add(step.memory.prepared, -1, end);
    step.state = plan_.add(options_.carry ? step.memory.state : 0, -1, end);
    scratch = std::max(scratch, step.memory.scratch);
    perThreadStride_ = std::max(perThreadStride_, wholeLines(step.memory.perThread));
  }
  for (const ValueState& value : values_) {
    // A gradient put in by the caller is there from the start of backward.
    if (value.gradientBuffer != none && value.wanted) plan_.extend(value.gradientBuffer, n);
  }
  for (const int value : options_.inputGradients) {
    if (values_[index(value)].gradientBuffer != none) plan_.extend(values_[index(value)].gradientBuffer, end);
  }
  scratch_ = plan_.add(scratch, -1, end);
  perThread_ = plan_.add(perThreadStride_ * options_.threads, -1, end);

  // The consumer that runs first in the backward pass, the last one forward, finds the gradient zeroed.
  std::vector<bool> zeroed(values_.size());
  for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
    if (!step->backward) continue;
    const Program::Node& node = nodeOf(*step);
    for (std::size_t i = 0; i < node.inputs.size(); i++) {
      if (!node.inputs[i]) continue;
      const int number = *node.inputs[i];
      const ValueState& value = values_[index(number)];
      if (value.gradientBuffer == none || value.wanted || zeroed[index(number)]) continue;
      zeroed[index(number)] = true;
      step->zeroFirst.push_back(number);
    }
  }
}

void Executor::point() {
  const auto place = [this](int buffer) { return buffer == none ? nullptr : arena_.data() + plan_.offset(buffer); };
  for (ValueState& value : values_) {
    // Parameters have no buffer: setWeights points them at the weights.
    if (value.buffer != none) value.data = value.placed != nullptr ? value.placed : place(value.buffer);
    value.gradient = place(value.gradientBuffer);
  }
  for (Step& step : steps_) {
    const Program::Node& node = nodeOf(step);
    for (std::size_t i = 0; i < node.inputs.size(); i++) {
      if (node.inputs[i]) step.in[i] = values_[index(*node.inputs[i])].data;
    }
    for (int i = 0; i < node.outputCount; i++) step.out[index(i)] = values_[index(node.firstOutput + i)].data;
  }
}

}  // namespace gatecast
