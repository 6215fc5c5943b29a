#include "runtime/threads.h"

#include <deque>
#include <exception>
#include <thread>

#if defined(__x86_64__) || defined(_M_X64)
#include <xmmintrin.h>
#endif
#ifdef __linux__
#include <sched.h>
#include <sys/resource.h>
#elif defined(_WIN32)
#define NOMINMAX
#include <windows.h>
#endif

#include "runtime/blocks.h"

namespace gatecast {

int availableThreads() {
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set) > 0 ? CPU_COUNT(&set) : 1;
#endif
  const unsigned count = std::thread::hardware_concurrency();
  return count > 0 ? static_cast<int>(count) : 1;
}

namespace {

// Every processor may be busy with us when a timer of the JS thread is due: that thread must come first. Linux keeps a
// priority for each thread, and 0 names the calling one.
void yieldToOtherThreads() {
#ifdef __linux__
  setpriority(PRIO_PROCESS, 0, 5);
#elif defined(_WIN32)
  SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_BELOW_NORMAL);
#endif
}

// Threads that wait for jobs. One that has waited long ends.
class Background {
 public:
  // Never destroyed: at the exit of the process threads may still wait here.
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
    yieldToOtherThreads();
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
      job = nullptr;  // what it holds is released before the lock is taken
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  std::size_t waiting_ = 0;
};

void pause() {
#if defined(__x86_64__) || defined(_M_X64)
  _mm_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace

void runInBackground(std::function<void()> job) { Background::instance().run(std::move(job)); }

#if defined(__x86_64__) || defined(_M_X64)
// MXCSR: flush-to-zero is bit 15, denormals-are-zero bit 6.
FlushDenormals::FlushDenormals() : before_(_mm_getcsr()) { _mm_setcsr(static_cast<unsigned>(before_) | 0x8040u); }
FlushDenormals::~FlushDenormals() { _mm_setcsr(static_cast<unsigned>(before_)); }
#elif defined(__aarch64__)
// FPCR: FZ is bit 24.
FlushDenormals::FlushDenormals() {
  asm volatile("mrs %0, fpcr" : "=r"(before_));
  asm volatile("msr fpcr, %0" : : "r"(before_ | (1ull << 24)));
}
FlushDenormals::~FlushDenormals() { asm volatile("msr fpcr, %0" : : "r"(before_)); }
#else
FlushDenormals::FlushDenormals() : before_(0) {}
FlushDenormals::~FlushDenormals() = default;
#endif

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
        next.store(count, std::memory_order_relaxed);  // nobody starts another task
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
      // The system gives no more threads. Those that are here do the same work with the same result.
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
    return;
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
    // A helper that has not woken up yet is not waited for: it will find no work.
    const std::lock_guard lock(mutex_);
    work_ = nullptr;
  }
  // Tasks are about equally long, so the others are nearly done.
  spinWhile([this] { return inside_.load(std::memory_order_relaxed) > 0; });
  {
    std::unique_lock lock(mutex_);
    left_.wait(lock, [this] { return inside_ == 0; });
  }
  if (work.error) std::rethrow_exception(work.error);
}

void Team::serve(int thread) {
  std::uint64_t seen = 0;
  for (;;) {
    // The next op usually follows within microseconds; waking a sleeping thread costs 50.
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
