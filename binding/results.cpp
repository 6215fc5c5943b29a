#include "results.h"

#include "tensors.h"

namespace gatecast::binding {

void Results::add(Napi::Env env, std::string name, const Extents& extents, Type type) {
  const NewArray made = newArray(env, type, extents.count());
  arrays_.push_back({std::move(name), extents, Napi::Persistent(Napi::TypedArray(env, made.array))});
  places_.push_back(made.values);
}

Napi::Value Results::array(Napi::Env, std::size_t i) const { return arrays_[i].array.Value(); }

Napi::Value Results::tensor(Napi::Env env, std::size_t i) const {
  return toTensor(env, arrays_[i].extents, array(env, i));
}

Napi::Value Results::tensors(Napi::Env env) const {
  const Napi::Object tensors = Napi::Object::New(env);
  for (std::size_t i = 0; i < count(); i++) setProperty(tensors, arrays_[i].name, tensor(env, i));
  return tensors;
}

}  // namespace gatecast::binding
