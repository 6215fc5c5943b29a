#include <atomic>
#include <limits>
#include <thread>
#include <vector>

#include "runtime/error.h"
#include "runtime/threads/background.h"
#include "runtime/threads/denormals.h"
#include "runtime/threads/team.h"
#include "tests/native/check.h"

using gatecast::Team;

TEST(team_runs_every_task_once_for_any_number_of_threads) {
  for (const int threads : {1, 2, 3, 8}) {
    Team team(threads);
    for (int round = 0; round < 200; round++) {
      const int count = round % 37;
      std::vector<std::atomic<int>> done(static_cast<std::size_t>(count));
      team.run(count, [&](std::int64_t i, int thread) {
        CHECK(thread >= 0 && thread < threads);
        done[static_cast<std::size_t>(i)]++;
      });
      for (const auto& times : done) CHECK(times == 1);
    }
  }
}

TEST(team_throws_the_error_of_a_task_and_works_on_afterwards) {
  Team team(2);
  bool caught = false;
  try {
    team.run(100, [](std::int64_t i, int) {
      if (i == 5) gatecast::fail(gatecast::Code::range, "five");
    });
  } catch (const gatecast::Error& error) {
    caught = error.code() == gatecast::Code::range;
  }
  CHECK(caught);
  std::atomic<int> done{0};
  team.run(10, [&](std::int64_t, int) { done++; });
  CHECK(done == 10);
}

TEST(team_starts_no_task_once_it_is_cancelled) {
  for (const int threads : {1, 2}) {
    gatecast::Cancel cancel;
    Team team(threads, &cancel);
    std::atomic<int> done{0};
    bool caught = false;
    try {
      team.run(1000, [&](std::int64_t, int) {
        if (++done == 10) cancel.cancel();
      });
    } catch (const gatecast::Error& error) {
      caught = error.code() == gatecast::Code::aborted;
    }
    CHECK(caught);
    CHECK(done >= 10 && done < 10 + threads);
  }
}

TEST(denormals_are_flushed_in_the_background_and_not_on_the_calling_thread) {
  const auto half = [] {
    volatile float tiny = std::numeric_limits<float>::min();
    tiny = tiny * 0.5f;
    return tiny;
  };
  CHECK(half() > 0);
  {
    const gatecast::FlushDenormals flush;
    CHECK(half() == 0);
  }
  CHECK(half() > 0);
  std::atomic<int> flushed{-1};
  gatecast::runInBackground([&] { flushed = half() == 0; });
  while (flushed < 0) std::this_thread::yield();
  CHECK(flushed == 1);
}
