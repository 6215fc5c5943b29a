// The interface of a source of samples: arrays or the windows of a table.

#pragma once

#include <cstdint>
#include <span>

#include "runtime/threads/team.h"

namespace gatecast {

// Samples, given by their numbers, and of each the time steps [from, to).
struct Selection {
  const std::int64_t* samples;
  std::int64_t count;
  std::int64_t from;
  std::int64_t to;
};

class Source {
 public:
  virtual ~Source() = default;

  virtual std::int64_t samples() const = 0;    // 1 if no input has a batch dimension
  virtual std::int64_t timeSteps() const = 0;  // 1 if no input has a time dimension

  // Writes the selection to the slots of these inputs, which are indices into program.inputs(). Allocates nothing.
  virtual void gather(const Selection& selection, std::span<const int> inputs, std::span<float* const> slots,
                      Team& team) const = 0;

  // The memory that the source owns.
  virtual std::int64_t bytes() const = 0;
};

}  // namespace gatecast
