// Where each buffer lies in one arena: buffers that are never needed at the same moment share memory.

#pragma once

#include <cstdint>
#include <vector>

namespace gatecast {

class MemoryPlan {
 public:
  // A buffer of `floats` that is in use from moment `first` to moment `last`, both included. Returns its number.
  int add(std::int64_t floats, int first, int last);
  // Lengthens a buffer's life to cover `moment`.
  void extend(int buffer, int moment);

  // Gives every buffer its place: the largest first, each at the lowest offset that is free all its life. Greedy by
  // size comes within a few per cent of the lower bound for networks (Pisarchyk and Lee 2020).
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
