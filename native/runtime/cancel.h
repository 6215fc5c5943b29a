#pragma once

#include <atomic>

#include "runtime/error.h"

namespace gatecast {

// A request to end work early. Any thread may call cancel(); long work calls check() between ops.
class Cancel {
 public:
  void cancel() { requested_.store(true, std::memory_order_relaxed); }
  bool requested() const { return requested_.load(std::memory_order_relaxed); }
  void check() const {
    if (requested()) fail(Code::aborted, "The operation was aborted");
  }

 private:
  std::atomic<bool> requested_{false};
};

}  // namespace gatecast
