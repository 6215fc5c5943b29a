#pragma once

#include <cstdint>
#include <memory>

#include "node.h"
#include "runtime/error.h"
#include "runtime/threads.h"

namespace gatecast::binding {

// The native part of a JS object, perhaps shared with work under way. Tells the garbage collector how much memory hangs on
// the object, which to it looks like a few bytes.
template <typename Part>
class Held {
 public:
  // what: the object in messages, such as "a trainer".
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
  // ERR_DISPOSED after release. To be called after all arguments are read: reading may run a caller's code.
  const std::shared_ptr<Part>& get() const {
    if (!part_) fail(Code::disposed, "Expected ", what_, " that is in use, got one after dispose()");
    return part_;
  }

  // Calls under way finish with what they hold.
  void release() {
    const bool large = bytes_ > largeBytes;
    report(0);
    if (large) {
      // Giving gigabytes back to the system takes longer than the JS thread may be held.
      try {
        runInBackground([part = std::move(part_)] {});
      } catch (...) {
        // No thread to be had: it went with the closure, here.
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
