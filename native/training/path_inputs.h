// What the Program reads while paths are drawn: what the windows give, and in place of the target's future what was drawn.

#pragma once

#include <vector>

#include "graph/executor.h"
#include "training/paths.h"
#include "training/window_source.h"

namespace gatecast {

class PathInputs {
 public:
  // before: time steps that come before the horizon. Rows of the stepper's batch are the paths of the first window, then
  // those of the next. warmer: null if before is 0. All must outlive it. Throws ERR_RANGE for an input that reads the
  // target in rows that are not drawn yet.
  PathInputs(const Program& program, const std::vector<int>& wanted, const WindowSource& source,
             const PathOptions& options, std::int64_t before, std::int64_t mostWindows, Executor& stepper,
             Executor* warmer);

  // All steps before the horizon, a row for each of these samples.
  void fillWarmer(const std::vector<std::int64_t>& samples, Team& team);
  // One step of the horizon, a row for each path. drawn [samples * paths, horizon]: the steps so far; scales by sample.
  void fillStepper(const std::vector<std::int64_t>& samples, const std::vector<Scale>& scales, std::int64_t step,
                   const float* drawn, Team& team);

 private:
  // An input: gathered once for each window, then copied to its paths.
  struct Feed {
    std::int64_t floats;  // for one window and step
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
  std::vector<float*> gathered_, warm_;  // by input: where it is gathered for a step, and where for the steps before
};

}  // namespace gatecast
