#pragma once

#include <chrono>

namespace gatecast {

// How long the calls of one kind take. A call that was brief on one thread can run on the thread of the caller, and does
// not become faster with more threads.
class Pace {
 public:
  using Duration = std::chrono::steady_clock::duration;

  // Whether the last call ran on one thread and was brief.
  bool isBrief() const { return alone_ && last_ < brief; }
  // The number of threads for the next call: one if the last call was brief, on any number of threads, unless calls on
  // one thread were slow several times in a row.
  int threads(int wanted) const { return last_ < brief && slow_ < mostSlow ? 1 : wanted; }
  // Must be called after each call with its time.
  void ran(int threads, Duration taken) {
    last_ = taken;
    alone_ = threads == 1;
    if (alone_) slow_ = taken < brief ? 0 : slow_ + 1;
  }

 private:
  static constexpr Duration brief = std::chrono::microseconds(200);
  static constexpr int mostSlow = 3;  // one slow call may only mean that the machine was busy

  Duration last_ = Duration::max();
  bool alone_ = false;  // the last call ran on one thread
  int slow_ = 0;        // how many of the last calls on one thread were slow, in a row
};

}  // namespace gatecast
