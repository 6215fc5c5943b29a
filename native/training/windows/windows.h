// Describes the windows to read from a table. Has the form of Windows in src/addon/types/windows.ts, where the fields are
// explained.

#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "training/data/table.h"
#include "training/windows/scaling.h"

namespace gatecast {

struct WindowInput {
  enum class Kind { values, mask, statics, location, scale, constant, series };

  Kind kind = Kind::values;
  std::vector<std::string> columns;  // of values and statics; of a mask the only column
  std::int64_t from = 0, to = 0;     // rows, counted from the origin
  std::vector<bool> scaled;          // by column
  double missing = 0;                // of a constant: its value

  bool readsRows() const { return kind == Kind::values || kind == Kind::mask; }
};

struct Windows {
  std::shared_ptr<const Table> table;
  std::vector<std::int32_t> first, count;  // by series
  std::int64_t stride = 1;
  std::int64_t together = 1;
  std::string target;
  std::int64_t context = 0, horizon = 0;
  bool needTarget = false;
  Scaling scaling = Scaling::none;
  bool subtractLevel = false;
  std::map<std::string, WindowInput> inputs;
};

// Throws ERR_RANGE, ERR_TYPE or ERR_DATA for windows that no Program can use: `first` or `count` without one number per
// series, series that do not form groups of `together`, origins outside their series, an unknown target, or an input whose `from` is not below its `to`.
void check(const Windows& windows);

}  // namespace gatecast
