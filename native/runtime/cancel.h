#pragma once

#include "runtime/error.h"

namespace gatecast {

// A request to end work early. Any thread may call cancel(). It cannot be taken back. Team passes it on to the work.
class Cancel {
 public:
  void cancel() { __atomic_store_n(&requested_, true, __ATOMIC_RELAXED); }
  bool requested() const { return __atomic_load_n(&requested_, __ATOMIC_RELAXED); }
  void check() const {
    if (requested()) fail(Code::aborted, "The operation was aborted");
  }
  // For kernels, which throw nothing: they return early when it becomes true. It must be read with __atomic_load_n. No
  // std::atomic, because files of instruction-set tiers must not use its inline functions.
  const bool* flag() const { return &requested_; }

 private:
  bool requested_ = false;
};

}  // namespace gatecast
