// Gathers the windows of a table, one batch at a time.

#pragma once

#include <string>
#include <vector>

#include "graph/program.h"
#include "training/data/source.h"
#include "training/windows/window_filler.h"
#include "training/windows/window_index.h"
#include "training/windows/window_scale.h"

namespace gatecast {

class WindowSource final : public Source {
 public:
  // Throws the errors of check(windows), ERR_DATA if there are no windows, and ERR_DATA, ERR_SHAPE, ERR_TYPE or ERR_RANGE,
  // with the input's name, if an input of the windows does not fit the Program. The Program must outlive it.
  WindowSource(const Program& program, const std::vector<int>& wanted, Windows windows);

  std::int64_t samples() const override { return index_.size(); }
  std::int64_t timeSteps() const override { return time_; }
  void gather(const Selection& selection, std::span<const int> inputs, std::span<float* const> slots,
              Team& team) const override;
  std::int64_t bytes() const override { return index_.bytes(); }

  const Windows& windows() const { return windows_; }
  Origin origin(std::int64_t sample) const { return index_[sample]; }
  // Location and scale of the context of one series before an origin.
  Scale scale(Origin origin) const { return scaleAt(windows_, target_, origin); }

 private:
  void checkTime(const std::string& what, std::int64_t steps);

  Windows windows_;
  WindowIndex index_;
  Numbers target_;
  std::vector<WindowFiller> fillers_;  // one for each input of the Program; unused for inputs that windows do not fill
  std::int64_t time_ = 1;
  std::string timeOf_;  // the input that has time_ time steps, for messages
};

}  // namespace gatecast
