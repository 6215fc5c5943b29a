// A Program: ops in SSA form, checked once, run many times.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "graph/op.h"

namespace gatecast {

// As the caller gives it; the twin of ProgramData in src/native/types.ts.
struct OpData {
  std::string kind;
  std::vector<std::optional<int>> inputs;  // value numbers
  Attributes attributes;
};
struct ProgramData {
  std::vector<OpData> ops;
  std::map<std::string, int> outputs;
  std::optional<int> loss;
  std::map<std::string, int> metrics;
};

class Program {
 public:
  // Checks everything: kinds, attributes, value numbers, shapes, names. Throws ERR_PROGRAM, ERR_SHAPE, ERR_TYPE or
  // ERR_RANGE with the op in front: 'lstm "encoder" (op 3): Expected ...'.
  explicit Program(const ProgramData& data);

  struct Node {
    std::unique_ptr<Op> op;
    std::string kind;
    std::string label;                       // for messages
    std::vector<std::optional<int>> inputs;  // values
    int firstOutput;                         // its outputs are values firstOutput, firstOutput + 1, ...
    int outputCount;
  };
  struct Source {  // an input or a parameter
    std::string name;
    int value;
    std::int64_t offset = 0;  // parameters: where it starts in the flat weights
  };

  const std::vector<Node>& nodes() const { return nodes_; }
  const std::vector<Spec>& values() const { return values_; }
  const std::vector<Source>& inputs() const { return inputs_; }
  const std::vector<Source>& parameters() const { return parameters_; }
  std::int64_t weightCount() const { return weightCount_; }
  const std::map<std::string, int>& outputs() const { return outputs_; }
  const std::optional<int>& loss() const { return loss_; }
  const std::map<std::string, int>& metrics() const { return metrics_; }

  const Source* findInput(const std::string& name) const;  // null if there is none
  // Nodes that the wanted values depend on, in order.
  std::vector<int> needed(const std::vector<int>& wanted) const;
  // Inputs among them.
  std::vector<int> neededInputs(const std::vector<int>& wanted) const;  // indices into inputs()

 private:
  void add(const OpData& data, int number);

  std::vector<Node> nodes_;
  std::vector<Spec> values_;
  std::vector<Source> inputs_;
  std::vector<Source> parameters_;
  std::int64_t weightCount_ = 0;
  std::map<std::string, int> outputs_;
  std::optional<int> loss_;
  std::map<std::string, int> metrics_;
};

}  // namespace gatecast
