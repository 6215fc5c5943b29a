#pragma once

#include <functional>
#include <memory>

#include "binding/arguments/options.h"
#include "binding/node.h"
#include "graph/program.h"
#include "runtime/buffer.h"
#include "training/batches/dataset.h"
#include "training/passes/idle_predictor.h"

namespace gatecast::binding {

// The parts of a graph that a prediction uses. It shares their ownership, so that the graph can be disposed of or get
// new weights while the prediction runs.
struct Predicting {
  std::shared_ptr<const Program> program;
  std::shared_ptr<const Buffer> weights;
  std::shared_ptr<IdlePredictor> idle;
};

// Called on the JS thread when a prediction is done, before its promise is settled.
using Done = std::function<void()>;

// Graph.predict in src/addon/types/graph.ts; returns a promise. If the last call with the same sizes took less than 0.2 ms,
// the prediction runs at once on the JS thread: to pass work to another thread and back takes as long.
Napi::Value predict(Napi::Env env, Predicting parts, Samples samples, std::int64_t batchSize, RunOptions run,
                    Done done);

}  // namespace gatecast::binding
