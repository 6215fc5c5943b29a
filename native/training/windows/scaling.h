// Location and scale of a window: scaled values are of similar size for series of any level. The methods have the names
// of WindowScaling in src/addon/types/windows.ts, where they are defined.
//
// All of it is in double precision. A network computes in float32, so it must see values from which the location was
// subtracted before they were rounded, and the location must be added to its outputs in double precision again.

#pragma once

#include <cstdint>
#include <string>

#include "training/data/table.h"

namespace gatecast {

enum class Scaling { none, mean, standard, robust, last };

// ERR_RANGE for an unknown name.
Scaling scalingNamed(const std::string& name);

struct Scale {
  double location = 0;
  double scale = 1;

  float scaled(double value) const { return static_cast<float>((value - location) / scale); }
  double unscaled(double value) const { return location + value * scale; }
};

// Computed from the values that are not NaN. subtractLevel: see Windows in src/addon/types/windows.ts.
Scale scaleOf(Scaling scaling, bool subtractLevel, Numbers values, std::int64_t count);

}  // namespace gatecast
