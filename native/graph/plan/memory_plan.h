// Places buffers in one arena. Buffers that are never in use at the same moment can share memory.

#pragma once

#include <cstdint>
#include <vector>

namespace gatecast {

class MemoryPlan {
 public:
  // Adds a buffer of `floats` floats that is in use from moment `first` to moment `last`, both included. Returns its number.
  int add(std::int64_t floats, int first, int last);
  // Extends the time in which a buffer is in use, so that it includes `moment`.
  void extend(int buffer, int moment);

  // Chooses the offsets: the largest buffer first, each at the lowest offset that is free at all moments of its use. For
  // networks this greedy method comes within a few per cent of the lower bound (Pisarchyk and Lee 2020).
  void place();
  std::int64_t offset(int buffer) const { return buffers_[static_cast<std::size_t>(buffer)].offset; }
  std::int64_t floats() const { return floats_; }

 private:
  struct Span {
    std::int64_t floats;
    int first, last;
    std::int64_t offset = 0;
  };
  std::vector<Span> buffers_;
  std::int64_t floats_ = 0;
};

}  // namespace gatecast
