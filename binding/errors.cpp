#include "binding/errors.h"

#include <new>
#include <stdexcept>

#include "binding/environment.h"

namespace gatecast::binding {

namespace {

Failure describe() {
  try {
    throw;
  } catch (const Error& error) {
    return {name(error.code()), error.what()};
  } catch (const std::bad_alloc&) {
    return {name(Code::memory),
            "Expected memory for the call, got none from the system. Use smaller arrays or a smaller batchSize."};
  } catch (const std::length_error&) {
    return {name(Code::memory), "Expected arrays that fit in memory, got sizes beyond the address space"};
  } catch (const std::exception& error) {
    return {"ERR_INTERNAL", error.what()};
  } catch (...) {
    return {"ERR_INTERNAL", "An unknown error"};
  }
}

}  // namespace

Failure caught() noexcept {
  try {
    return describe();
  } catch (...) {
    // No memory is left for the message. These two texts are so short that std::string allocates nothing.
    return {name(Code::memory), "No memory left"};
  }
}

Napi::Error toError(Napi::Env env, const Failure& failure) {
  const auto code = Napi::String::New(env, failure.code), message = Napi::String::New(env, failure.message);
  const Napi::FunctionReference& errorClass = Environment::of(env).errorClass;
  if (!errorClass.IsEmpty()) return {env, errorClass.New({code, message})};
  Napi::Error error = Napi::Error::New(env, failure.message);
  error.Set("code", code);
  return error;
}

}  // namespace gatecast::binding
