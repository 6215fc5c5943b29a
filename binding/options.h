// Options of runs and of training: the twins of RunOptions and TrainerOptions in src/native/types.ts.

#pragma once

#include <memory>

#include "arguments.h"
#include "runtime/cancel.h"
#include "training/trainer.h"

namespace gatecast::binding {

struct RunOptions {
  int threads;
  Precision precision;
  std::shared_ptr<Cancel> cancel;  // one of its own if the caller gave none
};

// Argument i of a call, as its options.
Argument optionsOf(const Napi::CallbackInfo& info, std::size_t i);

RunOptions readRun(const Argument& options);
Precision readPrecision(const Argument& precision);
int readThreads(const Argument& options);
std::shared_ptr<Cancel> readCancel(const Argument& options);
std::int64_t readBatchSize(const Argument& options);
std::uint64_t readSeed(const Argument& seed);
TrainerOptions readTrainer(const Argument& options);

}  // namespace gatecast::binding
