#include "prediction.h"

#include "async.h"
#include "environment.h"
#include "tensors.h"
#include "training/inference.h"

namespace gatecast::binding {
namespace {

struct Prediction {
  Predicting parts;
  std::int64_t batchSize;
  RunOptions options;
  std::optional<Dataset> data;

  void open(Samples samples) {
    data.emplace(*parts.program, predicted(*parts.program), std::move(samples));
    checkOutputs(*parts.program, pieces(), data->sizes());
  }
  Pieces pieces() const { return {*data, batchSize, 0}; }

  Arrays run(std::unique_ptr<Predictor> predictor, Team& team) {
    Arrays outputs = predictor->run(*data, pieces(), team, *options.cancel);
    parts.idle->put(std::move(predictor));
    return outputs;
  }

  Arrays runHere(std::unique_ptr<Predictor> predictor) {
    const FlushDenormals flush;
    Team team(1);
    return run(std::move(predictor), team);
  }

  Arrays runThere() {
    auto predictor = parts.idle->take(pieces().largest(), options.precision, options.threads);
    Team team(predictor ? predictor->pace().threads(options.threads) : options.threads);
    if (!predictor) {
      predictor =
          std::make_unique<Predictor>(parts.program, parts.weights, pieces().largest(), options.precision, team);
    }
    return run(std::move(predictor), team);
  }
};

Napi::Value resolved(Napi::Env env, Napi::Value value) {
  const auto deferred = Napi::Promise::Deferred::New(env);
  deferred.Resolve(value);
  return deferred.Promise();
}

}  // namespace

Napi::Value predict(Napi::Env env, Predicting parts, Samples samples, std::int64_t batchSize, RunOptions run,
                    Done done) {
  const bool areArrays = std::holds_alternative<Arrays>(samples);
  auto call = std::make_shared<Prediction>(Prediction{std::move(parts), batchSize, std::move(run), {}});
  // Arrays are checked at once. An index of windows may take long.
  if (areArrays) call->open(std::move(samples));
  Turn& turn = Environment::of(env).turn;
  if (areArrays && turn.goesOn()) {
    if (auto predictor = call->parts.idle->takeBrief(call->pieces().largest(), call->options.precision)) {
      const auto start = Turn::Clock::now();
      const Napi::Value outputs = toTensors(env, call->runHere(std::move(predictor)));
      done();
      turn.took(Turn::Clock::now() - start);
      return resolved(env, outputs);
    }
  }
  turn.ends();
  auto windows = std::make_shared<Samples>(std::move(samples));
  return runAsync(env, call->options.cancel, [call, windows, areArrays, done]() -> Settle {
    if (!areArrays) call->open(std::move(*windows));
    auto outputs = std::make_shared<const Arrays>(call->runThere());
    return [outputs, done](Napi::Env settling) {
      done();
      return toTensors(settling, *outputs);
    };
  });
}

}  // namespace gatecast::binding
