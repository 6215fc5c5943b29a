#include "async.h"

#include <condition_variable>
#include <mutex>
#include <optional>

#include "runtime/threads.h"

namespace gatecast::binding {
namespace {

// One call. Owned by the background thread and by the thread-safe function, whichever lasts longer.
struct Job {
  napi_deferred deferred = nullptr;
  napi_threadsafe_function finished = nullptr;
  std::shared_ptr<Cancel> cancel;
  std::function<Settle()> work;
  Settle settle;
  std::shared_ptr<void> held;  // touched on the JS thread alone
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
    work = nullptr;  // large arrays are given back here and not on the JS thread
    napi_call_threadsafe_function(finished, nullptr, napi_tsfn_nonblocking);
    // The last use of `finished`. Its own end lets the process exit.
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

// Hazard: an environment that is torn down frees the thread-safe function under the background thread. Rule: this hook
// is added after it is made, and hooks run last in, first out, so that the work has ended before Node's own clean-up.
void stopAtExit(void* job) { static_cast<Job*>(job)->stop(); }

void settleOnJsThread(napi_env env, napi_value, void* context, void*) {
  if (env == nullptr) return;  // the environment is going away
  Job& job = **static_cast<std::shared_ptr<Job>*>(context);
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
    // No error can be made: the environment is being terminated, and with it whoever awaits this promise.
  }
}

void release(napi_env env, void*, void* context) {
  auto* const job = static_cast<std::shared_ptr<Job>*>(context);
  napi_remove_env_cleanup_hook(env, stopAtExit, job->get());
  (*job)->held.reset();  // not with the job, which may end on its background thread
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
    runInBackground([job] { job->run(); });
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
    fail(Code::busy, "Expected ", what, " that is idle, got one at work. Await the call before.");
  }
}

std::shared_ptr<void> occupy(std::shared_ptr<void> owner, std::atomic<bool>& busy, const char* what) {
  checkIdle(busy, what);
  busy.store(true, std::memory_order_release);
  // The owner is captured: the flag lives in it.
  return {static_cast<void*>(&busy),
          [owner = std::move(owner), &busy](void*) { busy.store(false, std::memory_order_release); }};
}

}  // namespace gatecast::binding
