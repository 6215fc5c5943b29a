// Location and scale of a window: scaled values are of similar size for series of any level. The methods have the names
// of WindowScaling in src/addon/types/windows.ts, where they are defined.

#pragma once

#include <cstdint>
#include <string>

namespace gatecast {

enum class Scaling { none, mean, standard, robust, last };

// ERR_RANGE for an unknown name.
Scaling scalingNamed(const std::string& name);

struct Scale {
  float location = 0;
  float scale = 1;

  // Computes in double precision: in float32, a small difference from a large location would lose digits.
  float scaled(float value) const { return static_cast<float>((static_cast<double>(value) - location) / scale); }
  double unscaled(double value) const { return location + value * scale; }
};

// Computed from the values that are not NaN.
Scale scaleOf(Scaling scaling, const float* values, std::int64_t count);

}  // namespace gatecast
