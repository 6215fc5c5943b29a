// Runs work off the JS thread and returns a promise.

#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "binding/errors.h"
#include "binding/node.h"
#include "runtime/cancel.h"

namespace gatecast::binding {

// Makes the result of the promise, on the JS thread.
using Settle = std::function<Napi::Value(Napi::Env)>;

// Runs `work` on a background thread; an exception of the work rejects the promise. The process does not exit before the
// work is done. If the environment is torn down first, the work is cancelled through `cancel`, and the teardown waits for
// it. The work must own or share the ownership of everything that it uses, except JS objects: these belong to `held`, which
// lives until the promise is settled and is destroyed on the JS thread. Work and Settle may refer to `held` but must not own
// it.
Napi::Value runAsync(Napi::Env env, std::shared_ptr<Cancel> cancel, std::function<Settle()> work,
                     std::shared_ptr<void> held = nullptr);

// A promise that is rejected with this error.
Napi::Value rejected(Napi::Env env, const Napi::Error& error);

// Runs the body of an entry point that returns a promise. Errors of its arguments reject the promise too.
template <typename Body>
Napi::Value promised(Napi::Env env, Body&& body) {
  try {
    return guarded(env, body);
  } catch (const Napi::Error& error) {
    return rejected(env, error);
  }
}

// Marks an object as busy for as long as the result lives. Throws ERR_BUSY if it is already busy. what: the object in
// messages.
std::shared_ptr<void> occupy(std::shared_ptr<void> owner, std::atomic<bool>& busy, const char* what);
// Throws ERR_BUSY if an object is busy.
void checkIdle(const std::atomic<bool>& busy, const char* what);

}  // namespace gatecast::binding
