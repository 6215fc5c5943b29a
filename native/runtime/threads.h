// Threads of the library's own: never libuv's pool, whose four threads the user's file system calls need, and never the
// JS thread.

#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

#include "runtime/cancel.h"
#include "runtime/function_ref.h"

namespace gatecast {

// Processors this process may run on, at least 1.
int availableThreads();

// Runs the job on a background thread and returns at once. Threads are kept and used again, and rank below the JS
// thread. The job must not throw.
// On these threads denormal numbers are flushed to zero: they cost a hundred times a normal operation.
void runInBackground(std::function<void()> job);

// Flushes denormals on the calling thread while it lives, then puts the thread's mode back: for the calls that run on
// the JS thread.
class FlushDenormals {
 public:
  FlushDenormals();
  ~FlushDenormals();
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
  std::uint64_t before_;
};

// A fixed number of threads that work on one list of tasks at a time. The caller's thread is one of them.
class Team {
 public:
  // With `cancel`, which must outlive it, no task starts once that is requested, and run() throws ERR_ABORTED.
  explicit Team(int threads, const Cancel* cancel = nullptr);
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  int size() const { return size_; }

  // Calls task(i, thread) for every i in [0, count), each once, in no given order; thread is in [0, size()). Returns
  // when all are done. If a task throws, the first error caught is thrown here after all threads have stopped.
  void run(std::int64_t count, FunctionRef<void(std::int64_t, int)> task);

 private:
  struct Work;
  void check() const {
    if (cancel_ != nullptr) cancel_->check();
  }
  void serve(int thread);
  template <typename Condition>
  void spinWhile(Condition condition) const;

  int size_;
  const Cancel* cancel_;
  bool spin_;  // wait awake for a moment: only where every thread has a processor
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable left_;
  Work* work_ = nullptr;
  std::atomic<std::uint64_t> generation_{0};
  std::atomic<int> inside_{0};  // helpers at work on work_; changed under the lock
  int serving_ = 0;             // helpers that have not ended
  bool closing_ = false;
};

}  // namespace gatecast
