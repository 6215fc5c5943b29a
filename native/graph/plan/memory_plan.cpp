#include "graph/plan/memory_plan.h"

#include <algorithm>
#include <numeric>

#include "runtime/error.h"

namespace gatecast {

namespace {
constexpr std::int64_t line = 16;  // floats in a cache line: two buffers never share a line
// No machine has so much memory, and sums of a few sizes cannot overflow.
constexpr std::int64_t mostFloats = std::int64_t{1} << 60;
}  // namespace

int MemoryPlan::add(std::int64_t floats, int first, int last) {
  buffers_.push_back({(floats + line - 1) / line * line, first, last});
  return static_cast<int>(buffers_.size()) - 1;
}

void MemoryPlan::extend(int buffer, int moment) {
  Span& span = buffers_[static_cast<std::size_t>(buffer)];
  span.first = std::min(span.first, moment);
  span.last = std::max(span.last, moment);
}

void MemoryPlan::place() {
  std::vector<std::size_t> order(buffers_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [this](std::size_t a, std::size_t b) { return buffers_[a].floats > buffers_[b].floats; });
  std::vector<const Span*> placed;  // by offset
  for (const std::size_t i : order) {
    Span& span = buffers_[i];
    std::int64_t offset = 0;
    for (const Span* other : placed) {
      if (other->last < span.first || span.last < other->first) continue;
      if (other->offset >= offset + span.floats) break;
      offset = std::max(offset, other->offset + other->floats);
    }
    if (span.floats > mostFloats - offset) {
      fail(Code::memory, "Expected the values of a run to fit in memory, got more than 2^62 bytes. Use a smaller ",
           "batchSize or fewer time steps.");
    }
    span.offset = offset;
    floats_ = std::max(floats_, offset + span.floats);
    const auto after = std::upper_bound(placed.begin(), placed.end(), &span,
                                        [](const Span* a, const Span* b) { return a->offset < b->offset; });
    placed.insert(after, &span);
  }
}

}  // namespace gatecast
