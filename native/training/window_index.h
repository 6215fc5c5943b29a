// From the number of a window to its series and origin. Memory is a few bytes per series, and one bit per window where
// some are left out: the windows themselves are nowhere.

#pragma once

#include <cstdint>
#include <vector>

#include "training/windows.h"

namespace gatecast {

// Some of the numbers [0, count), in rising order.
class Subset {
 public:
  Subset() = default;
  explicit Subset(std::int64_t count) : words_(static_cast<std::size_t>((count + 63) / 64)) {}

  void add(std::int64_t number) { words_[static_cast<std::size_t>(number / 64)] |= std::uint64_t{1} << (number % 64); }
  // After the last add.
  void close();

  std::int64_t size() const { return size_; }
  // The k-th number in it, k < size().
  std::int64_t operator[](std::int64_t k) const;
  std::int64_t bytes() const;

 private:
  static constexpr std::size_t wordsPerBlock = 8;

  std::vector<std::uint64_t> words_;  // a bit per number
  std::vector<std::int64_t> before_;  // numbers in it before each block
  std::int64_t size_ = 0;
};

struct Origin {
  std::int64_t series;
  std::int64_t row;  // within the series
};

class WindowIndex {
 public:
  // Throws what check(windows) throws.
  explicit WindowIndex(const Windows& windows);

  std::int64_t size() const { return size_; }
  Origin operator[](std::int64_t number) const;
  std::int64_t bytes() const;

 private:
  void leaveOut(const Windows& windows);

  std::vector<std::int64_t> before_;  // windows before each series, and all of them
  std::vector<std::int32_t> first_;
  std::int64_t stride_;
  std::int64_t size_;
  Subset kept_;  // empty when all are
};

}  // namespace gatecast
