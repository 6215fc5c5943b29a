#include "binding/async.h"

#include <condition_variable>
#include <mutex>
#include <optional>

#include "runtime/threads/background.h"
#include "runtime/threads/processors.h"

namespace gatecast::binding {
namespace {

// One call. The background thread and the thread-safe function share its ownership. Without threads, the work runs when
// the thread-safe function is called: on the JS thread, after the call that started it has returned.
struct Job {
  napi_deferred deferred = nullptr;
  napi_threadsafe_function finished = nullptr;
  std::shared_ptr<Cancel> cancel;
  std::function<Settle()> work;
  Settle settle;
  std::shared_ptr<void> held;  // used on the JS thread only
  std::optional<Failure> failure;

  std::mutex mutex;
  std::condition_variable left;
  bool running = true;

  void run() noexcept {
    try {
      settle = work();
    } catch (...) {
      failure = caught();
    }
    work = nullptr;  // frees large arrays here and not on the JS thread
  }

  void announce() noexcept {
    napi_call_threadsafe_function(finished, nullptr, napi_tsfn_nonblocking);
    // The last use of `finished`: after it the process can exit.
    napi_release_threadsafe_function(finished, napi_tsfn_release);
    const std::lock_guard lock(mutex);
    running = false;
    left.notify_all();
  }

  void stop() {
    cancel->cancel();
    std::unique_lock lock(mutex);
    left.wait(lock, [this] { return !running; });
  }
};

// Hazard: when an environment is torn down, Node frees the thread-safe function, which the background thread still uses.
// Hooks run in reverse order, and this hook is added after the thread-safe function is made. So it runs before Node frees
// the function, and it waits for the end of the work.
void stopAtExit(void* job) { static_cast<Job*>(job)->stop(); }

void settleOnJsThread(napi_env env, napi_value, void* context, void*) {
  if (env == nullptr) return;  // the environment is being torn down
  Job& job = **static_cast<std::shared_ptr<Job>*>(context);
  if (!hasThreads) job.run();
  try {
    if (job.failure) {
      napi_reject_deferred(env, job.deferred, toError(env, *job.failure).Value());
      return;
    }
    try {
      napi_resolve_deferred(env, job.deferred, guarded(env, [&] { return job.settle(env); }));
    } catch (const Napi::Error& error) {
      napi_reject_deferred(env, job.deferred, error.Value());
    }
    job.settle = nullptr;
  } catch (...) {
    // No JS error can be made because the environment is being terminated. No JS code can await the promise any more.
  }
}

void release(napi_env env, void*, void* context) {
  auto* const job = static_cast<std::shared_ptr<Job>*>(context);
  napi_remove_env_cleanup_hook(env, stopAtExit, job->get());
  (*job)->held.reset();  // the job itself may be destroyed on its background thread
  delete job;
}

}  // namespace

Napi::Value runAsync(Napi::Env env, std::shared_ptr<Cancel> cancel, std::function<Settle()> work,
                     std::shared_ptr<void> held) {
  auto job = std::make_shared<Job>();
  job->held = std::move(held);
  job->cancel = std::move(cancel);
  job->work = std::move(work);
  const auto check = [env](napi_status status) {
    if (status != napi_ok) throw Napi::Error::New(env);
  };
  napi_value promise = nullptr;
  check(napi_create_promise(env, &job->deferred, &promise));
  auto context = std::make_unique<std::shared_ptr<Job>>(job);
  check(napi_create_threadsafe_function(env, nullptr, nullptr, Napi::String::New(env, "gatecast"), 0, 1, nullptr,
                                        release, context.get(), settleOnJsThread, &job->finished));
  context.release();  // `release` deletes it
  napi_add_env_cleanup_hook(env, stopAtExit, job.get());
  try {
    if (!hasThreads) job->announce();
    else
      runInBackground([job] {
        job->run();
        job->announce();
      });
  } catch (...) {
    job->running = false;
    napi_release_threadsafe_function(job->finished, napi_tsfn_abort);
    throw;
  }
  return {env, promise};
}

Napi::Value rejected(Napi::Env env, const Napi::Error& error) {
  const auto deferred = Napi::Promise::Deferred::New(env);
  deferred.Reject(error.Value());
  return deferred.Promise();
}

void checkIdle(const std::atomic<bool>& busy, const char* what) {
  if (busy.load(std::memory_order_acquire)) {
    fail(Code::busy, "Expected ", what, " that is not busy, got one that still works. Await its last call first.");
  }
}

std::shared_ptr<void> occupy(std::shared_ptr<void> owner, std::atomic<bool>& busy, const char* what) {
  checkIdle(busy, what);
  busy.store(true, std::memory_order_release);
  // Captures the owner, because the flag is a part of it.
  return {static_cast<void*>(&busy),
          [owner = std::move(owner), &busy](void*) { busy.store(false, std::memory_order_release); }};
}

}  // namespace gatecast::binding
