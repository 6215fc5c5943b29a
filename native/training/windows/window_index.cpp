#include "training/windows/window_index.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace gatecast {

void Subset::close() {
  size_ = 0;
  before_.clear();
  for (std::size_t i = 0; i < words_.size(); i++) {
    if (i % wordsPerBlock == 0) before_.push_back(size_);
    size_ += std::popcount(words_[i]);
  }
}

std::int64_t Subset::operator[](std::int64_t k) const {
  const auto block =
      static_cast<std::size_t>(std::upper_bound(before_.begin(), before_.end(), k) - before_.begin()) - 1;
  k -= before_[block];
  std::size_t i = block * wordsPerBlock;
  for (; k >= std::popcount(words_[i]); i++) k -= std::popcount(words_[i]);
  std::uint64_t word = words_[i];
  for (; k > 0; k--) word &= word - 1;  // removes the lowest bit
  return static_cast<std::int64_t>(i * 64) + std::countr_zero(word);
}

std::int64_t Subset::bytes() const { return (std::ssize(words_) + std::ssize(before_)) * 8; }

WindowIndex::WindowIndex(const Windows& windows) : stride_(windows.stride), together_(windows.together) {
  check(windows);
  const auto groups = windows.count.size() / static_cast<std::size_t>(together_);
  before_.reserve(groups + 1);
  first_.reserve(groups);
  std::int64_t sum = 0;
  for (std::size_t s = 0; s < windows.count.size(); s += static_cast<std::size_t>(together_)) {
    before_.push_back(sum);
    first_.push_back(windows.first[s]);
    sum += windows.count[s];
  }
  before_.push_back(sum);
  size_ = sum;
  if (windows.needTarget) leaveOut(windows);
}

void WindowIndex::leaveOut(const Windows& windows) {
  const Table& table = *windows.table;
  const Numbers target = table.column(windows.target, "windows.target").numbers();
  // A sample stays if a series of it has values in its context and its horizon, and if every series of it has a value
  // before the origin, from which its scale is computed.
  Subset lacking(size_), useful(size_), kept(size_);
  for (std::int64_t s = 0; s < table.series(); s++) {
    const Numbers values = target.from(table.start(s));
    const auto group = static_cast<std::size_t>(s / together_);
    const std::int64_t length = table.length(s), end = before_[group + 1];
    std::int64_t number = before_[group], origin = first_[group];
    // `last` is the last row before the origin with a value, `next` the first one at or after it. Origins rise, so each
    // row is read at most twice.
    std::int64_t last = -1, row = 0, next = 0;
    for (; number < end; number++, origin += stride_) {
      for (; row < origin; row++) {
        if (!std::isnan(values[row])) last = row;
      }
      for (next = std::max(next, origin); next < length && std::isnan(values[next]);) next++;
      const bool inContext = last >= 0 && last >= origin - windows.context;
      const bool inHorizon = next < length && next < origin + windows.horizon;
      if (last < 0) lacking.add(number);
      if (inContext && inHorizon) useful.add(number);
    }
  }
  for (std::int64_t number = 0; number < size_; number++) {
    if (useful.has(number) && !lacking.has(number)) kept.add(number);
  }
  kept.close();
  if (kept.size() == size_) return;
  size_ = kept.size();
  kept_ = std::move(kept);
}

Origin WindowIndex::operator[](std::int64_t number) const {
  if (kept_.size() > 0) number = kept_[number];
  // Groups without windows have the same entry as the group after them. The last of equal entries has the window.
  const std::int64_t group = std::upper_bound(before_.begin(), before_.end(), number) - before_.begin() - 1;
  const auto i = static_cast<std::size_t>(group);
  return {group * together_, first_[i] + (number - before_[i]) * stride_};
}

std::int64_t WindowIndex::bytes() const { return std::ssize(before_) * 8 + std::ssize(first_) * 4 + kept_.bytes(); }

}  // namespace gatecast
