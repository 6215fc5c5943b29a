#include "binding/rocket/rocket.h"

#include <algorithm>

#include "binding/arguments/options.h"
#include "binding/arguments/tensors.h"
#include "binding/arguments/typed_arrays.h"
#include "binding/async.h"
#include "binding/rocket/rocket_arguments.h"

namespace gatecast::binding {
namespace {

Napi::Value toDoubles(Napi::Env env, const std::vector<double>& values) {
  const NewDoubles made = newDoubles(env, std::ssize(values));
  std::copy(values.begin(), values.end(), made.values);
  commit(env, made.array);
  return {env, made.array};
}

Napi::Value toFloats(Napi::Env env, const std::vector<float>& values) {
  return binding::toFloats(env, values.data(), values.size());
}

// Everything that a fit reads and makes.
struct Fit {
  Rocket rocket;
  Sequences sequences;
  std::vector<std::int32_t> examples;
  std::vector<double> targets, weights, penalties;
  RidgeFit ridge;

  void check(Index outputs) const {
    const Index count = sequences.count();
    if (std::ssize(examples) != rocket.plan.combinations())
      fail(Code::shape, "Expected an example for each combination");
    for (const auto example : examples)
      if (example < 0 || example >= count) fail(Code::range, "Expected examples below ", count, ", got ", example);
    if (std::ssize(targets) != count * outputs || (!weights.empty() && std::ssize(weights) != count))
      fail(Code::shape, "Expected targets and weights for ", count, " sequences");
    for (const double weight : weights)
      if (!(weight > 0)) fail(Code::range, "Expected weights above 0, got ", weight);
    for (const double penalty : penalties)
      if (!(penalty > 0)) fail(Code::range, "Expected penalties above 0, got ", penalty);
  }
};

Napi::Value settle(Napi::Env env, const Fit& fit) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("location", toDoubles(env, fit.rocket.scales.location));
  object.Set("scale", toDoubles(env, fit.rocket.scales.scale));
  object.Set("limits", toFloats(env, fit.rocket.limits));
  object.Set("coefficients", toFloats(env, fit.rocket.coefficients));
  object.Set("intercepts", toDoubles(env, fit.rocket.intercepts));
  object.Set("penalty", fit.ridge.penalty);
  object.Set("outOfSample", toDoubles(env, fit.ridge.outOfSample));
  return object;
}

// Runs `compute` on the sequences and the state that are the first arguments, and converts its numbers to an array.
template <typename Numbers>
Napi::Value predicted(const Napi::CallbackInfo& info, Numbers (*compute)(const Rocket&, const Sequences&, Team&),
                      Napi::Value (*toArray)(Napi::Env, const Numbers&)) {
  return promised(info.Env(), [&] {
    const auto sequences = std::make_shared<const Sequences>(readSequences(Argument(info[0], "argument", "sequences")));
    const auto rocket =
        std::make_shared<const Rocket>(readRocket(Argument(info[1], "argument", "state"), sequences->channels));
    const Argument options = optionsOf(info, 2);
    const int threads = readThreads(options);
    const auto cancel = readCancel(options);
    return runAsync(info.Env(), cancel, [=]() -> Settle {
      Team team(threads, cancel.get());
      const auto numbers = std::make_shared<const Numbers>(compute(*rocket, *sequences, team));
      return [numbers, toArray](Napi::Env env) { return toArray(env, *numbers); };
    });
  });
}

}  // namespace

Napi::Value rocketFit(const Napi::CallbackInfo& info) {
  return promised(info.Env(), [&] {
    const auto fit = std::make_shared<Fit>();
    fit->sequences = readSequences(Argument(info[0], "argument", "sequences"));
    fit->rocket.plan = readPlan(Argument(info[1], "argument", "plan"), fit->sequences.channels);
    const Argument options = optionsOf(info, 2);
    fit->examples = readInts(options.member("examples"));
    fit->targets = readDoubles(options.member("targets"));
    fit->weights = readDoubles(options.member("weights"));
    fit->penalties = readDoubles(options.member("penalties"));
    const Index outputs = options.member("outputs").whole(1, mostSize);
    fit->check(outputs);
    const int threads = readThreads(options);
    const auto cancel = readCancel(options);
    return runAsync(info.Env(), cancel, [fit, outputs, threads, cancel]() -> Settle {
      Team team(threads, cancel.get());
      RidgeData data{.features = nullptr,
                     .targets = fit->targets.data(),
                     .weights = fit->weights.empty() ? nullptr : fit->weights.data(),
                     .rows = 0,
                     .columns = 0,
                     .outputs = outputs};
      fit->ridge = fitRocket(fit->rocket, fit->sequences, fit->examples, data, fit->penalties, team);
      return [fit](Napi::Env env) { return settle(env, *fit); };
    });
  });
}

Napi::Value rocketScores(const Napi::CallbackInfo& info) { return predicted(info, gatecast::rocketScores, toDoubles); }

Napi::Value rocketFeatures(const Napi::CallbackInfo& info) { return predicted(info, allFeatures, toFloats); }

}  // namespace gatecast::binding
