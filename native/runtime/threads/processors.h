#pragma once

namespace gatecast {

// Whether there can be other threads. A module of WebAssembly has none.
#ifdef __wasm__
inline constexpr bool hasThreads = false;
#else
inline constexpr bool hasThreads = true;
#endif

// The number of processors that this process may use, at least 1: the number that was set, else of those that it may run
// on.
int availableThreads();

// Sets that number: a quota of the system's control groups can be less than the processors that the process may run on.
void setAvailableThreads(int count);

}  // namespace gatecast
