// Work off the JS thread, as a promise.

#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "errors.h"
#include "node.h"
#include "runtime/cancel.h"

namespace gatecast::binding {

// Makes the result, back on the JS thread.
using Settle = std::function<Napi::Value(Napi::Env)>;

// Runs `work` on a background thread; what it throws rejects the promise. The process stays alive until it is done. When
// the environment goes away first, the work is cancelled through `cancel` and waited for. Work holds copies or shared
// owners of all it uses, and nothing of JS but by `held`, which lives until the promise is settled and ends on the JS
// thread: work and Settle refer to it and do not own it.
Napi::Value runAsync(Napi::Env env, std::shared_ptr<Cancel> cancel, std::function<Settle()> work,
                     std::shared_ptr<void> held = nullptr);

Napi::Value rejected(Napi::Env env, const Napi::Error& error);

// The body of an entry point that returns a promise: whatever is wrong with its arguments rejects it too.
template <typename Body>
Napi::Value promised(Napi::Env env, Body&& body) {
  try {
    return guarded(env, body);
  } catch (const Napi::Error& error) {
    return rejected(env, error);
  }
}

// Marks an object as at work for as long as the result lives. Throws ERR_BUSY if it is marked already.
std::shared_ptr<void> occupy(std::shared_ptr<void> owner, std::atomic<bool>& busy, const char* what);
void checkIdle(const std::atomic<bool>& busy, const char* what);

}  // namespace gatecast::binding
