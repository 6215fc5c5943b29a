// The memory of JS typed arrays. A pointer to it is valid until the next call into JS, which may detach or resize the array.

#pragma once

#include <string>

#include "binding/node.h"
#include "graph/shape.h"

namespace gatecast::binding {

// `what` is the name of the array in messages, for example: input "x".

// A typed array of any type.
struct TypedView {
  const void* values;
  std::int64_t length;
  napi_typedarray_type type;
};
// ERR_TYPE for other values and for shared memory, ERR_DATA for a detached array.
TypedView typedView(Napi::Env env, napi_value data, const std::string& what);

// A Float32Array or an Int32Array.
struct View {
  const float* data;  // int32 values as their bits
  std::int64_t length;
  Type type;
};
// Errors as for typedView.
View view(Napi::Env env, napi_value data, const std::string& what);

// The memory of an array that holds a value of this type and extents. Errors as for typedView, and ERR_SHAPE for another
// length.
float* operand(Napi::Value array, const std::string& what, const Extents& extents, Type type);

// ERR_NOT_FINITE, with index and value, if a number is NaN or infinite.
void checkFinite(const float* values, std::int64_t count, const std::string& what);

// Must be called after the memory of a typed array or an ArrayBuffer was written to. JS and C++ share this memory in
// Node. In WebAssembly C++ has a copy of it, and this function copies it back.
void commit(Napi::Env env, napi_value array);

// A new typed array with unspecified contents. Throws ERR_MEMORY.
struct NewArray {
  napi_value array;
  float* values;  // valid as long as the array lives and is not detached
};
NewArray newArray(Napi::Env env, Type type, std::int64_t count);

// A new Float64Array, in the same way.
struct NewDoubles {
  napi_value array;
  double* values;
};
NewDoubles newDoubles(Napi::Env env, std::int64_t count);

// Throws the error that Node-API reports.
void check(Napi::Env env, napi_status status);

}  // namespace gatecast::binding
