// Small tables with missing values, and windows with an origin at every row.

#pragma once

#include <cmath>
#include <memory>

#include "tests/native/training_program.h"
#include "training/windows/windows.h"

namespace gatecast::test {

inline constexpr float missing = NAN;

inline std::shared_ptr<const Table> tableOf(const std::vector<std::vector<float>>& series) {
  TableColumn target;
  std::vector<std::int64_t> offsets{0};
  for (const auto& values : series) {
    target.values.insert(target.values.end(), values.begin(), values.end());
    offsets.push_back(std::ssize(target.values));
  }
  return std::make_shared<const Table>(TableColumns{{"y", std::move(target)}}, std::move(offsets), TableColumns{});
}

// The origins are all rows of all series, and the end of each series.
inline Windows windowsOf(std::shared_ptr<const Table> table, std::int64_t context, std::int64_t horizon) {
  Windows windows;
  for (std::int64_t s = 0; s < table->series(); s++) {
    windows.first.push_back(0);
    windows.count.push_back(static_cast<std::int32_t>(table->length(s)) + 1);
  }
  windows.table = std::move(table);
  windows.target.push_back('y');  // assigning a literal gives a false warning in GCC 12 (bug 105651)
  windows.context = context;
  windows.horizon = horizon;
  return windows;
}

inline WindowInput targetRows(std::int64_t from, std::int64_t to) {
  return {WindowInput::Kind::values, {"y"}, from, to, {true}, 0};
}

}  // namespace gatecast::test
