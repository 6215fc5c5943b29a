// Finds the series and the origin of a window from its number. Windows are not stored: the index needs a few bytes per
// series, and one bit per window if some windows are left out.

#pragma once

#include <cstdint>
#include <vector>

#include "training/windows/windows.h"

namespace gatecast {

// A set of numbers of [0, count), in rising order.
class Subset {
 public:
  Subset() = default;
  explicit Subset(std::int64_t count) : words_(static_cast<std::size_t>((count + 63) / 64)) {}

  void add(std::int64_t number) { words_[static_cast<std::size_t>(number / 64)] |= std::uint64_t{1} << (number % 64); }
  bool has(std::int64_t number) const {
    return (words_[static_cast<std::size_t>(number / 64)] >> (number % 64) & 1) != 0;
  }
  // Must be called after the last add.
  void close();

  std::int64_t size() const { return size_; }
  // The k-th number of the set, k < size().
  std::int64_t operator[](std::int64_t k) const;
  std::int64_t bytes() const;

 private:
  static constexpr std::size_t wordsPerBlock = 8;

  std::vector<std::uint64_t> words_;  // one bit per number
  std::vector<std::int64_t> before_;  // how many numbers of the set come before each block
  std::int64_t size_ = 0;
};

struct Origin {
  std::int64_t series;  // the first series of the sample, if a sample holds several
  std::int64_t row;     // within the series
};

class WindowIndex {
 public:
  // Throws the errors of check(windows).
  explicit WindowIndex(const Windows& windows);

  std::int64_t size() const { return size_; }
  Origin operator[](std::int64_t number) const;
  std::int64_t bytes() const;

 private:
  void leaveOut(const Windows& windows);

  // By group of `together_` series, which is one series as a rule.
  std::vector<std::int64_t> before_;  // how many windows come before each group; at the end the number of all windows
  std::vector<std::int32_t> first_;
  std::int64_t stride_, together_;
  std::int64_t size_;
  Subset kept_;  // the windows that are not left out; empty if that is all of them
};

}  // namespace gatecast
