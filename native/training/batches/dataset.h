// The samples of a pass: arrays, or windows of a table.

#pragma once

#include <memory>
#include <variant>

#include "training/data/array_source.h"
#include "training/windows/windows.h"

namespace gatecast {

using Samples = std::variant<Arrays, Windows>;

class Dataset {
 public:
  // Requires the inputs that `wanted` values depend on. Throws the errors of ArraySource and WindowSource if the samples do
  // not fit the Program. The Program must outlive it.
  Dataset(const Program& program, const std::vector<int>& wanted, Arrays arrays);
  Dataset(const Program& program, const std::vector<int>& wanted, Samples samples);

  std::int64_t samples() const { return source_->samples(); }
  std::int64_t timeSteps() const { return source_->timeSteps(); }
  Sizes sizes() const { return {samples(), timeSteps()}; }
  const Source& source() const { return *source_; }
  std::int64_t bytes() const { return source_->bytes(); }

 private:
  std::unique_ptr<const Source> source_;
};

}  // namespace gatecast
