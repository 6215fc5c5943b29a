#pragma once

#include <memory>

#include "graph/program.h"
#include "node.h"
#include "options.h"
#include "runtime/buffer.h"
#include "training/dataset.h"
#include "training/predictor.h"

namespace gatecast::binding {

// What a prediction works on: shared owners, so that it goes on whatever becomes of the graph.
struct Predicting {
  std::shared_ptr<const Program> program;
  std::shared_ptr<const Buffer> weights;
  std::shared_ptr<IdlePredictor> idle;
};

// Called on the JS thread when a prediction is done, before its promise is settled.
using Done = std::function<void()>;

// Graph.predict in src/native/types.ts, as a promise. Calls that have proved to take less than a fifth of a millisecond
// are made here and now: to go to another thread and back takes as long.
Napi::Value predict(Napi::Env env, Predicting parts, Samples samples, std::int64_t batchSize, RunOptions run,
                    Done done);

}  // namespace gatecast::binding
