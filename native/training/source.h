// What a Dataset hides: where the values of a batch come from.

#pragma once

#include <cstdint>
#include <span>

#include "runtime/threads.h"

namespace gatecast {

// Some samples, given by number, and the time steps [from, to) of them.
struct Selection {
  const std::int64_t* samples;
  std::int64_t count;
  std::int64_t from;
  std::int64_t to;
};

class Source {
 public:
  virtual ~Source() = default;

  virtual std::int64_t samples() const = 0;    // 1 when no input has a batch dimension
  virtual std::int64_t timeSteps() const = 0;  // 1 when no input has a time dimension

  // Puts the selection into the slots of these inputs (indices into program.inputs()). Allocates nothing.
  virtual void gather(const Selection& selection, std::span<const int> inputs, std::span<float* const> slots,
                      Team& team) const = 0;

  // Of memory that is its own.
  virtual std::int64_t bytes() const = 0;
};

}  // namespace gatecast
