#include "binding/arguments/results.h"

#include <algorithm>

#include "binding/arguments/tensors.h"
#include "binding/arguments/typed_arrays.h"
#include "binding/properties.h"

namespace gatecast::binding {

void Results::add(Napi::Env env, std::string name, const Extents& extents, Type type) {
  const NewArray made = newArray(env, type, extents.count());
  arrays_.push_back({std::move(name), extents, Napi::Persistent(Napi::TypedArray(env, made.array))});
  places_.push_back(made.values);
}

float* Results::addGiven(Napi::Value array, std::string name, const Extents& extents) {
  float* const memory = operand(array, name, extents, Type::float32);
  arrays_.push_back({std::move(name), extents, Napi::Persistent(array.As<Napi::TypedArray>())});
  places_.push_back(nullptr);
  return memory;
}

void Results::give(Napi::Env env, std::size_t i, const float* values) const {
  const Entry& entry = arrays_[i];
  const Napi::Value array = entry.array.Value();
  std::copy_n(values, size(i), operand(array, entry.name, entry.extents, Type::float32));
  commit(env, array);
}

Napi::Value Results::array(Napi::Env env, std::size_t i) const {
  const Napi::Value array = arrays_[i].array.Value();
  if (places_[i] != nullptr) commit(env, array);
  return array;
}

Napi::Value Results::tensor(Napi::Env env, std::size_t i) const {
  return toTensor(env, arrays_[i].extents, array(env, i));
}

Napi::Value Results::tensors(Napi::Env env) const {
  const Napi::Object tensors = Napi::Object::New(env);
  for (std::size_t i = 0; i < count(); i++) setProperty(tensors, arrays_[i].name, tensor(env, i));
  return tensors;
}

}  // namespace gatecast::binding
