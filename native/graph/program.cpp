#include "graph/program.h"

#include <algorithm>
#include <set>

namespace gatecast {
namespace {

// As for the elements of one array: sizes in bytes cannot overflow 64 bits.
constexpr std::int64_t mostWeights = std::int64_t{1} << 48;

// Adds the label of the op to an error, because any op of a model file may be wrong.
template <typename Body>
auto at(const std::string& label, Body body) {
  try {
    return body();
  } catch (const Error& error) {
    throw Error(error.code(), label + ": " + error.what());
  }
}

std::string labelOf(const OpData& data, int number) {
  std::string label = data.kind;
  if (data.attributes.has("name")) label += " \"" + data.attributes.text("name") + '"';
  return text(label, " (op ", number, ')');
}

std::string nameOf(const OpData& data, int number) {
  return data.attributes.has("name") ? data.attributes.text("name") : text(data.kind, number);
}

}  // namespace

Program::Program(const ProgramData& data) : outputs_(data.outputs), loss_(data.loss), metrics_(data.metrics) {
  for (std::size_t i = 0; i < data.ops.size(); i++) add(data.ops[i], static_cast<int>(i));

  std::set<std::string> names;
  for (const auto* sources : {&inputs_, &parameters_}) {
    for (const Source& source : *sources) {
      if (!names.insert(source.name).second) {
        fail(Code::program, "Expected inputs and parameters to have different names, got \"", source.name, "\" twice");
      }
    }
  }
  const auto check = [this](int value, const std::string& what) {
    if (value < 0 || value >= static_cast<int>(values_.size())) {
      fail(Code::program, "Expected ", what, " to be a value from 0 to ", static_cast<int>(values_.size()) - 1,
           ", got ", value);
    }
  };
  for (const auto& [name, value] : outputs_) check(value, text("output \"", name, '"'));
  const auto checkLoss = [&](int value, const std::string& what) {
    check(value, what);
    for (const Node& node : nodes_) {
      const bool isLoss = node.firstOutput == value && node.outputCount == 2 &&
                          value + 1 < static_cast<int>(values_.size()) &&
                          values_[static_cast<std::size_t>(value)].shape.rank() == 0;
      if (isLoss) return;
    }
    fail(Code::program, "Expected ", what, " to be the first output of a loss, got value ", value);
  };
  if (loss_) checkLoss(*loss_, "the loss");
  for (const auto& [name, value] : metrics_) checkLoss(value, text("metric \"", name, '"'));
}

void Program::add(const OpData& data, int number) {
  const std::string label = labelOf(data, number);
  at(label, [&] {
    std::vector<const Spec*> specs;
    for (const auto& input : data.inputs) {
      if (input && (*input < 0 || *input >= static_cast<int>(values_.size()))) {
        fail(Code::program, "Expected inputs to be values of the ops before, numbered below ", values_.size(), ", got ",
             *input);
      }
      specs.push_back(input ? &values_[static_cast<std::size_t>(*input)] : nullptr);
    }
    Attributes attributes = data.attributes;
    const bool isSource = data.kind == "input" || data.kind == "parameter";
    auto op = makeOp(data.kind, attributes);
    const std::vector<Spec> outputs = op->outputs(Inputs(std::move(specs)));
    for (const Spec& output : outputs) output.shape.at({1, 1});  // throws if the size overflows
    const int first = static_cast<int>(values_.size());
    if (isSource) {
      Source source{attributes.text("name"), first};
      if (data.kind == "input") {
        inputs_.push_back(source);
      } else {
        source.offset = weightCount_;
        weightCount_ += outputs[0].shape.at({1, 1}).count();
        if (weightCount_ > mostWeights) fail(Code::range, "Expected at most 2^48 weights in all parameters, got more");
        parameters_.push_back(source);
      }
    }
    values_.insert(values_.end(), outputs.begin(), outputs.end());
    nodes_.push_back(
        {std::move(op), data.kind, nameOf(data, number), label, data.inputs, first, static_cast<int>(outputs.size())});
  });
}

const Program::Source* Program::findInput(const std::string& name) const {
  const auto found = std::find_if(inputs_.begin(), inputs_.end(), [&](const Source& s) { return s.name == name; });
  return found == inputs_.end() ? nullptr : &*found;
}

std::vector<int> Program::needed(const std::vector<int>& wanted) const {
  std::vector<bool> want(values_.size());
  for (const int value : wanted) want[static_cast<std::size_t>(value)] = true;
  std::vector<int> needed;
  for (int i = static_cast<int>(nodes_.size()) - 1; i >= 0; i--) {
    const Node& node = nodes_[static_cast<std::size_t>(i)];
    bool used = false;
    for (int k = 0; k < node.outputCount; k++) used = used || want[static_cast<std::size_t>(node.firstOutput + k)];
    if (!used) continue;
    needed.push_back(i);
    for (const auto& input : node.inputs) {
      if (input) want[static_cast<std::size_t>(*input)] = true;
    }
  }
  std::reverse(needed.begin(), needed.end());
  return needed;
}

std::vector<int> Program::neededInputs(const std::vector<int>& wanted) const {
  std::set<int> values;
  for (const int node : needed(wanted)) values.insert(nodes_[static_cast<std::size_t>(node)].firstOutput);
  std::vector<int> inputs;
  for (std::size_t i = 0; i < inputs_.size(); i++) {
    if (values.contains(inputs_[i].value)) inputs.push_back(static_cast<int>(i));
  }
  return inputs;
}

}  // namespace gatecast
