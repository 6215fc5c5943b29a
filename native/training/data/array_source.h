// Samples from arrays: one array for each input. The samples lie along the batch dimension.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "graph/program.h"
#include "runtime/blocks.h"
#include "training/data/source.h"

namespace gatecast {

using Floats = std::vector<float, BlockAllocator<float>>;

// A copy of a caller's array: the caller may change or detach the original at any time.
struct Array {
  std::vector<std::int64_t> shape;
  Type type = Type::float32;
  Floats data;  // int32 values are stored as their bits
};
using Arrays = std::map<std::string, Array>;

// Arrays that were checked against the inputs of a Program: names, types, ranks and fixed sizes fit, and all arrays have
// the same number of samples and of time steps.
class ArraySource final : public Source {
 public:
  // Requires the inputs that `wanted` values depend on. Arrays of other inputs are checked and then dropped.
  // Throws ERR_DATA if an input is missing or has an unknown name, ERR_SHAPE or ERR_TYPE; the message has the input's name.
  // The Program must outlive it.
  ArraySource(const Program& program, const std::vector<int>& wanted, Arrays arrays);

  std::int64_t samples() const override { return samples_; }
  std::int64_t timeSteps() const override { return time_; }
  // Copies the selected part of dimensions that are multiples of `batch` or `time`, and all of other dimensions.
  void gather(const Selection& selection, std::span<const int> inputs, std::span<float* const> slots,
              Team& team) const override;
  std::int64_t bytes() const override;

 private:
  struct Column {
    std::vector<Dim> dims;
    Floats data;
    std::vector<std::int64_t> strides;  // in floats, by dimension
    int whole = 0;                      // from this dimension on, all is copied
  };

  void check(const Program::Source& source, const Array& array);
  static float* copy(const Column& column, int axis, const float* from, const Selection& selection, const Team& team,
                     float* slot);

  const Program& program_;
  std::vector<Column> columns_;  // one for each input of the Program; empty if the input is not needed
  std::int64_t samples_ = 1;
  std::int64_t time_ = 1;
  std::string samplesOf_, timeOf_;  // the inputs that have these numbers, for messages
};

}  // namespace gatecast
