#include "binding/arguments/arguments.h"

#include <charconv>
#include <cmath>

namespace gatecast::binding {
namespace {

// Quotes only the first characters of a string: the caller's string may have half a gigabyte.
std::string quoted(Napi::Value value) {
  char start[48];
  std::size_t length = 0;
  napi_get_value_string_utf8(value.Env(), value, start, sizeof start, &length);
  return '"' + std::string(start, length) + (length + 1 == sizeof start ? "...\"" : "\"");
}

const char* arrayName(Napi::Value value) {
  switch (value.As<Napi::TypedArray>().TypedArrayType()) {
    case napi_int8_array: return "an Int8Array";
    case napi_uint8_array: return "a Uint8Array";
    case napi_uint8_clamped_array: return "a Uint8ClampedArray";
    case napi_int16_array: return "an Int16Array";
    case napi_uint16_array: return "a Uint16Array";
    case napi_int32_array: return "an Int32Array";
    case napi_uint32_array: return "a Uint32Array";
    case napi_float32_array: return "a Float32Array";
    case napi_float64_array: return "a Float64Array";
    default: return "a typed array";
  }
}

}  // namespace

std::string decimal(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  char digits[32];
  const bool whole = number == std::floor(number) && std::abs(number) < 0x1p53;
  const auto end = whole ? std::to_chars(digits, digits + sizeof digits, static_cast<std::int64_t>(number)).ptr
                         : std::to_chars(digits, digits + sizeof digits, number).ptr;
  return {digits, end};
}

std::string described(Napi::Value value) {
  switch (value.Type()) {
    case napi_undefined: return "undefined";
    case napi_null: return "null";
    case napi_boolean: return value.As<Napi::Boolean>() ? "true" : "false";
    case napi_number: return decimal(value.As<Napi::Number>().DoubleValue());
    case napi_string: return quoted(value);
    case napi_symbol: return "a symbol";
    case napi_function: return "a function";
    case napi_bigint: return "a bigint";
    case napi_external: return "an external value";
    case napi_object: break;
  }
  if (value.IsArray()) return "an array";
  return value.IsTypedArray() ? arrayName(value) : "an object";
}

std::vector<std::string> keys(Napi::Object object) {
  const Napi::Env env = object.Env();
  napi_value found = nullptr;
  const auto filter = static_cast<napi_key_filter>(napi_key_enumerable | napi_key_skip_symbols);
  if (napi_get_all_property_names(env, object, napi_key_own_only, filter, napi_key_numbers_to_strings, &found) !=
      napi_ok) {
    throw Napi::Error::New(env);
  }
  const Napi::Array names(env, found);
  std::vector<std::string> keys;
  for (std::uint32_t i = 0; i < names.Length(); i++) keys.push_back(names.Get(i).As<Napi::String>().Utf8Value());
  return keys;
}

void Argument::expected(const std::string& what, Code code) const {
  fail(code, "Expected ", name(), " to be ", what, ", got ", described(value_));
}

Napi::Object Argument::object() const {
  if (!value_.IsObject() || value_.IsFunction()) expected("an object");
  return value_.As<Napi::Object>();
}

Argument Argument::member(const std::string& key) const {
  const Napi::Value value = object().Get(Napi::String::New(env(), key));
  return {value, kind_, path_.empty() ? key : path_ + '.' + key};
}

std::vector<Argument> Argument::items() const {
  if (!value_.IsArray()) expected("an array");
  const auto array = value_.As<Napi::Array>();
  std::vector<Argument> items;
  const std::uint32_t length = array.Length();
  for (std::uint32_t i = 0; i < length; i++) {
    const Napi::Value item = array.Get(i);
    // An array can have 2^32 - 1 holes, which take no memory; reading stops at the first one.
    if (item.IsUndefined()) Argument(item, kind_, gatecast::text(path_, '[', i, ']')).expected("set");
    items.emplace_back(item, kind_, gatecast::text(path_, '[', i, ']'));
  }
  return items;
}

double Argument::number() const {
  if (!value_.IsNumber()) expected("a number");
  const double number = value_.As<Napi::Number>().DoubleValue();
  if (!std::isfinite(number)) expected("a finite number", Code::range);
  return number;
}

std::int64_t Argument::whole(std::int64_t low, std::int64_t high) const {
  if (!value_.IsNumber()) expected("a number");
  const double number = value_.As<Napi::Number>().DoubleValue();
  // false for NaN
  const bool fits = number >= static_cast<double>(low) && number <= static_cast<double>(high);
  if (!fits || number != std::floor(number)) {
    expected(gatecast::text("a whole number from ", low, " to ", high), Code::range);
  }
  return static_cast<std::int64_t>(number);
}

bool Argument::flag() const {
  if (!value_.IsBoolean()) expected("true or false");
  return value_.As<Napi::Boolean>();
}

std::string Argument::text() const {
  if (!value_.IsString()) expected("a string");
  return value_.As<Napi::String>().Utf8Value();
}

std::vector<std::string> Argument::texts() const {
  std::vector<std::string> texts;
  for (const Argument& item : items()) texts.push_back(item.text());
  return texts;
}

}  // namespace gatecast::binding
