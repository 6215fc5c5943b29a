// What windows are to be cut out of a table: the twin of Windows in src/native/types.ts, which has the definitions.

#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "training/scaling.h"
#include "training/table.h"

namespace gatecast {

struct WindowInput {
  enum class Kind { values, mask, statics, location, scale, series };

  Kind kind = Kind::values;
  std::vector<std::string> columns;  // values and statics; the one column of a mask
  std::int64_t from = 0, to = 0;     // rows, counted from the origin
  std::vector<bool> scaled;          // by column
  double missing = 0;

  bool readsRows() const { return kind == Kind::values || kind == Kind::mask; }
};

struct Windows {
  std::shared_ptr<const Table> table;
  std::vector<std::int32_t> first, count;  // by series
  std::int64_t stride = 1;
  std::string target;
  std::int64_t context = 0, horizon = 0;
  bool needTarget = false;
  Scaling scaling = Scaling::none;
  std::map<std::string, WindowInput> inputs;
};

// Throws ERR_RANGE or ERR_DATA for what no Program could make right: arrays that are not one number per series, origins
// outside their series, a target that is not there, from at or after to.
void check(const Windows& windows);

}  // namespace gatecast
