// The library's own background threads. Work never runs on libuv's pool: its four threads serve the file system calls of
// the user's program.

#pragma once

#include <functional>

namespace gatecast {

// Starts the job on a background thread and returns at once. The job must not throw. Threads are reused by later jobs.
// They have a lower priority than the JS thread, and denormal numbers are flushed to zero on them (denormals.h).
void runInBackground(std::function<void()> job);

}  // namespace gatecast
