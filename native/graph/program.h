// A Program: a list of ops in SSA form (every op makes new values), which is checked once and run many times.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "graph/op.h"

namespace gatecast {

// A Program before it is checked; has the form of ProgramData in src/addon/types/program.ts.
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
  // Checks kinds, attributes, value numbers, shapes and names. Throws ERR_PROGRAM, ERR_SHAPE, ERR_TYPE or ERR_RANGE; the
  // message starts with the op: 'lstm "encoder" (op 3): Expected ...'.
  explicit Program(const ProgramData& data);

  struct Node {
    std::unique_ptr<Op> op;
    std::string kind;
    std::string name;                        // the attribute "name", or the kind and the number of the op: lstm3
    std::string label;                       // the op in messages: lstm "encoder" (op 3)
    std::vector<std::optional<int>> inputs;  // values
    int firstOutput;                         // the outputs are the values firstOutput, firstOutput + 1, ...
    int outputCount;
  };
  struct Source {  // an input or a parameter
    std::string name;
    int value;
    std::int64_t offset = 0;  // of a parameter: its first place in the array of all weights
  };

  const std::vector<Node>& nodes() const { return nodes_; }
  const std::vector<Spec>& values() const { return values_; }
  const std::vector<Source>& inputs() const { return inputs_; }
  const std::vector<Source>& parameters() const { return parameters_; }
  std::int64_t weightCount() const { return weightCount_; }
  const std::map<std::string, int>& outputs() const { return outputs_; }
  const std::optional<int>& loss() const { return loss_; }
  const std::map<std::string, int>& metrics() const { return metrics_; }

  const Source* findInput(const std::string& name) const;  // null if there is none of this name
  // The nodes that the wanted values depend on, as indices into nodes(), in their order.
  std::vector<int> needed(const std::vector<int>& wanted) const;
  // The inputs that the wanted values depend on, as indices into inputs().
  std::vector<int> neededInputs(const std::vector<int>& wanted) const;

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
