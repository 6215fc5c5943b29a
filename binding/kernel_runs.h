// Runs of a kernel: where inputs are read and results are written.

#pragma once

#include <memory>

#include "kernel.h"
#include "operands.h"
#include "results.h"

namespace gatecast::binding {

// Every size of a kernel is a number.
inline constexpr Sizes fixedSizes{1, 1};

// Now, on one thread, reading and writing the caller's arrays where they are. Gives an array of results.
Napi::Value runInPlace(Napi::Env env, KernelPart& part, Napi::Value inputs, Napi::Value given);

// For work on another thread: inputs are copied, as the caller may do with his what he likes meanwhile.
void fill(Executor& executor, const Program& program, const std::vector<float*>& inputs);
// Memory of their own, or arrays that the caller gave.
std::shared_ptr<Results> resultsFor(Napi::Env env, const std::vector<Slot>& slots);
// Where a result stands after a pass.
using Source = FunctionRef<const float*(std::size_t i)>;
// After the pass, on its thread: copies what could not be written to its place.
void collect(const Results& results, Source source);
// Back on the JS thread: an array of the results.
Napi::Array settled(Napi::Env env, const Results& results, Source source);

}  // namespace gatecast::binding
