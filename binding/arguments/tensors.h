// Reads and makes tensors { shape, data }. Data is copied on the JS thread, because the caller may change or detach an
// array right after the call. For results that are computed off the JS thread see results.h.

#pragma once

#include <string>
#include <vector>

#include "binding/node.h"
#include "graph/shape.h"
#include "training/data/array_source.h"

namespace gatecast::binding {

// `what` is the name of the tensor in messages, for example: input "x". ERR_TYPE for other values, ERR_SHAPE for a length
// that does not fit the shape, ERR_DATA for a detached array, ERR_NOT_FINITE for NaN and infinite numbers.
Array readTensor(Napi::Value tensor, const std::string& what);
// Reads an object that has tensors as properties; kind: what they are called in messages, for example "input".
Arrays readTensors(Napi::Value tensors, const std::string& kind);
// Reads a Float32Array.
std::vector<float> readFloats(Napi::Value values, const std::string& what);

// A Float32Array with a copy of the values.
Napi::Value toFloats(Napi::Env env, const float* values, std::size_t count);
// A tensor with this typed array as its data.
Napi::Value toTensor(Napi::Env env, const Extents& extents, Napi::Value data);
// A tensor with a copy of the array.
Napi::Value toTensor(Napi::Env env, const Array& array);
// An object with a tensor for each array.
Napi::Value toTensors(Napi::Env env, const Arrays& arrays);

}  // namespace gatecast::binding
