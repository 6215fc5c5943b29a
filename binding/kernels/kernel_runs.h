// Runs a kernel: where inputs are read from, and where results are written to.

#pragma once

#include <memory>

#include "binding/arguments/results.h"
#include "binding/kernels/kernel.h"
#include "binding/kernels/operands.h"

namespace gatecast::binding {

// The Programs of kernels have no batch and no time dimension.
inline constexpr Sizes fixedSizes{1, 1};

// Runs the kernel now, on the JS thread, reading and writing the caller's arrays without a copy. Returns a JS array of the
// results. given: arrays for the results, or undefined for new ones.
Napi::Value runInPlace(Napi::Env env, KernelPart& part, Napi::Value inputs, Napi::Value given);

// Copies the inputs for a run on another thread: the caller may change the arrays during the run.
void fill(Executor& executor, const Program& program, const std::vector<float*>& inputs);
// The results of a run on another thread: new arrays, or arrays of the caller.
std::shared_ptr<Results> resultsFor(Napi::Env env, const std::vector<Slot>& slots);
// Returns the memory of result i after a pass.
using Source = FunctionRef<const float*(std::size_t i)>;
// Called after the pass, on its thread: copies the results that the pass could not write to their places.
void collect(const Results& results, Source source);
// Called on the JS thread: writes results to arrays of the caller, and returns a JS array of all results.
Napi::Array settled(Napi::Env env, const Results& results, Source source);

}  // namespace gatecast::binding
