// Turns C++ exceptions into errors of the JS class that setErrorClass has set.

#pragma once

#include <string>

#include "binding/node.h"

namespace gatecast::binding {

// An error without JS objects, which can be passed between threads.
struct Failure {
  std::string code;
  std::string message;
};

// The exception that is being handled. Must be called in a catch block.
Failure caught() noexcept;

Napi::Error toError(Napi::Env env, const Failure& failure);

// Runs the body of an entry point. JS errors, for example of a getter, are thrown unchanged; other exceptions become
// errors of the JS class.
template <typename Body>
auto guarded(Napi::Env env, Body&& body) -> decltype(body()) {
  try {
    return body();
  } catch (const Napi::Error&) {
    throw;
  } catch (...) {
    throw toError(env, caught());
  }
}

}  // namespace gatecast::binding
