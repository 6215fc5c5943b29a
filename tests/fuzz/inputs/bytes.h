// Turns the bytes of a fuzzed input into numbers, texts and choices. After the last byte everything is 0, so that any
// input is a valid one and short inputs stay simple. So a 0 must choose what is accepted, and large bytes what is not.

#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

namespace gatecast::fuzz {

class Bytes {
 public:
  explicit Bytes(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  bool empty() const { return next_ == bytes_.size(); }
  std::uint8_t byte() { return empty() ? 0 : bytes_[next_++]; }
  bool flag() { return (byte() & 1) != 0; }
  // From low to high, both included; at most 256 values.
  int small(int low, int high) { return low + byte() % (high - low + 1); }

  std::uint64_t word() {
    std::uint64_t word = 0;
    for (int i = 0; i < 8; i++) word = word << 8 | byte();
    return word;
  }
  // Mostly small, at times any number, so that sums and products overflow if nobody checks.
  std::int64_t whole() {
    const std::uint8_t kind = byte();
    if (kind < 200) return kind % 20 - 2;
    if (kind < 230) return small(-128, 127);
    if (kind < 250) return std::int64_t{1} << (byte() % 63);
    return static_cast<std::int64_t>(word());
  }
  double number() {
    static constexpr double special[] = {0,
                                         -0.0,
                                         1,
                                         -1,
                                         0.5,
                                         1e-5,
                                         3,
                                         1e10,
                                         -1e10,
                                         1e30,
                                         -1e30,
                                         1e-40,
                                         1e300,
                                         0x1p31,
                                         0x1p53,
                                         -0x1p31,
                                         1e39,
                                         __builtin_nan(""),
                                         __builtin_inf(),
                                         -__builtin_inf()};
    const std::uint8_t kind = byte();
    if (kind < std::size(special)) return special[kind];
    if (kind < 240) return (kind - 120) / 16.0;
    const std::uint64_t bits = word();
    double any = 0;
    std::memcpy(&any, &bits, sizeof any);
    return any;
  }
  // Ordinary numbers, for long passes whose results should stay finite.
  float moderate() { return static_cast<float>(small(-100, 100)) / 50; }

  template <typename T>
  const T& one(const std::vector<T>& of) {
    return of[byte() % of.size()];
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t next_ = 0;
};

}  // namespace gatecast::fuzz
