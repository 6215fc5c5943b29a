// From C++ exceptions to the error class that JS gave.

#pragma once

#include <string>

#include "node.h"

namespace gatecast::binding {

// An error without JS in it: it may be carried from one thread to another.
struct Failure {
  std::string code;
  std::string message;
};

// What is being caught. Call it in a catch block.
Failure caught();

Napi::Error toError(Napi::Env env, const Failure& failure);

// Runs the body of an entry point. JS errors (of a getter, say) go on as they are, all others become the error class.
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
