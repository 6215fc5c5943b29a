#include "binding/samples/table.h"

#include <cmath>

#include "binding/arguments/typed_arrays.h"
#include "binding/errors.h"
#include "binding/properties.h"

namespace gatecast::binding {
namespace {

// Marks the objects of this class: objects of other classes, of this or another addon, must not be unwrapped.
const napi_type_tag tag = {0x6761746563617374, 0x5461626c65000001};

TableColumn readColumn(const Argument& argument) {
  const TypedView view = typedView(argument.env(), argument.value(), argument.name());
  TableColumn column;
  const auto count = static_cast<std::size_t>(view.length);
  switch (view.type) {
    case napi_int32_array:
    case napi_float32_array: {
      const auto* const values = static_cast<const float*>(view.values);
      column.type = view.type == napi_int32_array ? Type::int32 : Type::float32;
      column.values.assign(values, values + count);
      break;
    }
    case napi_float64_array: {
      const auto* const values = static_cast<const double*>(view.values);
      column.doubles.assign(values, values + count);
      break;
    }
    default: argument.expected("a Float32Array, a Float64Array or an Int32Array");
  }
  return column;
}

TableColumns readColumns(Napi::Value value, const char* kind) {
  const Argument columns(value, kind);
  TableColumns read;
  for (const std::string& key : keys(columns.object())) {
    const Argument column = columns.member(key);
    if (column.given()) read[key] = readColumn(column);
  }
  return read;
}

std::vector<std::int64_t> readOffsets(const Argument& argument) {
  const TypedView view = typedView(argument.env(), argument.value(), argument.name());
  if (view.type != napi_float64_array) argument.expected("a Float64Array");
  const auto* const values = static_cast<const double*>(view.values);
  std::vector<std::int64_t> offsets;
  offsets.reserve(static_cast<std::size_t>(view.length));
  for (std::int64_t i = 0; i < view.length; i++) {
    if (!(values[i] >= 0 && values[i] <= 0x1p48) || values[i] != std::floor(values[i])) {
      fail(Code::range, "Expected offsets to be whole numbers from 0, got ", values[i], " at index ", i);
    }
    offsets.push_back(static_cast<std::int64_t>(values[i]));
  }
  return offsets;
}

}  // namespace

Napi::Function JsTable::define(Napi::Env env) {
  return DefineClass(env, "Table", {InstanceMethod<&JsTable::dispose>("dispose")});
}

JsTable::JsTable(const Napi::CallbackInfo& info) : Napi::ObjectWrap<JsTable>(info), table_(info.Env(), "a table") {
  guarded(info.Env(), [&] {
    TableColumns columns = readColumns(info[0], "column");
    auto offsets = readOffsets(Argument(info[1], "argument", "offsets"));
    TableColumns statics = readColumns(info[2], "static column");
    auto table = std::make_shared<const Table>(std::move(columns), std::move(offsets), std::move(statics));
    const auto number = [&](std::int64_t value) { return Napi::Number::New(info.Env(), static_cast<double>(value)); };
    setConstant(info.This(), "series", number(table->series()));
    setConstant(info.This(), "rows", number(table->rows()));
    info.This().As<Napi::Object>().TypeTag(&tag);
    const std::int64_t bytes = table->bytes();
    table_.hold(std::move(table), bytes);
  });
}

bool JsTable::is(Napi::Value value) { return value.IsObject() && value.As<Napi::Object>().CheckTypeTag(&tag); }

std::shared_ptr<const Table> JsTable::of(const Argument& argument) {
  if (!is(argument.value())) argument.expected("a Table");
  return Unwrap(argument.object())->table_.get();
}

Napi::Value JsTable::dispose(const Napi::CallbackInfo& info) {
  table_.release();
  return info.Env().Undefined();
}

}  // namespace gatecast::binding
