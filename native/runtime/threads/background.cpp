#include "runtime/threads/background.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#ifdef __linux__
#include <sys/resource.h>
#elif defined(_WIN32)
#define NOMINMAX
#include <windows.h>
#endif

#include "runtime/blocks.h"
#include "runtime/threads/denormals.h"

namespace gatecast {
namespace {

// When all processors run background threads and a timer of the JS thread is due, the JS thread must run first. On Linux
// every thread has a priority of its own, and the process number 0 stands for the calling thread.
void lowerPriority() {
#ifdef __linux__
  setpriority(PRIO_PROCESS, 0, 5);
#elif defined(_WIN32)
  SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_BELOW_NORMAL);
#endif
}

// The threads that run jobs or wait for one. A thread that has waited for 10 seconds ends.
class Background {
 public:
  // Never destroyed: when the process exits, threads may still wait here.
  static Background& instance() {
    static Background* background = new Background;
    return *background;
  }

  void run(std::function<void()> job) {
    std::unique_lock lock(mutex_);
    jobs_.push_back(std::move(job));
    if (waiting_ >= jobs_.size()) {
      wake_.notify_one();
      return;
    }
    try {
      std::thread([this] { serve(); }).detach();
    } catch (const std::exception&) {
      jobs_.pop_back();
      throw;
    }
  }

 private:
  void serve() {
    const FlushDenormals flush;
    lowerPriority();
    std::unique_lock lock(mutex_);
    for (;;) {
      waiting_++;
      const bool work = wake_.wait_for(lock, std::chrono::seconds(10), [this] { return !jobs_.empty(); });
      waiting_--;
      if (!work) {
        releaseKeptBlocks();
        return;
      }
      auto job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      job();
      job = nullptr;  // frees what the job holds before the lock is taken again
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  std::size_t waiting_ = 0;
};

}  // namespace

void runInBackground(std::function<void()> job) { Background::instance().run(std::move(job)); }

}  // namespace gatecast
