#include "samples.h"

#include "errors.h"
#include "options.h"
#include "table.h"
#include "tensors.h"
#include "training/window_index.h"

namespace gatecast::binding {
namespace {

constexpr std::int64_t mostSize = (std::int64_t{1} << 31) - 1;
constexpr std::int64_t mostInteger = (std::int64_t{1} << 53) - 1;

std::vector<std::int32_t> readInt32(const Argument& argument) {
  const TypedView view = typedView(argument.env(), argument.value(), argument.name());
  if (view.type != napi_int32_array) argument.expected("an Int32Array");
  const auto* const values = static_cast<const std::int32_t*>(view.values);
  return {values, values + view.length};
}

std::vector<std::string> readNames(const Argument& argument) {
  std::vector<std::string> names;
  for (const Argument& name : argument.items()) names.push_back(name.text());
  return names;
}

WindowInput readInput(const Argument& input) {
  using Kind = WindowInput::Kind;
  const Argument kindOf = input.member("kind");
  const std::string kind = kindOf.text();
  WindowInput read;
  if (kind == "values" || kind == "mask") {
    read.from = input.member("from").whole(-mostInteger, mostInteger);
    read.to = input.member("to").whole(-mostInteger, mostInteger);
  }
  if (kind == "values") {
    read.columns = readNames(input.member("columns"));
    for (const Argument& scaled : input.member("scaled").items()) read.scaled.push_back(scaled.flag());
    read.missing = input.member("missing").number();
  } else if (kind == "mask") {
    read.kind = Kind::mask;
    read.columns = {input.member("column").text()};
  } else if (kind == "static") {
    read.kind = Kind::statics;
    read.columns = readNames(input.member("columns"));
  } else if (kind == "location") {
    read.kind = Kind::location;
  } else if (kind == "scale") {
    read.kind = Kind::scale;
  } else if (kind == "series") {
    read.kind = Kind::series;
  } else {
    kindOf.expected("values, mask, static, location, scale or series", Code::range);
  }
  return read;
}

}  // namespace

Windows readWindows(Napi::Value value) {
  const Argument windows(value, "argument", "windows");
  Windows read;
  const Argument table = windows.member("table");
  read.first = readInt32(windows.member("first"));
  read.count = readInt32(windows.member("count"));
  read.stride = windows.member("stride").whole(1, mostSize);
  read.target = windows.member("target").text();
  read.context = windows.member("context").whole(1, mostSize);
  read.horizon = windows.member("horizon").whole(1, mostSize);
  const Argument needTarget = windows.member("needTarget");
  read.needTarget = needTarget.given() && needTarget.flag();
  read.scaling = scalingNamed(windows.member("scaling").text());
  const Argument inputs = windows.member("inputs");
  for (const std::string& key : keys(inputs.object())) {
    const Argument input = inputs.member(key);
    if (input.given()) read.inputs[key] = readInput(input);
  }
  read.table = JsTable::of(table);  // last: reading may run a caller's code
  return read;
}

Samples readSamples(Napi::Value samples, const std::string& kind) {
  if (samples.IsObject() && JsTable::is(samples.As<Napi::Object>().Get("table"))) return readWindows(samples);
  return readTensors(samples, kind);
}

PathOptions readPaths(const Argument& options) {
  PathOptions read;
  read.paths = options.member("paths").whole(1, mostSize);
  read.horizon = options.member("horizon").whole(1, mostSize);
  read.likelihood = likelihoodNamed(options.member("likelihood").text());
  read.outputs = readNames(options.member("outputs"));
  read.scaled = options.member("scaled").flag();
  read.seed = readSeed(options.member("seed"));
  read.batchSize = readBatchSize(options);
  return read;
}

Napi::Value countWindows(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const WindowIndex index(readWindows(info[0]));
    return Napi::Number::New(info.Env(), static_cast<double>(index.size()));
  });
}

}  // namespace gatecast::binding
