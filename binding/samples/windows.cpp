#include "binding/samples/windows.h"

#include "binding/arguments/arguments.h"
#include "binding/arguments/typed_arrays.h"
#include "binding/async.h"
#include "binding/errors.h"
#include "binding/properties.h"
#include "binding/samples/table.h"
#include "training/windows/window_scale.h"

namespace gatecast::binding {
namespace {

std::vector<std::int32_t> readInt32(const Argument& argument) {
  const TypedView view = typedView(argument.env(), argument.value(), argument.name());
  if (view.type != napi_int32_array) argument.expected("an Int32Array");
  const auto* const values = static_cast<const std::int32_t*>(view.values);
  return {values, values + view.length};
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
    read.columns = input.member("columns").texts();
    for (const Argument& scaled : input.member("scaled").items()) read.scaled.push_back(scaled.flag());
    read.missing = input.member("missing").number();
  } else if (kind == "mask") {
    read.kind = Kind::mask;
    read.columns = {input.member("column").text()};
  } else if (kind == "static") {
    read.kind = Kind::statics;
    read.columns = input.member("columns").texts();
  } else if (kind == "location") {
    read.kind = Kind::location;
  } else if (kind == "scale") {
    read.kind = Kind::scale;
  } else if (kind == "constant") {
    read.kind = Kind::constant;
    read.missing = input.member("value").number();
  } else if (kind == "series") {
    read.kind = Kind::series;
  } else {
    kindOf.expected("values, mask, static, location, scale, constant or series", Code::range);
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
  const Argument together = windows.member("together");
  if (together.given()) read.together = together.whole(1, mostSize);
  read.target = windows.member("target").text();
  read.context = windows.member("context").whole(1, mostSize);
  read.horizon = windows.member("horizon").whole(1, mostSize);
  const Argument needTarget = windows.member("needTarget");
  read.needTarget = needTarget.given() && needTarget.flag();
  read.scaling = scalingNamed(windows.member("scaling").text());
  const Argument subtractLevel = windows.member("subtractLevel");
  read.subtractLevel = subtractLevel.given() && subtractLevel.flag();
  const Argument inputs = windows.member("inputs");
  for (const std::string& key : keys(inputs.object())) {
    const Argument input = inputs.member(key);
    if (input.given()) read.inputs[key] = readInput(input);
  }
  read.table = JsTable::of(table);  // last, because a getter of the caller could dispose of the table
  return read;
}

Napi::Value countWindows(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const WindowIndex index(readWindows(info[0]));
    return Napi::Number::New(info.Env(), static_cast<double>(index.size()));
  });
}

Napi::Value windowScales(const Napi::CallbackInfo& info) {
  return promised(info.Env(), [&] {
    const auto windows = std::make_shared<const Windows>(readWindows(info[0]));
    // Only the end of the environment cancels it.
    const auto cancel = std::make_shared<Cancel>();
    return runAsync(info.Env(), cancel, [windows, cancel]() -> Settle {
      const auto scales = std::make_shared<const std::vector<Scale>>(scalesOf(*windows, *cancel));
      return [scales](Napi::Env env) {
        const NewDoubles location = newDoubles(env, std::ssize(*scales)), scale = newDoubles(env, std::ssize(*scales));
        for (std::size_t i = 0; i < scales->size(); i++) {
          location.values[i] = (*scales)[i].location;
          scale.values[i] = (*scales)[i].scale;
        }
        commit(env, location.array);
        commit(env, scale.array);
        const Napi::Object object = Napi::Object::New(env);
        setProperty(object, "location", {env, location.array});
        setProperty(object, "scale", {env, scale.array});
        return object;
      };
    });
  });
}

}  // namespace gatecast::binding
