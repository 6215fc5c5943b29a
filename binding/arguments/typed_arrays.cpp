#include "binding/arguments/typed_arrays.h"

#include <cmath>
#include <cstdlib>

#ifdef __wasm__
#include <emnapi.h>
#endif

#include "binding/arguments/arguments.h"
#include "kernels/kernels.h"
#include "runtime/buffer.h"

namespace gatecast::binding {
namespace {

#ifdef __wasm__

bool bufferMemory(Napi::Env env, std::size_t bytes, napi_value* arrayBuffer) {
  void* memory = nullptr;
  return napi_create_arraybuffer(env, bytes, &memory, arrayBuffer) == napi_ok;
}

#else

// Makes an ArrayBuffer whose memory is not cleared: for large results, clearing takes a tenth of the time of a forward
// pass. Returns false if there is no memory; napi_create_arraybuffer would end the process.
bool bufferMemory(Napi::Env env, std::size_t bytes, napi_value* arrayBuffer) {
  // Since Node 22, napi_create_buffer also ends the process if there is no memory. So malloc is tried first.
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

#endif

// A new typed array with unspecified contents: the array, and its memory.
std::pair<napi_value, void*> allocated(Napi::Env env, napi_typedarray_type type, std::size_t size, std::int64_t count) {
  // A Buffer is one more JS object; for few numbers, making it takes longer than clearing the memory.
  constexpr std::size_t fewBytes = 4096;
  checkMemory(static_cast<double>(count) * static_cast<double>(size), "a result", "Use fewer samples in a call");
  const std::size_t bytes = static_cast<std::size_t>(count) * size;
  void* memory = nullptr;
  napi_value arrayBuffer, array;
  if (bytes <= fewBytes) {
    check(env, napi_create_arraybuffer(env, bytes, &memory, &arrayBuffer));
  } else if (!bufferMemory(env, bytes, &arrayBuffer)) {
    if (env.IsExceptionPending()) env.GetAndClearPendingException();
    fail(Code::memory, "Expected a result of ", static_cast<double>(bytes) / 1e9,
         " GB to fit in an array, got no memory for it from the system. Use fewer samples in a call.");
  }
  check(env, napi_create_typedarray(env, type, static_cast<std::size_t>(count), arrayBuffer, 0, &array));
  check(env, napi_get_typedarray_info(env, array, nullptr, nullptr, &memory, nullptr, nullptr));
  return {array, memory};
}

}  // namespace

void check(Napi::Env env, napi_status status) {
  if (status != napi_ok) throw Napi::Error::New(env);
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
    // Another thread could write to shared memory while it is read here.
    fail(Code::type, "Expected ", what,
         " to be an array without shared memory, got one of a SharedArrayBuffer. Copy it with slice().");
  }
  check(env, napi_is_detached_arraybuffer(env, buffer, &isDetached));
  if (isDetached) {
    fail(Code::data, "Expected ", what,
         " to have its memory, got an array that was transferred to another owner (detached)");
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

float* operand(Napi::Value array, const std::string& what, const Extents& extents, Type type) {
  const TypedView view = typedView(array.Env(), array, what);
  if (view.type != (type == Type::float32 ? napi_float32_array : napi_int32_array)) {
    fail(Code::type, "Expected ", what, " to be ", type == Type::float32 ? "a Float32Array" : "an Int32Array", ", got ",
         described(array));
  }
  if (view.length != extents.count()) {
    fail(Code::shape, "Expected ", what, " to hold ", extents.count(), " numbers for its shape ", extents, ", got ",
         view.length);
  }
  return static_cast<float*>(const_cast<void*>(view.values));
}

void checkFinite(const float* values, std::int64_t count, const std::string& what) {
  if (kernels().allFinite(values, count)) return;
  std::int64_t i = 0;
  while (i < count - 1 && std::isfinite(values[i])) i++;
  fail(Code::notFinite, "Expected ", what, " to be finite, got ", values[i], " at index ", i,
       ". Fill missing values, or set them to 0 and pass a mask.");
}

void commit([[maybe_unused]] Napi::Env env, [[maybe_unused]] napi_value array) {
#ifdef __wasm__
  void* copy = nullptr;
  check(env, emnapi_get_memory_address(env, array, &copy, nullptr, nullptr));
  if (copy != nullptr) check(env, emnapi_sync_memory(env, false, &array, 0, NAPI_AUTO_LENGTH));
#endif
}

NewArray newArray(Napi::Env env, Type type, std::int64_t count) {
  const auto kind = type == Type::float32 ? napi_float32_array : napi_int32_array;
  const auto [array, memory] = allocated(env, kind, sizeof(float), count);
  return {array, static_cast<float*>(memory)};
}

NewDoubles newDoubles(Napi::Env env, std::int64_t count) {
  const auto [array, memory] = allocated(env, napi_float64_array, sizeof(double), count);
  return {array, static_cast<double*>(memory)};
}

}  // namespace gatecast::binding
