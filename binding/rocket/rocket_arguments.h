// Reads the arguments of the transform by convolutions. Arrays are copied, because the caller may change them while the
// work runs.

#pragma once

#include "binding/arguments/arguments.h"
#include "rocket/classifier.h"

namespace gatecast::binding {

std::vector<std::int32_t> readInts(const Argument& argument);
std::vector<double> readDoubles(const Argument& argument);

// Reads PackedSequences of src/addon/types/rocket.ts.
Sequences readSequences(const Argument& argument);

// Reads RocketPlan of src/addon/types/rocket.ts.
RocketPlan readPlan(const Argument& argument, Index channels);

// Reads RocketState of src/addon/types/rocket.ts.
Rocket readRocket(const Argument& argument, Index channels);

}  // namespace gatecast::binding
