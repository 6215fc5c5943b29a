#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "runtime/cancel.h"
#include "runtime/function_ref.h"

namespace gatecast {

// A fixed number of threads that work together on one list of tasks at a time. The caller's thread is one of them, the
// others are background threads.
class Team {
 public:
  // cancel: as for obey(); null for none.
  explicit Team(int threads, const Cancel* cancel = nullptr);
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  int size() const { return size_; }

  // From now on no task starts after cancel() was called, and run() throws ERR_ABORTED then, also if the call came during
  // the last task: kernels may have returned early. `cancel` must outlive its use; null for none. Must not be called while
  // run() runs.
  void obey(const Cancel* cancel) { cancel_ = cancel; }
  // Throws ERR_ABORTED after cancel() was called. Tasks that take longer than some milliseconds call it in between.
  void check() const {
    if (cancel_ != nullptr) cancel_->check();
  }
  // The flag that a long kernel looks at, see Cancel::flag; null if there is nothing to obey.
  const bool* stop() const { return cancel_ != nullptr ? cancel_->flag() : nullptr; }

  // Calls task(i, thread) once for every i in [0, count), in no particular order; thread is in [0, size()). Returns when
  // all tasks are done. If a task throws, no further task starts, and run() throws the first error that was caught after
  // all threads have stopped.
  void run(std::int64_t count, FunctionRef<void(std::int64_t, int)> task);

 private:
  struct Work;
  void serve(int thread);
  template <typename Condition>
  void spinWhile(Condition condition) const;

  int size_;
  const Cancel* cancel_;
  bool spin_;  // whether to wait in a loop before sleeping: only if every thread can have a processor
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable left_;
  Work* work_ = nullptr;
  std::atomic<std::uint64_t> generation_{0};
  std::atomic<int> inside_{0};  // background threads that work on work_; changed under the lock
  int serving_ = 0;             // background threads of this team that have not ended
  bool closing_ = false;
};

}  // namespace gatecast
