// The inputs of the Program while paths are drawn: values of the windows, and in place of the future target the values
// that were drawn.

#pragma once

#include <vector>

#include "graph/executor.h"
#include "training/paths/paths.h"
#include "training/windows/window_source.h"

namespace gatecast {

class PathInputs {
 public:
  // stepper: runs one step of the horizon; its batch rows are the paths of the first window, then those of the next, and so
  // on. warmer: runs the `before` time steps before the horizon; null if before is 0. All arguments must outlive it. Throws
  // ERR_RANGE for an input that reads the target in rows that are not drawn yet.
  PathInputs(const Program& program, const std::vector<int>& wanted, const WindowSource& source,
             const PathOptions& options, std::int64_t before, std::int64_t mostWindows, Executor& stepper,
             Executor* warmer);

  // Fills in all steps before the horizon, one batch row for each of these samples.
  void fillWarmer(const std::vector<std::int64_t>& samples, Team& team);
  // Fills in one step of the horizon, one batch row for each path. drawn [samples * paths, horizon]: the values of the
  // steps before. scales: one for each sample.
  void fillStepper(const std::vector<std::int64_t>& samples, const std::vector<Scale>& scales, std::int64_t step,
                   const double* drawn, Team& team);

 private:
  // How to fill one input: its values are gathered once for each window, then copied to the paths of the window.
  struct Feed {
    std::int64_t floats;  // of one window in one step
    std::vector<float> gathered;
    float* slot;
    bool isMask;
    std::int64_t firstRow;             // at step 0 of the horizon, counted from the origin
    std::vector<std::size_t> targets;  // columns that are the target
    std::vector<bool> scaled;          // by column
  };

  void findTargets(Feed& feed, const std::string& name, const WindowInput& input, const Shape& shape) const;

  const WindowSource& source_;
  const PathOptions& options_;
  std::int64_t before_;
  std::vector<int> inputs_;
  std::vector<Feed> feeds_;
  std::vector<float*> gathered_, warm_;  // for each input: its place in a step, and in the steps before the horizon
};

}  // namespace gatecast
