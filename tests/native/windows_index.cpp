#include "tests/native/check.h"
#include "tests/native/windows_data.h"
#include "training/windows/window_index.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

// Series of 0 to 9 rows. gaps: the share of missing values.
std::shared_ptr<const Table> randomTable(std::uint64_t seed, float gaps) {
  const Random random(seed, 0);
  std::uint64_t position = 0;
  std::vector<std::vector<float>> series(40);
  for (auto& values : series) {
    values.resize(static_cast<std::size_t>(random.below(10, 100000 + position++)));
    for (float& value : values) value = random.uniform(position++) < gaps ? missing : 1;
  }
  return tableOf(series);
}

bool anyPresent(const Table& table, std::int64_t series, std::int64_t from, std::int64_t to) {
  bool any = false;
  for (std::int64_t row = std::max<std::int64_t>(from, 0); row < std::min(to, table.length(series)); row++) {
    const std::int64_t i = table.start(series) + row;
    any = any || !std::isnan(table.column("y", "the test").values[static_cast<std::size_t>(i)]);
  }
  return any;
}

Code codeOf(const Windows& windows) {
  try {
    const WindowIndex index(windows);
  } catch (const Error& error) {
    return error.code();
  }
  CHECK(false, "Expected an error, got none");
  return Code::program;
}

}  // namespace

TEST(windows_are_numbered_series_after_series_and_empty_ones_are_left_out) {
  for (const bool needTarget : {false, true}) {
    for (const float gaps : {0.0f, 0.6f, 0.97f}) {
      for (std::uint64_t seed = 0; seed < 20; seed++) {
        Windows windows = windowsOf(randomTable(seed, gaps), 3, 2);
        windows.needTarget = needTarget;
        windows.stride = static_cast<std::int64_t>(1 + seed % 3);
        const Table& table = *windows.table;
        std::vector<Origin> expected;
        for (std::int64_t s = 0; s < table.series(); s++) {
          const auto i = static_cast<std::size_t>(s);
          windows.first[i] = static_cast<std::int32_t>(std::min<std::int64_t>(table.length(s), s % 3));
          windows.count[i] =
              s % 7 == 0 ? 0 : static_cast<std::int32_t>((table.length(s) - windows.first[i]) / windows.stride + 1);
          for (std::int64_t k = 0; k < windows.count[i]; k++) {
            const std::int64_t row = windows.first[i] + k * windows.stride;
            const bool kept = anyPresent(table, s, row - 3, row) && anyPresent(table, s, row, row + 2);
            if (kept || !needTarget) expected.push_back({s, row});
          }
        }
        const WindowIndex index(windows);
        CHECK(index.size() == std::ssize(expected), index.size(), " of ", expected.size());
        for (std::int64_t i = 0; i < index.size(); i++) {
          const Origin at = index[i], wanted = expected[static_cast<std::size_t>(i)];
          CHECK(at.series == wanted.series && at.row == wanted.row, i, ": ", at.series, ' ', at.row);
        }
      }
    }
  }
}

TEST(a_subset_finds_its_numbers_over_many_blocks) {
  Subset subset(5000);
  std::vector<std::int64_t> expected;
  const Random random(2, 0);
  for (std::int64_t i = 0; i < 5000; i++) {
    // A dense, an empty and a sparse part.
    const float share = i < 1500 ? 1.0f : i < 3500 ? 0.0f : 0.05f;
    if (random.uniform(static_cast<std::uint64_t>(i)) >= share) continue;
    subset.add(i);
    expected.push_back(i);
  }
  subset.close();
  CHECK(subset.size() == std::ssize(expected));
  for (std::int64_t k = 0; k < subset.size(); k++) CHECK(subset[k] == expected[static_cast<std::size_t>(k)], k);
}

TEST(the_memory_of_windows_is_a_few_bytes_per_series_and_a_bit_per_window) {
  std::vector<float> values(100000, 1.0f);
  CHECK(WindowIndex(windowsOf(tableOf({values}), 3, 2)).bytes() < 100);
  std::fill_n(values.begin(), 50, missing);
  Windows windows = windowsOf(tableOf({values}), 3, 2);
  windows.needTarget = true;
  const std::int64_t bytes = WindowIndex(windows).bytes();
  CHECK(bytes > 12500 && bytes < 15000, bytes);
}

TEST(windows_that_cannot_be_are_refused) {
  const auto refused = [](auto change) {
    Windows windows = windowsOf(tableOf({{1, 2, 3}, {4}}), 2, 1);
    change(windows);
    return codeOf(windows);
  };
  CHECK(refused([](auto& w) { w.first = {0}; }) == Code::data);
  CHECK(refused([](auto& w) { w.count = {1, 1, 1}; }) == Code::data);
  CHECK(refused([](auto& w) { w.first = {-1, 0}; }) == Code::range);
  CHECK(refused([](auto& w) { w.count = {5, 1}; }) == Code::range);
  CHECK(refused([](auto& w) { w.count = {-1, 1}; }) == Code::range);
  CHECK(refused([](auto& w) { w.stride = 0; }) == Code::range);
  CHECK(refused([](auto& w) { w.context = 0; }) == Code::range);
  CHECK(refused([](auto& w) { w.horizon = 0; }) == Code::range);
  CHECK(refused([](auto& w) { w.target.push_back('z'); }) == Code::data);
  CHECK(refused([](auto& w) { w.inputs["x"] = targetRows(1, 1); }) == Code::range);
  CHECK(refused([](auto& w) { w.inputs["x"] = targetRows(-(std::int64_t{1} << 60), 1); }) == Code::range);
  CHECK(refused([](auto& w) {
          w.inputs["x"] = targetRows(-2, 0);
          w.inputs["x"].scaled = {};
        }) == Code::data);
}

TEST(a_sample_of_several_series_stays_if_all_have_begun_and_one_has_values_on_both_sides) {
  const auto table = tableOf({{1, missing, missing, 1, 1},
                              {missing, 1, 1, 1, missing},  // a group
                              {1, 1, 1, 1, 1},
                              {missing, missing, missing, missing, missing}});
  Windows windows = windowsOf(table, 2, 1);
  windows.together = 2;
  CHECK(WindowIndex(windows).size() == 12, WindowIndex(windows).size());
  windows.needTarget = true;
  const WindowIndex index(windows);
  // Origin 1: the second series has not begun. Origins 2 to 4: the second series has values in its context, and at 4 the
  // first one has both. Origin 5 is the end. The other group has a series without a value.
  CHECK(index.size() == 3, index.size());
  for (std::int64_t i = 0; i < index.size(); i++) CHECK(index[i].series == 0 && index[i].row == i + 2, index[i].row);
}

TEST(series_of_a_sample_need_the_same_origins) {
  Windows windows = windowsOf(tableOf({{1, 1}, {1, 1}, {1, 1, 1}}), 1, 1);
  windows.together = 2;
  CHECK(codeOf(windows) == Code::range);  // three series
  windows = windowsOf(tableOf({{1, 1}, {1, 1, 1}}), 1, 1);
  windows.together = 2;
  CHECK(codeOf(windows) == Code::data);
  windows.count[1] = windows.count[0];
  CHECK(WindowIndex(windows).size() == 3, WindowIndex(windows).size());
}
