#include "binding/arguments/tensors.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "binding/arguments/arguments.h"
#include "binding/arguments/typed_arrays.h"
#include "binding/properties.h"

namespace gatecast::binding {
namespace {

napi_value property(Napi::Env env, napi_value object, const char* name) {
  napi_value value = nullptr;
  check(env, napi_get_named_property(env, object, name, &value));
  return value;
}

napi_value typedArray(Napi::Env env, Type type, const float* values, std::size_t count) {
  const NewArray made = newArray(env, type, static_cast<std::int64_t>(count));
  if (count > 0) std::memcpy(made.values, values, count * sizeof(float));
  commit(env, made.array);
  return made.array;
}

Extents readShape(Napi::Env env, napi_value shape, const std::string& what) {
  bool isArray = false;
  check(env, napi_is_array(env, shape, &isArray));
  if (!isArray) fail(Code::type, "Expected shape of ", what, " to be an array, got ", described({env, shape}));
  std::uint32_t rank = 0;
  check(env, napi_get_array_length(env, shape, &rank));
  if (rank > Extents::maxRank) {
    fail(Code::shape, "Expected ", what, " to have at most ", Extents::maxRank, " dimensions, got ", rank);
  }
  Extents extents;
  double count = 1;
  for (std::uint32_t i = 0; i < rank; i++) {
    napi_value item = nullptr;
    check(env, napi_get_element(env, shape, i, &item));
    double size = -1;
    if (napi_get_value_double(env, item, &size) != napi_ok || !(size >= 0 && size <= 0x1p48) ||
        size != std::floor(size)) {
      fail(Code::shape, "Expected dimension ", i, " of ", what, " to be a whole number from 0, got ",
           described({env, item}));
    }
    extents.push(static_cast<std::int64_t>(size));
    count *= size;  // a double, which does not overflow and is exact up to 2^53
  }
  if (count > 0x1p48) fail(Code::range, "Expected ", what, " to have at most 2^48 elements, got ", count);
  return extents;
}

}  // namespace

Array readTensor(Napi::Value tensor, const std::string& what) {
  const Napi::Env env = tensor.Env();
  if (!tensor.IsObject())
    fail(Code::type, "Expected ", what, " to be a tensor { shape, data }, got ", described(tensor));
  const napi_value shape = property(env, tensor, "shape"), data = property(env, tensor, "data");
  const Extents extents = readShape(env, shape, what);
  const View values = view(env, data, what);
  if (values.length != extents.count()) {
    fail(Code::shape, "Expected ", what, " to hold ", extents.count(), " values for its shape ", extents, ", got ",
         values.length);
  }
  Array array;
  for (int i = 0; i < extents.rank(); i++) array.shape.push_back(extents[i]);
  array.type = values.type;
  array.data.resize(static_cast<std::size_t>(values.length));
  std::copy_n(values.data, values.length, array.data.data());
  if (array.type == Type::float32) checkFinite(array.data.data(), values.length, what);
  return array;
}

Arrays readTensors(Napi::Value tensors, const std::string& kind) {
  const Argument argument(tensors, kind);
  const Napi::Object object = argument.object();
  Arrays arrays;
  for (const std::string& key : keys(object)) {
    const Napi::Value tensor = object.Get(Napi::String::New(tensors.Env(), key));
    if (!tensor.IsUndefined()) arrays[key] = readTensor(tensor, kind + " \"" + key + '"');
  }
  return arrays;
}

std::vector<float> readFloats(Napi::Value values, const std::string& what) {
  const View floats = view(values.Env(), values, what);
  if (floats.type != Type::float32) fail(Code::type, "Expected ", what, " to be a Float32Array, got an Int32Array");
  std::vector<float> copy(floats.data, floats.data + floats.length);
  checkFinite(copy.data(), floats.length, what);
  return copy;
}

Napi::Value toFloats(Napi::Env env, const float* values, std::size_t count) {
  return {env, typedArray(env, Type::float32, values, count)};
}

Napi::Value toTensor(Napi::Env env, const Extents& extents, Napi::Value data) {
  napi_value tensor, shape;
  check(env, napi_create_array_with_length(env, static_cast<std::size_t>(extents.rank()), &shape));
  for (int i = 0; i < extents.rank(); i++) {
    napi_value size;
    check(env, napi_create_int64(env, extents[i], &size));
    check(env, napi_set_element(env, shape, static_cast<std::uint32_t>(i), size));
  }
  check(env, napi_create_object(env, &tensor));
  check(env, napi_set_named_property(env, tensor, "shape", shape));
  check(env, napi_set_named_property(env, tensor, "data", data));
  return {env, tensor};
}

Napi::Value toTensor(Napi::Env env, const Array& array) {
  Extents extents;
  for (const std::int64_t size : array.shape) extents.push(size);
  return toTensor(env, extents, {env, typedArray(env, array.type, array.data.data(), array.data.size())});
}

Napi::Value toTensors(Napi::Env env, const Arrays& arrays) {
  const Napi::Object tensors = Napi::Object::New(env);
  for (const auto& [name, array] : arrays) setProperty(tensors, name, toTensor(env, array));
  return tensors;
}

}  // namespace gatecast::binding
