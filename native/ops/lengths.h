// The optional int32 input `lengths`: the number of valid time steps of each row of the batch.

#pragma once

#include "graph/op.h"

namespace gatecast {

inline void checkLengthsShape(const Inputs& in, int input, const Dim& batch) {
  if (!in.has(input)) return;
  in.checkType(input, Type::int32, "lengths");
  expect(in.shape(input) == Shape{batch}, "lengths of shape ", Shape{batch}, ", one for each row of the batch, got ",
         in.shape(input));
}

// Throws ERR_RANGE unless every length is from 0 to `steps`, the number of time steps. An absent input (null) passes.
inline void checkLengths(const std::int32_t* lengths, std::int64_t batch, std::int64_t steps) {
  if (lengths == nullptr) return;
  for (std::int64_t b = 0; b < batch; b++) {
    if (lengths[b] < 0 || lengths[b] > steps) {
      fail(Code::range, "Expected lengths from 0 to ", steps, ", the number of time steps, got ", lengths[b],
           " in row ", b, " of the batch");
    }
  }
}

}  // namespace gatecast
