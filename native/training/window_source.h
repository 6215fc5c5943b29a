// Cuts windows out of a table, a batch at a time.

#pragma once

#include <vector>

#include "graph/program.h"
#include "training/source.h"
#include "training/window_index.h"

namespace gatecast {

class WindowSource final : public Source {
 public:
  // Throws what check(windows) throws, ERR_DATA when no window is left, and ERR_DATA, ERR_SHAPE or ERR_TYPE with the
  // input's name when what it is filled with does not fit the Program. The Program must outlive it.
  WindowSource(const Program& program, const std::vector<int>& wanted, Windows windows);

  std::int64_t samples() const override { return index_.size(); }
  std::int64_t timeSteps() const override { return time_; }
  void gather(const Selection& selection, std::span<const int> inputs, std::span<float* const> slots,
              Team& team) const override;
  std::int64_t bytes() const override { return index_.bytes(); }

  const Windows& windows() const { return windows_; }
  Origin origin(std::int64_t sample) const { return index_[sample]; }
  Scale scale(Origin origin) const;

 private:
  // How one input is filled.
  struct Filler {
    struct Part {
      const float* values;
      bool scaled;
    };
    WindowInput::Kind kind;
    Type type;
    std::vector<Part> parts;   // columns
    std::int64_t from = 0;     // first row, counted from the origin
    std::int64_t rows = 1;     // of the whole window
    std::int64_t perStep = 0;  // rows for each time step; 0: all rows, whatever the time
    float missing = 0;         // an int32 by its bits

    std::int64_t rowsOf(const Selection& s) const { return perStep == 0 ? rows : perStep * (s.to - s.from); }
    std::int64_t floatsOf(const Selection& s) const { return rowsOf(s) * std::ssize(parts); }
  };

  Filler fillerOf(const Program::Source& source, const WindowInput& input, const Spec& spec) const;
  void addColumns(Filler& filler, const std::string& what, const WindowInput& input) const;
  void fit(Filler& filler, const std::string& what, const Shape& shape);
  void fill(const Filler& filler, Origin origin, Scale scale, const Selection& selection, float* slot) const;

  Windows windows_;
  WindowIndex index_;
  const float* target_;
  std::vector<Filler> fillers_;  // by input
  std::int64_t time_ = 1;
  std::string timeOf_;  // the input that told, for messages
};

}  // namespace gatecast
