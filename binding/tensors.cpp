#include "tensors.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "arguments.h"
#include "kernels/kernels.h"

namespace gatecast::binding {
namespace {

void check(Napi::Env env, napi_status status) {
  if (status != napi_ok) throw Napi::Error::New(env);
}

napi_value property(Napi::Env env, napi_value object, const char* name) {
  napi_value value = nullptr;
  check(env, napi_get_named_property(env, object, name, &value));
  return value;
}

napi_value typedArray(Napi::Env env, Type type, const float* values, std::size_t count) {
  const NewArray made = newArray(env, type, static_cast<std::int64_t>(count));
  if (count > 0) std::memcpy(made.values, values, count * sizeof(float));
  return made.array;
}

// Memory that is not cleared, which for large results takes a tenth of the time of a forward pass. And unlike that of
// napi_create_arraybuffer, which ends the process where the system has none left, it may be refused.
bool bufferMemory(Napi::Env env, std::size_t bytes, napi_value* arrayBuffer) {
  // Node 22 and later end the process where they cannot allocate a buffer, so the system is asked before.
  void* volatile probe = std::malloc(bytes);
  if (probe == nullptr) return false;
  std::free(probe);
  void* memory = nullptr;
  napi_value buffer;
  if (napi_create_buffer(env, bytes, &memory, &buffer) != napi_ok) return false;
  std::size_t length = 0, offset = 0;
  check(env, napi_get_typedarray_info(env, buffer, nullptr, &length, &memory, arrayBuffer, &offset));
  return offset == 0 && length == bytes;
}

}  // namespace

NewArray newArray(Napi::Env env, Type type, std::int64_t count) {
  // A Buffer is an object more, which for few numbers takes longer than clearing them.
  constexpr std::size_t fewBytes = 4096;
  const std::size_t bytes = static_cast<std::size_t>(count) * sizeof(float);
  void* memory = nullptr;
  napi_value arrayBuffer, array;
  if (bytes <= fewBytes) {
    check(env, napi_create_arraybuffer(env, bytes, &memory, &arrayBuffer));
  } else if (!bufferMemory(env, bytes, &arrayBuffer)) {
    if (env.IsExceptionPending()) env.GetAndClearPendingException();
    fail(Code::memory, "Expected a result of ", static_cast<double>(bytes) / 1e9,
         " GB to fit in an array, got no memory for it. Ask for fewer samples at a time.");
  }
  const auto kind = type == Type::float32 ? napi_float32_array : napi_int32_array;
  check(env, napi_create_typedarray(env, kind, static_cast<std::size_t>(count), arrayBuffer, 0, &array));
  check(env, napi_get_typedarray_info(env, array, nullptr, nullptr, &memory, nullptr, nullptr));
  return {array, static_cast<float*>(memory)};
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
    count *= size;  // in double: no overflow, and exact where it matters
  }
  if (count > 0x1p48) fail(Code::range, "Expected ", what, " to have at most 2^48 elements, got ", count);
  return extents;
}

TypedView typedView(Napi::Env env, napi_value data, const std::string& what) {
  bool isTyped = false, isOwn = false, isDetached = false;
  check(env, napi_is_typedarray(env, data, &isTyped));
  if (!isTyped) fail(Code::type, "Expected ", what, " to be a typed array, got ", described({env, data}));
  napi_typedarray_type type = napi_int8_array;
  std::size_t length = 0;
  void* values = nullptr;
  napi_value buffer = nullptr;
  check(env, napi_get_typedarray_info(env, data, &type, &length, &values, &buffer, nullptr));
  check(env, napi_is_arraybuffer(env, buffer, &isOwn));
  if (!isOwn) {
    // Another thread may write while we read.
    fail(Code::type, "Expected ", what, " to be memory of its own, got a SharedArrayBuffer. Copy it with slice().");
  }
  check(env, napi_is_detached_arraybuffer(env, buffer, &isDetached));
  if (isDetached) {
    fail(Code::data, "Expected ", what, " to be there, got an array that was transferred away (detached)");
  }
  return {values, static_cast<std::int64_t>(length), type};
}

View view(Napi::Env env, napi_value data, const std::string& what) {
  const TypedView typed = typedView(env, data, "data of " + what);
  if (typed.type != napi_float32_array && typed.type != napi_int32_array) {
    fail(Code::type, "Expected data of ", what, " to be a Float32Array or an Int32Array, got ", described({env, data}));
  }
  return {static_cast<const float*>(typed.values), typed.length,
          typed.type == napi_float32_array ? Type::float32 : Type::int32};
}

void checkFinite(const float* values, std::int64_t count, const std::string& what) {
  if (kernels().allFinite(values, count)) return;
  std::int64_t i = 0;
  while (i < count - 1 && std::isfinite(values[i])) i++;
  fail(Code::notFinite, "Expected ", what, " to be finite, got ", values[i], " at index ", i,
       ". Fill gaps, or give a mask and put 0 where there is no value.");
}

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

void setProperty(Napi::Object object, const std::string& key, Napi::Value value) {
  object.Set(Napi::String::New(object.Env(), key), value);
}

}  // namespace gatecast::binding
