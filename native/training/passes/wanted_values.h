// The values of a Program that passes compute.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "graph/program.h"

namespace gatecast {

// "loss" and the metrics by name. A loss has two values: the mean, and after it the sum of the weights.
std::map<std::string, int> lossesOf(const Program& program);

// The values of a prediction: all outputs.
std::vector<int> predictedValues(const Program& program);

// The values of an evaluation: both values of the loss and of each metric.
std::vector<int> evaluatedValues(const Program& program);

}  // namespace gatecast
