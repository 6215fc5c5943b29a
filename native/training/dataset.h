// Where samples come from: arrays that hold them, or windows cut out of a table.

#pragma once

#include <memory>
#include <variant>

#include "training/array_source.h"
#include "training/windows.h"

namespace gatecast {

using Samples = std::variant<Arrays, Windows>;

class Dataset {
 public:
  // Only the inputs that `wanted` values depend on are asked for. Throws what the sources throw when something does not
  // fit the Program, which must outlive it.
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
