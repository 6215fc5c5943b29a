// Samples from arrays, one for each input, whose batch dimension holds the samples.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "graph/program.h"
#include "runtime/blocks.h"
#include "training/source.h"

namespace gatecast {

using Floats = std::vector<float, BlockAllocator<float>>;

// A caller's array, copied: the caller may change or detach it while work goes on.
struct Array {
  std::vector<std::int64_t> shape;
  Type type = Type::float32;
  Floats data;  // int32 values are kept by their bits
};
using Arrays = std::map<std::string, Array>;

// Arrays that fit the inputs of a Program: names, types, ranks, fixed sizes, one number of samples and one of time steps.
class ArraySource final : public Source {
 public:
  // Only the inputs that `wanted` values depend on are asked for; others given are checked and then left out.
  // Throws ERR_DATA (an input missing, or none of that name), ERR_SHAPE or ERR_TYPE, with the input's name.
  // The Program must outlive it.
  ArraySource(const Program& program, const std::vector<int>& wanted, Arrays arrays);

  std::int64_t samples() const override { return samples_; }
  std::int64_t timeSteps() const override { return time_; }
  // Dimensions that are multiples of `batch` or `time` are cut accordingly; all others are copied whole.
  void gather(const Selection& selection, std::span<const int> inputs, std::span<float* const> slots,
              Team& team) const override;
  std::int64_t bytes() const override;

 private:
  struct Column {
    std::vector<Dim> dims;
    Floats data;
    std::vector<std::int64_t> strides;  // in floats, by dimension
    int whole = 0;                      // dimensions from here on are copied whole
  };

  void check(const Program::Source& source, const Array& array);
  static float* copy(const Column& column, int axis, const float* from, const Selection& selection, float* slot);

  const Program& program_;
  std::vector<Column> columns_;  // by input; empty where not needed
  std::int64_t samples_ = 1;
  std::int64_t time_ = 1;
  std::string samplesOf_, timeOf_;  // the input that told, for messages
};

}  // namespace gatecast
