// Lengths of the rows of a batch, an int32 input of its own.

#pragma once

#include "graph/op.h"

namespace gatecast {

inline void checkLengthsShape(const Inputs& in, int input, const Dim& batch) {
  if (!in.has(input)) return;
  in.checkType(input, Type::int32, "lengths");
  expect(in.shape(input) == Shape{batch}, "lengths of shape ", Shape{batch}, ", one for each row of the batch, got ",
         in.shape(input));
}

// ERR_RANGE unless every length is from 0 to `most`. Null lengths are fine.
inline void checkLengths(const std::int32_t* lengths, std::int64_t batch, std::int64_t most) {
  if (lengths == nullptr) return;
  for (std::int64_t b = 0; b < batch; b++) {
    if (lengths[b] < 0 || lengths[b] > most) {
      fail(Code::range, "Expected lengths from 0 to ", most, ", got ", lengths[b], " in row ", b, " of the batch");
    }
  }
}

}  // namespace gatecast
