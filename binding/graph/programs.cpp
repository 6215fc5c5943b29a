#include "binding/graph/programs.h"

#include <limits>

namespace gatecast::binding {
namespace {

constexpr std::int64_t mostValues = std::numeric_limits<int>::max();

// A list of numbers. If the list has strings, a list of strings, in which numbers are printed in decimal.
Attributes::Value readList(const Argument& argument) {
  const auto array = argument.value().As<Napi::Array>();
  const std::uint32_t length = array.Length();
  std::vector<double> numbers;
  std::vector<std::string> words;
  for (std::uint32_t i = 0; i < length; i++) {
    const Napi::HandleScope scope(argument.env());  // frees the item: a constant can have millions
    const Napi::Value item = array.Get(i);
    if (item.IsNumber() && words.empty()) {
      numbers.push_back(item.As<Napi::Number>().DoubleValue());
      continue;
    }
    if (words.empty()) {
      for (const double number : numbers) words.push_back(decimal(number));
    }
    if (item.IsNumber()) words.push_back(decimal(item.As<Napi::Number>().DoubleValue()));
    else if (item.IsString()) words.push_back(item.As<Napi::String>().Utf8Value());
    else fail(Code::type, "Expected items of ", argument.name(), " to be numbers or strings, got ", described(item));
  }
  if (words.empty()) return numbers;
  return words;
}

std::map<std::string, int> readValues(const Argument& record) {
  std::map<std::string, int> values;
  for (const std::string& key : keys(record.object())) {
    values[key] = static_cast<int>(record.member(key).whole(0, mostValues));
  }
  return values;
}

OpData readOp(const Argument& op) {
  OpData data;
  data.kind = op.member("kind").text();
  for (const Argument& input : op.member("inputs").items()) {
    if (input.isNull()) data.inputs.push_back(std::nullopt);
    else data.inputs.push_back(static_cast<int>(input.whole(0, mostValues)));
  }
  data.attributes = readAttributes(op.member("attributes"));
  return data;
}

}  // namespace

Attributes readAttributes(const Argument& attributes) {
  Attributes read;
  for (const std::string& key : keys(attributes.object())) {
    const Argument attribute = attributes.member(key);
    const Napi::Value value = attribute.value();
    if (!attribute.given()) continue;  // { reverse: undefined } means the same as {}
    if (value.IsNumber()) read.set(key, value.As<Napi::Number>().DoubleValue());
    else if (value.IsBoolean()) read.set(key, value.As<Napi::Boolean>().Value());
    else if (value.IsString()) read.set(key, attribute.text());
    else if (value.IsArray()) read.set(key, readList(attribute));
    else attribute.expected("a number, a string, true, false or an array of numbers and strings");
  }
  return read;
}

ProgramData readProgram(Napi::Value program) {
  try {
    const Argument argument(program, "argument", "program");
    ProgramData data;
    for (const Argument& op : argument.member("ops").items()) {
      const Napi::HandleScope scope(program.Env());
      data.ops.push_back(readOp(op));
    }
    data.outputs = readValues(argument.member("outputs"));
    const Argument loss = argument.member("loss");
    if (!loss.isNull()) data.loss = static_cast<int>(loss.whole(0, mostValues));
    data.metrics = readValues(argument.member("metrics"));
    return data;
  } catch (const Error& error) {
    throw Error(Code::program, error.what());
  }
}

Spec readSpec(const Argument& spec) {
  const Argument shape = spec.member("shape"), type = spec.member("type");
  std::vector<std::string> words;
  for (const Argument& dim : shape.items()) {
    words.push_back(dim.value().IsNumber() ? decimal(dim.number()) : dim.text());
  }
  const std::string name = type.text();
  if (name != "float32" && name != "int32") type.expected("float32 or int32", Code::range);
  return {parseShape(words), name == "float32" ? Type::float32 : Type::int32};
}

Napi::Object toSpec(Napi::Env env, const Spec& spec) {
  Napi::Object object = Napi::Object::New(env);
  Napi::Array shape = Napi::Array::New(env, static_cast<std::size_t>(spec.shape.rank()));
  for (int i = 0; i < spec.shape.rank(); i++) {
    const Dim& dim = spec.shape[i];
    const auto index = static_cast<std::uint32_t>(i);
    if (dim.fixed()) shape.Set(index, static_cast<double>(dim.factor));
    else shape.Set(index, text(dim));
  }
  object.Set("shape", shape);
  object.Set("type", text(spec.type));
  return object;
}

}  // namespace gatecast::binding
