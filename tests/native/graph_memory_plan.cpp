#include <vector>

#include "graph/plan/memory_plan.h"
#include "runtime/random.h"
#include "tests/native/check.h"

using gatecast::MemoryPlan;

TEST(memory_plan_gives_buffers_that_live_at_different_times_the_same_memory) {
  MemoryPlan plan;
  const int a = plan.add(100, 0, 1), b = plan.add(100, 2, 3);
  plan.place();
  CHECK(plan.offset(a) == plan.offset(b));
  CHECK(plan.floats() == 112);  // rounded up to cache lines
}

TEST(memory_plan_never_lets_buffers_overlap_while_both_live) {
  const gatecast::Random random(1, 1);
  std::uint64_t position = 0;
  for (int round = 0; round < 50; round++) {
    struct Span {
      std::int64_t floats;
      int first, last, buffer;
    };
    MemoryPlan plan;
    std::vector<Span> spans;
    for (int i = 0; i < 60; i++) {
      const auto draw = [&](std::uint64_t bound) { return static_cast<int>(random.below(bound, position++)); };
      Span span{draw(1000), draw(40), 0, 0};
      span.last = span.first + draw(10);
      span.buffer = plan.add(span.floats, span.first, span.last);
      spans.push_back(span);
    }
    plan.place();
    for (const Span& x : spans) {
      CHECK(plan.offset(x.buffer) + x.floats <= plan.floats());
      for (const Span& y : spans) {
        const bool together = x.first <= y.last && y.first <= x.last;
        const bool overlap = plan.offset(x.buffer) < plan.offset(y.buffer) + y.floats &&
                             plan.offset(y.buffer) < plan.offset(x.buffer) + x.floats;
        CHECK(x.buffer == y.buffer || !together || !overlap || x.floats == 0 || y.floats == 0);
      }
    }
  }
}
