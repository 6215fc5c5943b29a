// The lives of buffers are measured in moments. Op k of n runs forward at moment k and backward at moment 2n-1-k. Inputs
// are filled at moment -1, and results are read at moment 2n. The backward pass starts at moment n, when the gradients of
// wanted values are filled in.

#include "graph/plan/execution_plan.h"

#include <algorithm>

namespace gatecast {
namespace {

std::size_t index(int value) { return static_cast<std::size_t>(value); }

void checkCarry(const Program& program, const Program::Node& node) {
  std::vector<const Spec*> specs;
  bool hasTime = false;
  for (const auto& input : node.inputs) {
    specs.push_back(input ? &program.values()[index(*input)] : nullptr);
    hasTime = hasTime || (input && specs.back()->shape.has(Symbol::time));
  }
  if (hasTime && node.op->streaming(Inputs(std::move(specs))) == Streaming::no) {
    fail(Code::program, node.label,
         ": Expected an op that can run one time step at a time (streaming, truncated back-propagation), got one that "
         "needs all steps at once");
  }
}

}  // namespace

void setGeometry(Geometry& geometry, const Program& program, const Program::Node& node, Sizes sizes) {
  const auto extents = [&](int value) { return program.values()[index(value)].shape.at(sizes); };
  geometry.inputs.resize(node.inputs.size());
  geometry.outputs.resize(index(node.outputCount));
  for (std::size_t i = 0; i < node.inputs.size(); i++) {
    if (node.inputs[i]) geometry.inputs[i] = extents(*node.inputs[i]);
  }
  for (int i = 0; i < node.outputCount; i++) geometry.outputs[index(i)] = extents(node.firstOutput + i);
}

ExecutionPlan::ExecutionPlan(const Program& program, Sizes largest, const ExecutorOptions& options,
                             const Kernels& kernels)
    : values(program.values().size()) {
  for (const int value : options.wanted) values[index(value)].wanted = true;
  for (const int node : program.needed(options.wanted)) {
    Step step;
    step.node = node;
    steps.push_back(std::move(step));
  }
  if (options.carry) {
    for (const Step& step : steps) checkCarry(program, program.nodes()[index(step.node)]);
  }
  if (options.backward) planGradients(program, options);
  planLives(program, largest, options, kernels);
  planZeros(program);
  memory.place();
}

void ExecutionPlan::planGradients(const Program& program, const ExecutorOptions& options) {
  std::vector<bool> depends(values.size());  // on a weight, or on an input whose gradient is wanted
  for (const auto& parameter : program.parameters()) depends[index(parameter.value)] = true;
  for (const int value : options.inputGradients) depends[index(value)] = true;
  const auto flowsTo = [&](const Program::Node& node, std::size_t i) {
    return node.inputs[i] && depends[index(*node.inputs[i])] && node.op->differentiable(static_cast<int>(i));
  };
  for (const Step& step : steps) {
    const Program::Node& node = program.nodes()[index(step.node)];
    bool any = false;
    for (std::size_t i = 0; i < node.inputs.size(); i++) any = any || flowsTo(node, i);
    if (!any) continue;
    for (int k = 0; k < node.outputCount; k++) {
      const auto value = index(node.firstOutput + k);
      if (program.values()[value].type == Type::float32) depends[value] = true;
    }
  }
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    const Program::Node& node = program.nodes()[index(step->node)];
    bool reached = false;
    for (int k = 0; k < node.outputCount; k++) {
      Value& value = values[index(node.firstOutput + k)];
      value.gradientReaches = value.gradientReaches || (value.wanted && depends[index(node.firstOutput + k)]);
      reached = reached || value.gradientReaches;
    }
    for (std::size_t i = 0; reached && i < node.inputs.size(); i++) {
      if (!flowsTo(node, i)) continue;
      step->backward = true;
      values[index(*node.inputs[i])].gradientReaches = true;
    }
  }
}

void ExecutionPlan::planLives(const Program& program, Sizes largest, const ExecutorOptions& options,
                              const Kernels& kernels) {
  const int n = static_cast<int>(steps.size()), end = 2 * n;
  std::vector<bool> isParameter(values.size());
  for (const auto& parameter : program.parameters()) isParameter[index(parameter.value)] = true;
  std::int64_t mostScratch = 0;

  for (int forward = 0; forward < n; forward++) {
    Step& step = steps[index(forward)];
    const Program::Node& node = program.nodes()[index(step.node)];
    Geometry geometry;
    setGeometry(geometry, program, node, largest);
    const int backward = step.backward ? end - 1 - forward : forward;
    const auto keep = [&](Value& value) {
      memory.extend(value.buffer, backward);
      value.backwardReads = true;
    };
    for (int i = 0; i < node.outputCount; i++) {
      const int number = node.firstOutput + i;
      Value& value = values[index(number)];
      const std::int64_t size = geometry.outputs[index(i)].count();
      if (isParameter[index(number)]) {
        // Its gradient is memory of the caller, who passes it when the backward pass starts. A seed comes before that.
        if (value.wanted && value.gradientReaches) value.seedBuffer = memory.add(size, n, n);
        continue;
      }
      // Inputs are filled before the first op runs.
      value.buffer = memory.add(size, node.kind == "input" ? -1 : forward, forward);
      if (value.wanted) memory.extend(value.buffer, end);
      if (step.backward && node.op->backwardReadsOutput(i)) keep(value);
      if (value.gradientReaches) value.gradientBuffer = memory.add(size, backward, backward);
    }
    for (std::size_t i = 0; i < node.inputs.size(); i++) {
      if (!node.inputs[i] || isParameter[index(*node.inputs[i])]) continue;
      Value& value = values[index(*node.inputs[i])];
      memory.extend(value.buffer, forward);
      if (step.backward && node.op->backwardReadsInput(static_cast<int>(i))) keep(value);
      if (step.backward && value.gradientBuffer != none) memory.extend(value.gradientBuffer, backward);
      step.preparesEachRun = step.preparesEachRun || node.op->prepareReads(static_cast<int>(i));
    }
    step.memory = node.op->memory(geometry, kernels, options.backward);
    step.saved = memory.add(step.memory.saved, forward, backward);
    step.prepared = memory.add(step.memory.prepared, -1, end);
    for (int& state : step.state) state = memory.add(options.carry ? step.memory.state : 0, -1, end);
    mostScratch = std::max(mostScratch, step.memory.scratch);
    perThreadStride = std::max(perThreadStride, wholeLines(step.memory.perThread));
  }
  for (Value& value : values) {
    if (value.gradientBuffer == none || !value.wanted) continue;
    // The caller fills in the gradients of wanted values before the backward pass starts.
    memory.extend(value.gradientBuffer, n);
    value.seedBuffer = value.gradientBuffer;
  }
  for (const int value : options.inputGradients) {
    if (values[index(value)].gradientBuffer != none) memory.extend(values[index(value)].gradientBuffer, end);
  }
  scratch = memory.add(mostScratch, -1, end);
  perThread = memory.add(perThreadStride * options.threads, -1, end);
}

// A gradient is a sum over the ops that read the value. Of these ops the last one in the forward pass runs first in the
// backward pass: the gradient is set to zero before that op.
void ExecutionPlan::planZeros(const Program& program) {
  std::vector<bool> zeroed(values.size());
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    if (!step->backward) continue;
    for (const auto& input : program.nodes()[index(step->node)].inputs) {
      if (!input) continue;
      const Value& value = values[index(*input)];
      if (value.gradientBuffer == none || value.wanted || zeroed[index(*input)]) continue;
      zeroed[index(*input)] = true;
      step->zeroFirst.push_back(*input);
    }
  }
}

}  // namespace gatecast
