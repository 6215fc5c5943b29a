// Rounds floats to bf16 as the processor does.

#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

namespace gatecast::test {

// The nearest float with 8 significant bits; of two equally near ones, the even one.
inline float rounded(float x) {
  if (!std::isfinite(x)) return x;
  std::uint32_t bits = 0;
  std::memcpy(&bits, &x, sizeof bits);
  bits = (bits + 0x7fff + ((bits >> 16) & 1)) & 0xffff0000u;
  std::memcpy(&x, &bits, sizeof bits);
  return x;
}
inline void round(std::vector<float>& values) {
  for (float& value : values) value = rounded(value);
}

}  // namespace gatecast::test
