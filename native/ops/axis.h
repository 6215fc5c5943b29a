// Tensors seen around one axis, and which axis is time.

#pragma once

#include "graph/op.h"

namespace gatecast {

// Row-major [outer, size, inner] with the axis in the middle.
struct Around {
  std::int64_t outer;
  std::int64_t size;
  std::int64_t inner;
};

// The attribute "axes": whole numbers that may count from the end.
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

// An axis that the shape rule has accepted, counted from the front.
inline int fromFront(std::int64_t axis, int rank) { return static_cast<int>(axis < 0 ? axis + rank : axis); }

inline Around around(const Extents& x, std::int64_t axis) {
  const int i = fromFront(axis, x.rank());
  return {x.product(0, i), x[i], x.product(i + 1, x.rank())};
}

// Time is the second dimension, by its symbol or by place in [batch, time, features]; and any other dimension that
// carries its symbol.
inline bool isTime(const Shape& x, int axis) { return x[axis].symbol == Symbol::time || (axis == 1 && x.rank() >= 3); }

// For ops that mix what lies along one axis.
inline Streaming streamingAlong(const Shape& x, std::int64_t axis) {
  return isTime(x, x.axis(axis)) ? Streaming::no : Streaming::eachStep;
}

}  // namespace gatecast
