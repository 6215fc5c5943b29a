#include "binding/rocket/rocket_arguments.h"

#include <cmath>

#include "binding/arguments/typed_arrays.h"

namespace gatecast::binding {
namespace {

template <typename T>
std::vector<T> read(const Argument& argument, napi_typedarray_type type, const char* name) {
  const TypedView view = typedView(argument.env(), argument.value(), argument.name());
  if (view.type != type) argument.expected(name);
  const auto* const values = static_cast<const T*>(view.values);
  return {values, values + view.length};
}

}  // namespace

std::vector<std::int32_t> readInts(const Argument& argument) {
  return read<std::int32_t>(argument, napi_int32_array, "an Int32Array");
}

std::vector<double> readDoubles(const Argument& argument) {
  return read<double>(argument, napi_float64_array, "a Float64Array");
}

Sequences readSequences(const Argument& argument) {
  Sequences sequences;
  sequences.channels = argument.member("channels").whole(1, mostSize);
  for (const std::uint32_t offset : read<std::uint32_t>(argument.member("offsets"), napi_uint32_array, "a Uint32Array"))
    sequences.offsets.push_back(offset);
  sequences.values = readDoubles(argument.member("values"));
  if (sequences.offsets.size() < 2 || sequences.offsets.front() != 0)
    fail(Code::data, "Expected offsets of at least one sequence, the first 0");
  for (Index i = 0; i < sequences.count(); i++) {
    if (sequences.offsets[static_cast<std::size_t>(i)] >= sequences.offsets[static_cast<std::size_t>(i) + 1])
      fail(Code::data, "Expected each sequence to have a step, got none in sequence ", i);
  }
  if (std::ssize(sequences.values) != sequences.offsets.back() * sequences.channels)
    fail(Code::shape, "Expected ", sequences.offsets.back() * sequences.channels, " values, got ",
         sequences.values.size());
  for (const double value : sequences.values)
    if (std::isinf(value)) fail(Code::notFinite, "Expected finite values, or NaN for missing ones, got ", value);
  return sequences;
}

RocketPlan readPlan(const Argument& argument, Index channels) {
  RocketPlan plan{
      .dilations = readInts(argument.member("dilations")),
      .limits = readInts(argument.member("limitsPerKernel")),
      .channelOffsets = readInts(argument.member("channelOffsets")),
      .channels = readInts(argument.member("channelsOfKernels")),
  };
  checkPlan(plan, channels);
  return plan;
}

Rocket readRocket(const Argument& argument, Index channels) {
  Rocket rocket;
  rocket.plan = readPlan(argument, channels);
  rocket.scales = {readDoubles(argument.member("location")), readDoubles(argument.member("scale"))};
  rocket.limits = read<float>(argument.member("limits"), napi_float32_array, "a Float32Array");
  rocket.coefficients = read<float>(argument.member("coefficients"), napi_float32_array, "a Float32Array");
  rocket.intercepts = readDoubles(argument.member("intercepts"));
  const Index features = rocket.plan.features();
  if (std::ssize(rocket.scales.location) != channels || std::ssize(rocket.scales.scale) != channels ||
      std::ssize(rocket.limits) != features ||
      std::ssize(rocket.coefficients) != features * std::ssize(rocket.intercepts))
    fail(Code::shape, "Expected ", channels, " channels and ", features, " features in every part of the model");
  return rocket;
}

}  // namespace gatecast::binding
