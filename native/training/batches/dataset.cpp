#include "training/batches/dataset.h"

#include "training/windows/window_source.h"

namespace gatecast {
namespace {

std::unique_ptr<const Source> sourceOf(const Program& program, const std::vector<int>& wanted, Samples samples) {
  if (auto* windows = std::get_if<Windows>(&samples)) {
    return std::make_unique<WindowSource>(program, wanted, std::move(*windows));
  }
  return std::make_unique<ArraySource>(program, wanted, std::move(std::get<Arrays>(samples)));
}

}  // namespace

Dataset::Dataset(const Program& program, const std::vector<int>& wanted, Arrays arrays)
    : Dataset(program, wanted, Samples(std::move(arrays))) {}

Dataset::Dataset(const Program& program, const std::vector<int>& wanted, Samples samples)
    : source_(sourceOf(program, wanted, std::move(samples))) {}

}  // namespace gatecast
