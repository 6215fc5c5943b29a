#include "binding/graph/prediction.h"

#include "binding/arguments/results.h"
#include "binding/arguments/tensors.h"
#include "binding/async.h"
#include "binding/environment.h"
#include "runtime/threads/denormals.h"
#include "training/passes/wanted_values.h"

namespace gatecast::binding {
namespace {

struct Prediction {
  Predicting parts;
  std::int64_t batchSize;
  RunOptions options;
  std::optional<Dataset> data;

  void open(Samples samples) {
    data.emplace(*parts.program, predictedValues(*parts.program), std::move(samples));
    checkOutputs(*parts.program, pieces(), data->sizes());
  }
  Pieces pieces() const { return {*data, batchSize, 0}; }

  const Spec& spec(int output) const { return parts.program->values()[static_cast<std::size_t>(output)]; }

  // Places for the outputs in memory of JS.
  std::shared_ptr<Results> results(Napi::Env env) const {
    auto results = std::make_shared<Results>();
    for (const auto& [name, value] : parts.program->outputs()) {
      results->add(env, name, spec(value).shape.at(data->sizes()), spec(value).type);
    }
    return results;
  }
  // Places for the outputs in native memory, if the sizes are not known before the work starts.
  Arrays arrays() const {
    Arrays arrays;
    for (const auto& [name, value] : parts.program->outputs()) {
      const Extents extents = spec(value).shape.at(data->sizes());
      Array& array = arrays[name];
      for (int axis = 0; axis < extents.rank(); axis++) array.shape.push_back(extents[axis]);
      array.type = spec(value).type;
      array.data.resize(static_cast<std::size_t>(extents.count()));
    }
    return arrays;
  }

  void run(std::unique_ptr<Predictor> predictor, std::span<float* const> places, Team& team) {
    predictor->run(*data, pieces(), places, team);
    parts.idle->put(std::move(predictor));
  }

  // Runs the prediction on the JS thread.
  void runHere(std::unique_ptr<Predictor> predictor, std::span<float* const> places) {
    const FlushDenormals flush;
    Team team(1, options.cancel.get());
    run(std::move(predictor), places, team);
  }

  // Runs the prediction on a background thread.
  void runThere(std::span<float* const> places) {
    auto predictor = parts.idle->take(pieces().largest(), options.precision, options.threads);
    Team team(predictor ? predictor->pace().threads(options.threads) : options.threads, options.cancel.get());
    if (!predictor) {
      predictor =
          std::make_unique<Predictor>(parts.program, parts.weights, pieces().largest(), options.precision, team);
    }
    run(std::move(predictor), places, team);
  }
};

Napi::Value resolved(Napi::Env env, Napi::Value value) {
  const auto deferred = Napi::Promise::Deferred::New(env);
  deferred.Resolve(value);
  return deferred.Promise();
}

// Predicts from arrays. Their sizes are known at once, so that the outputs are written to memory of JS.
Napi::Value predictArrays(Napi::Env env, const std::shared_ptr<Prediction>& call, Samples samples, const Done& done) {
  call->open(std::move(samples));
  const auto held = call->results(env);
  Turn& turn = Environment::of(env).turn;
  if (turn.goesOn()) {
    if (auto predictor = call->parts.idle->takeBrief(call->pieces().largest(), call->options.precision)) {
      const auto start = Turn::Clock::now();
      call->runHere(std::move(predictor), held->places());
      const Napi::Value outputs = held->tensors(env);
      done();
      turn.took(Turn::Clock::now() - start);
      return resolved(env, outputs);
    }
  }
  turn.ends();
  const auto work = [call, done, outputs = held.get()]() -> Settle {
    call->runThere(outputs->places());
    return [outputs, done](Napi::Env settling) {
      done();
      return outputs->tensors(settling);
    };
  };
  return runAsync(env, call->options.cancel, work, held);
}

}  // namespace

Napi::Value predict(Napi::Env env, Predicting parts, Samples samples, std::int64_t batchSize, RunOptions run,
                    Done done) {
  auto call = std::make_shared<Prediction>(Prediction{std::move(parts), batchSize, std::move(run), {}});
  if (std::holds_alternative<Arrays>(samples)) return predictArrays(env, call, std::move(samples), done);
  Environment::of(env).turn.ends();
  auto windows = std::make_shared<Samples>(std::move(samples));
  return runAsync(env, call->options.cancel, [call, windows, done]() -> Settle {
    call->open(std::move(*windows));  // off the JS thread, because it can take long to make the index of windows
    auto outputs = std::make_shared<Arrays>(call->arrays());
    std::vector<float*> places;
    for (auto& [name, array] : *outputs) places.push_back(array.data.data());
    call->runThere(places);
    return [outputs, done](Napi::Env settling) {
      done();
      return toTensors(settling, *outputs);
    };
  });
}

}  // namespace gatecast::binding
