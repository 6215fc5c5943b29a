// Configures the AMX tiles of the calling thread while a kernel runs, and releases them at its end. Other code on this
// thread then finds them unused, and the system has 8 KB less to save when it switches threads.

#pragma once

#include "kernels/blocking.h"

namespace gatecast::GATECAST_TIER {

class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine();

  // Sets the number of rows of the tiles of A and C, at most 16. This takes about 200 cycles, or none if the number
  // does not change.
  void configure(Index rows);

 private:
  Index rows_ = 0;
};

}  // namespace gatecast::GATECAST_TIER
