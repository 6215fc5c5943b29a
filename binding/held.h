#pragma once

#include <cstdint>
#include <memory>

#include "binding/node.h"
#include "runtime/error.h"
#include "runtime/threads/background.h"

namespace gatecast::binding {

// The native part of a JS object; running work can share it. Reports the size of the part to the garbage collector, for which
// the JS object has only a few bytes.
template <typename Part>
class Held {
 public:
  // what: the object in messages, for example "a trainer".
  Held(Napi::Env env, const char* what) : env_(env), what_(what) {}
  ~Held() { release(); }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;

  void hold(std::shared_ptr<Part> part, std::int64_t bytes) {
    part_ = std::move(part);
    report(bytes);
  }

  void report(std::int64_t bytes) {
    std::int64_t total = 0;
    if (bytes != bytes_) napi_adjust_external_memory(env_, bytes - bytes_, &total);
    bytes_ = bytes;
  }

  bool isHeld() const { return part_ != nullptr; }
  // ERR_DISPOSED after release. Must be called after all arguments are read, because a getter of the caller could call
  // dispose().
  const std::shared_ptr<Part>& get() const {
    if (!part_) fail(Code::disposed, "Expected ", what_, " that is in use, got one after dispose()");
    return part_;
  }

  // Calls that run keep the part until they are done.
  void release() {
    const bool large = bytes_ > largeBytes;
    report(0);
    if (large) {
      // To give gigabytes back to the system takes too long for the JS thread.
      try {
        runInBackground([part = std::move(part_)] {});
      } catch (...) {
        // No thread could be started: the part was destroyed here, with the closure.
      }
    }
    part_.reset();
  }

 private:
  static constexpr std::int64_t largeBytes = std::int64_t{8} << 20;

  napi_env env_;
  const char* what_;
  std::shared_ptr<Part> part_;
  std::int64_t bytes_ = 0;
};

}  // namespace gatecast::binding
