// Location and scale of a window, so that a network sees series of any level alike. The twin of WindowScaling in
// src/native/types.ts, which has the definitions.

#pragma once

#include <cstdint>
#include <string>

namespace gatecast {

enum class Scaling { none, mean, standard, robust, last };

// ERR_RANGE for another name.
Scaling scalingNamed(const std::string& name);

struct Scale {
  float location = 0;
  float scale = 1;

  // In double: a large location would cost the digits of a small difference.
  float scaled(float value) const { return static_cast<float>((static_cast<double>(value) - location) / scale); }
  double unscaled(double value) const { return location + value * scale; }
};

// Of the values that are not NaN.
Scale scaleOf(Scaling scaling, const float* values, std::int64_t count);

}  // namespace gatecast
