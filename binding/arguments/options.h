// Reads the options that several calls have: RunOptions in src/addon/types/graph.ts, batchSize and seed.

#pragma once

#include <memory>

#include "binding/arguments/arguments.h"
#include "kernels/kernels.h"
#include "runtime/cancel.h"

namespace gatecast::binding {

struct RunOptions {
  int threads;
  Precision precision;
  std::shared_ptr<Cancel> cancel;  // a new one if the caller passed none
};

// Argument i of a call, which must be an object with options.
Argument optionsOf(const Napi::CallbackInfo& info, std::size_t i);

RunOptions readRun(const Argument& options);
Precision readPrecision(const Argument& precision);
int readThreads(const Argument& options);
std::shared_ptr<Cancel> readCancel(const Argument& options);
std::int64_t readBatchSize(const Argument& options);
std::uint64_t readSeed(const Argument& seed);

}  // namespace gatecast::binding
