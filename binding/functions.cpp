#include "binding/functions.h"

#include <numeric>
#include <optional>

#include "binding/arguments/options.h"
#include "binding/arguments/tensors.h"
#include "binding/async.h"
#include "binding/environment.h"
#include "binding/errors.h"
#include "binding/graph/programs.h"
#include "kernels/kernels.h"
#include "runtime/buffer.h"
#include "runtime/random_streams.h"
#include "runtime/threads/processors.h"
#include "runtime/threads/team.h"
#include "simd/cpu.h"

namespace gatecast::binding {
namespace {

constexpr std::int64_t mostNumbers = std::int64_t{1} << 30;
constexpr std::int64_t mostSteps = std::int64_t{1} << 32;  // takes some minutes, and the call cannot be cancelled

}  // namespace

Napi::Value setErrorClass(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    if (!info[0].IsFunction()) fail(Code::type, "Expected an error class, got ", described(info[0]));
    Environment::of(info.Env()).errorClass = Napi::Persistent(info[0].As<Napi::Function>());
    return info.Env().Undefined();
  });
}

Napi::Value setAvailableThreads(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    gatecast::setAvailableThreads(static_cast<int>(Argument(info[0], "argument", "count").whole(1, 1 << 20)));
    return info.Env().Undefined();
  });
}

Napi::Value setMaxMemory(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const double bytes = info[0].IsNumber() ? info[0].As<Napi::Number>().DoubleValue() : 0;
    if (!(bytes > 0)) fail(Code::range, "Expected bytes above 0, got ", described(info[0]));
    gatecast::setMaxMemory(bytes);
    return info.Env().Undefined();
  });
}

Napi::Value cpuInfo(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&] {
    Napi::Array tiers = Napi::Array::New(env), features = Napi::Array::New(env);
    for (auto tier = supportedTiers(); *tier != nullptr; tier++) tiers.Set(tiers.Length(), (*tier)->tier);
    for (const std::string& feature : cpuFeatures()) features.Set(features.Length(), feature);
    Napi::Object object = Napi::Object::New(env);
    object.Set("tier", kernels().tier);
    object.Set("tiers", tiers);
    object.Set("features", features);
    object.Set("bf16", bf16Engine() != nullptr ? Napi::String::New(env, bf16Engine()) : env.Null());
    object.Set("lanes", kernels().lanes);
    object.Set("threads", availableThreads());
    return object;
  });
}

Napi::Value opKinds(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&] {
    Napi::Array kinds = Napi::Array::New(env);
    for (const std::string& kind : gatecast::opKinds()) kinds.Set(kinds.Length(), kind);
    return kinds;
  });
}

Napi::Value infer(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const std::string kind = Argument(info[0], "argument", "kind").text();
    std::vector<std::optional<Spec>> given;
    for (const Argument& input : Argument(info[1], "argument", "inputs").items()) {
      given.push_back(input.isNull() ? std::nullopt : std::optional(readSpec(input)));
    }
    const Attributes attributes = readAttributes(Argument(info[2], "attribute"));
    if (attributes.has("name"))
      attributes.text("name");  // every op can have a name: reading it keeps checkAllRead from throwing
    std::vector<const Spec*> specs;
    for (const auto& spec : given) specs.push_back(spec ? &*spec : nullptr);
    try {
      Napi::Array outputs = Napi::Array::New(info.Env());
      for (const Spec& spec : makeOp(kind, attributes)->outputs(Inputs(specs))) {
        outputs.Set(outputs.Length(), toSpec(info.Env(), spec));
      }
      return outputs;
    } catch (const Error& error) {
      throw Error(error.code(), kind + ": " + error.what());
    }
  });
}

Napi::Value random(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const Argument distribution(info[0], "argument", "distribution");
    const std::string name = distribution.text();
    if (name != "uniform" && name != "normal") distribution.expected("uniform or normal", Code::range);
    const auto seed = Argument(info[1], "argument", "seed").whole(0, mostInteger);
    const auto stream = Argument(info[2], "argument", "stream").whole(0, mostInteger);
    const auto count = Argument(info[3], "argument", "count").whole(0, mostNumbers);
    const Random random = randomFor(Use::initial, static_cast<std::uint64_t>(seed), stream);
    std::vector<float> numbers(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < numbers.size(); i++) {
      numbers[i] = name == "uniform" ? random.uniform(i) : random.normal(i);
    }
    return toFloats(info.Env(), numbers.data(), numbers.size());
  });
}

Napi::Value peak(const Napi::CallbackInfo& info) {
  return promised(info.Env(), [&] {
    const Index steps = Argument(info[0], "argument", "steps").whole(1, mostSteps);
    const auto threads = static_cast<int>(Argument(info[1], "argument", "threads").whole(1, availableThreads()));
    const Kernels& table = kernels(readPrecision(Argument(info[2], "argument", "precision")));
    return runAsync(info.Env(), std::make_shared<Cancel>(), [steps, threads, &table]() -> Settle {
      std::vector<double> operations(static_cast<std::size_t>(threads));
      Team(threads).run(threads, [&](std::int64_t i, int) {
        float sink = 1;
        operations[static_cast<std::size_t>(i)] = table.peak(steps, &sink);
      });
      const double sum = std::accumulate(operations.begin(), operations.end(), 0.0);
      return [sum](Napi::Env env) { return Napi::Number::New(env, sum); };
    });
  });
}

}  // namespace gatecast::binding
