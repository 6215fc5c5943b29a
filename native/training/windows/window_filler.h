// Fills one input of a Program from the table, for one window at a time.

#pragma once

#include <string>
#include <vector>

#include "graph/shape.h"
#include "training/data/source.h"
#include "training/windows/window_index.h"
#include "training/windows/windows.h"

namespace gatecast {

class WindowFiller {
 public:
  WindowFiller() = default;
  // together: the number of series in a sample. Throws ERR_DATA, ERR_SHAPE, ERR_TYPE or ERR_RANGE, with the input's name,
  // if `input` does not fit the spec of the Program's input. The table must outlive the filler.
  WindowFiller(const std::string& name, const WindowInput& input, const Spec& spec, const Table& table,
               std::int64_t together);

  // The time steps of a whole window, or 0 if the input has no time dimension.
  std::int64_t timeSteps() const { return perStep_ == 0 ? 0 : rows_ / perStep_; }
  // Floats that the selected time steps of one series of a window have.
  std::int64_t floatsOf(const Selection& selection) const { return rowsOf(selection) * std::ssize(parts_); }
  // Writes the selected time steps of one series of a window to `slot`.
  void fill(Origin origin, Scale scale, const Selection& selection, float* slot) const;

 private:
  struct Part {  // a column
    Numbers values;
    bool unread;  // every row counts as present
    bool scaled;
  };

  void addColumns(const std::string& what, const WindowInput& input);
  void setMissing(const std::string& what, const WindowInput& input);
  void fit(const std::string& what, const Shape& shape, std::int64_t together);
  void fillRows(Origin origin, Scale scale, const Selection& selection, float* slot) const;
  std::int64_t rowsOf(const Selection& s) const { return perStep_ == 0 ? rows_ : perStep_ * (s.to - s.from); }

  const Table* table_ = nullptr;
  WindowInput::Kind kind_ = WindowInput::Kind::values;
  Type type_ = Type::float32;
  std::vector<Part> parts_;
  std::int64_t from_ = 0;     // first row, counted from the origin
  std::int64_t rows_ = 1;     // rows of a whole window
  std::int64_t perStep_ = 0;  // rows for each time step; 0: always all rows
  float missing_ = 0;         // in place of a missing value; an int32 as its bits
};

}  // namespace gatecast
