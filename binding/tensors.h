// Arrays in and out. What comes in is copied on the JS thread: the caller may change or detach it right after. Results
// that work fills off the JS thread are those of results.h.

#pragma once

#include <string>
#include <vector>

#include "graph/shape.h"
#include "node.h"
#include "training/dataset.h"

namespace gatecast::binding {

// Raw contents of a typed array. Valid until the next call into JS, which may detach or resize it.
struct View {
  const float* data;  // int32 values by their bits
  std::int64_t length;
  Type type;
};

// Any typed array. Valid until the next call into JS.
struct TypedView {
  const void* values;
  std::int64_t length;
  napi_typedarray_type type;
};
// what: the array in messages. ERR_TYPE for something else or shared memory, ERR_DATA for a detached array.
TypedView typedView(Napi::Env env, napi_value data, const std::string& what);

// `what` names the tensor in messages, such as: input "x". All throw ERR_TYPE for something else than expected, ERR_SHAPE
// for lengths that do not match, ERR_DATA for a detached array.
Extents readShape(Napi::Env env, napi_value shape, const std::string& what);
View view(Napi::Env env, napi_value data, const std::string& what);
// ERR_NOT_FINITE with the place and value of the first NaN or infinity.
void checkFinite(const float* values, std::int64_t count, const std::string& what);

Array readTensor(Napi::Value tensor, const std::string& what);
// One tensor for each key of an object; kind: what they are called.
Arrays readTensors(Napi::Value tensors, const std::string& kind);
std::vector<float> readFloats(Napi::Value values, const std::string& what);

// A typed array of its own memory, with unspecified contents. Throws ERR_MEMORY.
struct NewArray {
  napi_value array;
  float* values;  // as long as the array lives
};
NewArray newArray(Napi::Env env, Type type, std::int64_t count);

Napi::Value toFloats(Napi::Env env, const float* values, std::size_t count);
Napi::Value toTensor(Napi::Env env, const Extents& extents, Napi::Value data);
Napi::Value toTensor(Napi::Env env, const Array& array);
Napi::Value toTensors(Napi::Env env, const Arrays& arrays);
// A property of any name, also one with characters that C strings end at.
void setProperty(Napi::Object object, const std::string& key, Napi::Value value);

}  // namespace gatecast::binding
