#include "training/faults/not_finite.h"

#include <cmath>

#include "kernels/kernels.h"

namespace gatecast {
namespace {

std::int64_t sizeOf(const Program& program, const Program::Source& parameter) {
  return program.values()[static_cast<std::size_t>(parameter.value)].shape.at({1, 1}).count();
}

}  // namespace

void FirstNotFinite::operator()(const Program::Node& node, const float* written, std::int64_t count) {
  if (node_ == nullptr && !kernels().allFinite(written, count)) node_ = &node;
}

std::string largestGradient(const Program& program, const float* gradients) {
  float largest = 0;
  const std::string* of = nullptr;
  for (const auto& parameter : program.parameters()) {
    const float* const from = gradients + parameter.offset;
    for (std::int64_t i = 0; i < sizeOf(program, parameter); i++) {
      if (!std::isfinite(from[i]) || std::abs(from[i]) <= std::abs(largest)) continue;
      largest = from[i];
      of = &parameter.name;
    }
  }
  return of == nullptr ? "" : text(largest, ", of parameter \"", *of, '"');
}

std::string notFiniteParameter(const Program& program, const float* weights) {
  for (const auto& parameter : program.parameters()) {
    if (!kernels().allFinite(weights + parameter.offset, sizeOf(program, parameter))) {
      return text("parameter \"", parameter.name, '"');
    }
  }
  return "";
}

}  // namespace gatecast
