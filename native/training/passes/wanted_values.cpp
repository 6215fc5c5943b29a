#include "training/passes/wanted_values.h"

namespace gatecast {

std::map<std::string, int> lossesOf(const Program& program) {
  auto losses = program.metrics();
  if (program.loss()) losses["loss"] = *program.loss();
  return losses;
}

std::vector<int> predictedValues(const Program& program) {
  std::vector<int> values;
  for (const auto& [name, value] : program.outputs()) values.push_back(value);
  return values;
}

std::vector<int> evaluatedValues(const Program& program) {
  std::vector<int> values;
  for (const auto& [name, value] : lossesOf(program)) values.insert(values.end(), {value, value + 1});
  return values;
}

}  // namespace gatecast
