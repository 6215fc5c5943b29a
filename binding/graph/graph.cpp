#include "binding/graph/graph.h"

#include <algorithm>

#include "binding/arguments/options.h"
#include "binding/arguments/tensors.h"
#include "binding/arguments/typed_arrays.h"
#include "binding/async.h"
#include "binding/environment.h"
#include "binding/graph/path_options.h"
#include "binding/graph/programs.h"
#include "binding/graph/tape.h"
#include "binding/properties.h"
#include "binding/samples/samples.h"
#include "binding/samples/windows.h"
#include "binding/stream/stream.h"
#include "binding/trainer/trainer.h"
#include "binding/trainer/trainer_options.h"
#include "binding/trainer/trainer_state.h"
#include "training/passes/evaluation.h"
#include "training/passes/wanted_values.h"

namespace gatecast::binding {
namespace {

// An estimate of the memory of the Program without its weights: an op has a few hundred bytes.
constexpr std::int64_t bytesPerNode = 1024;

Napi::Array describeParameters(Napi::Env env, const Program& program) {
  Napi::Array list = Napi::Array::New(env);
  for (const auto& parameter : program.parameters()) {
    Napi::Object object = toSpec(env, program.values()[static_cast<std::size_t>(parameter.value)]);
    object.Set("name", parameter.name);
    object.Set("offset", static_cast<double>(parameter.offset));
    list.Set(list.Length(), object);
  }
  return list;
}

Napi::Array describeInputs(Napi::Env env, const Program& program) {
  Napi::Array list = Napi::Array::New(env);
  for (const auto& input : program.inputs()) {
    Napi::Object object = toSpec(env, program.values()[static_cast<std::size_t>(input.value)]);
    object.Set("name", input.name);
    list.Set(list.Length(), object);
  }
  return list;
}

}  // namespace

Napi::Function JsGraph::define(Napi::Env env) {
  return DefineClass(env, "Graph",
                     {InstanceMethod<&JsGraph::weights>("weights"), InstanceMethod<&JsGraph::setWeights>("setWeights"),
                      InstanceMethod<&JsGraph::predict>("predict"), InstanceMethod<&JsGraph::evaluate>("evaluate"),
                      InstanceMethod<&JsGraph::samplePaths>("samplePaths"), InstanceMethod<&JsGraph::record>("record"),
                      InstanceMethod<&JsGraph::stream>("stream"), InstanceMethod<&JsGraph::trainer>("trainer"),
                      InstanceMethod<&JsGraph::dispose>("dispose")});
}

JsGraph::JsGraph(const Napi::CallbackInfo& info) : Napi::ObjectWrap<JsGraph>(info), part_(info.Env(), "a graph") {
  const Napi::Env env = info.Env();
  guarded(env, [&] {
    const auto program = std::make_shared<const Program>(readProgram(info[0]));
    const auto weights = std::make_shared<const Buffer>(program->weightCount(), "the weights");
    std::fill_n(weights->data(), weights->size(), 0.0f);
    setConstant(info.This(), "parameters", describeParameters(env, *program));
    setConstant(info.This(), "inputs", describeInputs(env, *program));
    part_.hold(std::make_shared<Predicting>(Predicting{program, weights, std::make_shared<IdlePredictor>()}), 0);
    reportMemory();
  });
}

void JsGraph::reportMemory() {
  if (!part_.isHeld()) return;
  const Predicting& part = *part_.get();
  part_.report(static_cast<std::int64_t>(part.weights->bytes()) + bytesPerNode * std::ssize(part.program->nodes()) +
               part.idle->bytes());
}

Napi::Value JsGraph::weights(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const Predicting part = *part_.get();
    return toFloats(info.Env(), part.weights->data(), static_cast<std::size_t>(part.weights->size()));
  });
}

Napi::Value JsGraph::setWeights(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto given = readFloats(info[0], "weights");
    const auto part = part_.get();
    const std::int64_t count = part->program->weightCount();
    if (static_cast<std::int64_t>(given.size()) != count) {
      fail(Code::shape, "Expected ", count, " weights, got ", given.size());
    }
    Buffer weights(count, "the weights");
    std::copy(given.begin(), given.end(), weights.data());
    part->weights = std::make_shared<const Buffer>(std::move(weights));
    part->idle = std::make_shared<IdlePredictor>();  // running calls put their predictors into the former one
    reportMemory();
    return info.Env().Undefined();
  });
}

Napi::Value JsGraph::predict(const Napi::CallbackInfo& info) {
  return promised(info.Env(), [&] {
    Samples inputs = readSamples(info[0], "input");
    const Argument options = optionsOf(info, 1);
    const std::int64_t batchSize = readBatchSize(options);
    RunOptions run = readRun(options);
    const auto done = [self = self_] {
      if (*self != nullptr) (*self)->reportMemory();
    };
    return binding::predict(info.Env(), *part_.get(), std::move(inputs), batchSize, std::move(run), done);
  });
}

Napi::Value JsGraph::evaluate(const Napi::CallbackInfo& info) {
  return promised(info.Env(), [&] {
    auto inputs = std::make_shared<Samples>(readSamples(info[0], "input"));
    const Argument options = optionsOf(info, 1);
    const std::int64_t batchSize = readBatchSize(options);
    const RunOptions run = readRun(options);
    return runAsync(info.Env(), run.cancel, [=, part = *part_.get()]() -> Settle {
      const auto wanted = evaluatedValues(*part.program);
      if (wanted.empty())
        fail(Code::program, "Expected a Program with a loss or metrics to evaluate, got one without them");
      const Dataset data(*part.program, wanted, std::move(*inputs));
      Team team(run.threads, run.cancel.get());
      Evaluation evaluation(*part.program, data, batchSize, 0, run.precision, run.threads);
      return [scores = evaluation.run(part.weights->data(), team)](Napi::Env env) { return toScores(env, scores); };
    });
  });
}

Napi::Value JsGraph::samplePaths(const Napi::CallbackInfo& info) {
  return promised(info.Env(), [&] {
    auto windows = std::make_shared<Windows>(readWindows(info[0]));
    const Argument options = optionsOf(info, 1);
    PathOptions paths = readPaths(options);
    const RunOptions run = readRun(options);
    paths.precision = run.precision;
    return runAsync(info.Env(), run.cancel, [=, part = *part_.get()]() -> Settle {
      Team team(run.threads, run.cancel.get());
      const auto result = std::make_shared<const Paths>(
          gatecast::samplePaths(*part.program, part.weights->data(), std::move(*windows), paths, team));
      return [result](Napi::Env env) {
        const NewDoubles drawn = newDoubles(env, std::ssize(result->values));
        std::copy(result->values.begin(), result->values.end(), drawn.values);
        commit(env, drawn.array);
        Extents extents;
        for (const std::int64_t size : result->shape) extents.push(size);
        return toTensor(env, extents, {env, drawn.array});
      };
    });
  });
}

Napi::Value JsGraph::record(const Napi::CallbackInfo& info) {
  return promised(info.Env(), [&] {
    Arrays inputs = readTensors(info[0], "input");
    const Argument options = optionsOf(info, 1);
    const RunOptions run = readRun(options);
    RecordOptions recording = readRecord(options);
    recording.threads = run.threads;
    recording.precision = run.precision;
    const Predicting part = *part_.get();
    auto data = std::make_shared<Dataset>(recordedData(*part.program, recording.outputs, std::move(inputs)));
    const auto held = std::make_shared<Results>();
    for (const int value : recording.outputs) {
      const Spec& spec = part.program->values()[static_cast<std::size_t>(value)];
      held->add(info.Env(), "", spec.shape.at(data->sizes()), spec.type);
    }
    const auto work = [=, outputs = held.get()]() -> Settle {
      auto tape = std::make_shared<JsTape::Part>(part.program, part.weights, std::move(*data), recording);
      Team team(run.threads, run.cancel.get());
      tape->recording.forward(outputs->places(), team);
      return [tape, outputs](Napi::Env env) { return JsTape::result(env, tape, *outputs); };
    };
    return runAsync(info.Env(), run.cancel, work, held);
  });
}

Napi::Value JsGraph::stream(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const std::int64_t batch = readBatch(optionsOf(info, 0));
    const Predicting part = *part_.get();
    return construct(info.Env(), Environment::of(info.Env()).stream,
                     std::make_shared<JsStream::Part>(part.program, part.weights, batch));
  });
}

Napi::Value JsGraph::trainer(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    TrainerOptions options = readTrainer(optionsOf(info, 0));
    Samples data = readSamples(info[1], "input");
    std::optional<Samples> validation;
    if (!info[2].IsNull()) validation = readSamples(info[2], "validation input");
    const Predicting part = *part_.get();
    return construct(
        info.Env(), Environment::of(info.Env()).trainer,
        JsTrainer::make(part.program, *part.weights, std::move(options), std::move(data), std::move(validation)));
  });
}

Napi::Value JsGraph::dispose(const Napi::CallbackInfo& info) {
  part_.release();
  return info.Env().Undefined();
}

}  // namespace gatecast::binding
