// The tiles of the calling thread, configured for as long as a kernel runs: after that another user of this thread finds
// them as they were, and the system has 8 KB less to save whenever it takes the processor away.

#pragma once

#include "kernels/blocking.h"

namespace gatecast::GATECAST_TIER {

class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine();

  // For tiles of so many rows of A and C, at most 16. It takes some 200 cycles, but for the height that is there already.
  void configure(Index rows);

 private:
  Index rows_ = 0;
};

}  // namespace gatecast::GATECAST_TIER
