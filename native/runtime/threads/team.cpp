#include "runtime/threads/team.h"

#include <exception>

#if defined(__x86_64__) || defined(_M_X64)
#include <xmmintrin.h>
#endif

#include "runtime/threads/background.h"
#include "runtime/threads/processors.h"

namespace gatecast {
namespace {

void pause() {
#if defined(__x86_64__) || defined(_M_X64)
  _mm_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace

struct Team::Work {
  const Team& team;
  std::int64_t count;
  FunctionRef<void(std::int64_t, int)> task;
  std::atomic<std::int64_t> next{0};
  std::mutex mutex{};
  std::exception_ptr error{};

  void take(int thread) {
    for (;;) {
      const std::int64_t i = next.fetch_add(1, std::memory_order_relaxed);
      if (i >= count) return;
      try {
        team.check();
        task(i, thread);
      } catch (...) {
        next.store(count, std::memory_order_relaxed);  // no thread starts another task
        const std::lock_guard lock(mutex);
        if (!error) error = std::current_exception();
      }
    }
  }
};

Team::Team(int threads, const Cancel* cancel)
    : size_(threads), cancel_(cancel), spin_(threads > 1 && threads <= availableThreads()) {
  for (int thread = 1; thread < threads; thread++) {
    {
      const std::lock_guard lock(mutex_);
      serving_++;
    }
    try {
      runInBackground([this, thread] { serve(thread); });
    } catch (const std::exception&) {
      // The system has no more threads. The threads that were started do all the work, with the same result.
      const std::lock_guard lock(mutex_);
      serving_--;
      return;
    }
  }
}

Team::~Team() {
  std::unique_lock lock(mutex_);
  closing_ = true;
  generation_.fetch_add(1, std::memory_order_release);
  wake_.notify_all();
  left_.wait(lock, [this] { return serving_ == 0; });
}

template <typename Condition>
void Team::spinWhile(Condition condition) const {
  for (int i = 0; spin_ && i < 2000 && condition(); i++) pause();
}

void Team::run(std::int64_t count, FunctionRef<void(std::int64_t, int)> task) {
  if (size_ == 1 || count <= 1) {
    for (std::int64_t i = 0; i < count; i++) {
      check();
      task(i, 0);
    }
    return check();
  }
  Work work{*this, count, task};
  {
    const std::lock_guard lock(mutex_);
    work_ = &work;
    generation_.fetch_add(1, std::memory_order_release);
  }
  wake_.notify_all();
  work.take(0);
  {
    // Does not wait for a background thread that has not woken up yet: it will find no work.
    const std::lock_guard lock(mutex_);
    work_ = nullptr;
  }
  // Tasks take about equally long, so the other threads are nearly done.
  spinWhile([this] { return inside_.load(std::memory_order_relaxed) > 0; });
  {
    std::unique_lock lock(mutex_);
    left_.wait(lock, [this] { return inside_ == 0; });
  }
  if (work.error) std::rethrow_exception(work.error);
  check();
}

void Team::serve(int thread) {
  std::uint64_t seen = 0;
  for (;;) {
    // The next work usually follows within a few microseconds; waking a sleeping thread takes 50.
    spinWhile([&] { return generation_.load(std::memory_order_acquire) == seen; });
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return generation_.load(std::memory_order_relaxed) != seen; });
    seen = generation_.load(std::memory_order_relaxed);
    if (closing_) {
      serving_--;
      left_.notify_all();
      return;
    }
    if (work_ == nullptr) continue;
    Work& work = *work_;
    inside_++;
    lock.unlock();
    work.take(thread);
    lock.lock();
    if (--inside_ == 0) left_.notify_all();
  }
}

}  // namespace gatecast
