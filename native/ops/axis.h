// The layout of a tensor around one axis, and the test which axis is time.

#pragma once

#include "graph/op.h"

namespace gatecast {

// A row-major tensor as [outer, size, inner], with the axis in the middle.
struct Around {
  std::int64_t outer;
  std::int64_t size;
  std::int64_t inner;
};

// Reads the attribute "axes": whole numbers; negative ones count from the end.
inline std::vector<std::int64_t> axesOf(const Attributes& attributes) {
  std::vector<std::int64_t> axes;
  for (const double axis : attributes.numbers("axes")) {
    const bool inRange = axis >= -Extents::maxRank && axis < Extents::maxRank;
    if (!inRange || axis != static_cast<int>(axis)) {
      fail(Code::range, "Expected axes to be whole numbers from ", -Extents::maxRank, " to ", Extents::maxRank - 1,
           ", got ", axis);
    }
    axes.push_back(static_cast<std::int64_t>(axis));
  }
  return axes;
}

// The axes as text for error messages, for example "0, 1".
inline std::string textOf(const std::vector<std::int64_t>& axes) {
  std::string list;
  for (const std::int64_t axis : axes) list += text(list.empty() ? "" : ", ", axis);
  return list;
}

// Counts an axis from the front. The shape rule must have accepted it.
inline int fromFront(std::int64_t axis, int rank) { return static_cast<int>(axis < 0 ? axis + rank : axis); }

inline Around around(const Extents& x, std::int64_t axis) {
  const int i = fromFront(axis, x.rank());
  return {x.product(0, i), x[i], x.product(i + 1, x.rank())};
}

// Time is every dimension with the symbol `time`, and the second of three or more dimensions ([batch, time, features]).
inline bool isTime(const Shape& x, int axis) { return x[axis].symbol == Symbol::time || (axis == 1 && x.rank() >= 3); }

// The streaming of ops that combine the elements along one axis: along time, they need all time steps at once.
inline Streaming streamingAlong(const Shape& x, std::int64_t axis) {
  return isTime(x, x.axis(axis)) ? Streaming::no : Streaming::eachStep;
}

}  // namespace gatecast
