#include "training/windows/windows.h"

namespace gatecast {
namespace {

// Longer than any series, and small enough that sums of row numbers do not overflow.
constexpr std::int64_t mostRows = std::int64_t{1} << 32;

void checkPerSeries(const Windows& windows, const std::vector<std::int32_t>& numbers, const char* name) {
  if (std::ssize(numbers) != windows.table->series()) {
    fail(Code::data, "Expected windows.", name, " to hold one number for each of the table's ", windows.table->series(),
         " series, got ", numbers.size());
  }
}

void checkGroups(const Windows& windows) {
  const std::int64_t together = windows.together, series = windows.table->series();
  if (together < 1 || series % together != 0) {
    fail(Code::range, "Expected windows.together to divide the number of series, ", series, ", got ", together);
  }
  for (std::int64_t s = 0; s < series; s++) {
    const auto i = static_cast<std::size_t>(s), lead = static_cast<std::size_t>(s - s % together);
    if (windows.first[i] == windows.first[lead] && windows.count[i] == windows.count[lead]) continue;
    fail(Code::data, "Expected the same origins for the ", together, " series of a sample, got others for series ", s,
         " than for series ", lead);
  }
}

void checkOrigins(const Windows& windows) {
  checkPerSeries(windows, windows.first, "first");
  checkPerSeries(windows, windows.count, "count");
  if (windows.stride < 1) fail(Code::range, "Expected windows.stride of 1 or more, got ", windows.stride);
  checkGroups(windows);
  for (std::int64_t s = 0; s < windows.table->series(); s++) {
    const std::int64_t first = windows.first[static_cast<std::size_t>(s)];
    const std::int64_t count = windows.count[static_cast<std::size_t>(s)], length = windows.table->length(s);
    if (count < 0) fail(Code::range, "Expected windows.count of 0 or more, got ", count, " for series ", s);
    if (count == 0) continue;
    // stride < 2^31 and count < 2^31: no overflow.
    const std::int64_t last = first + (count - 1) * windows.stride;
    if (first < 0 || last > length) {
      fail(Code::range, "Expected origins from 0 to ", length, ", the length of series ", s, ", got ",
           first < 0 ? first : last);
    }
  }
}

void checkInput(const std::string& name, const WindowInput& input) {
  const auto what = [&] { return "windows.inputs \"" + name + '"'; };
  if (input.readsRows()) {
    if (input.from < -mostRows || input.to > mostRows) {
      fail(Code::range, "Expected ", what(), " to read rows from ", -mostRows, " to ", mostRows, ", got ", input.from,
           " to ", input.to);
    }
    if (input.from >= input.to) {
      fail(Code::range, "Expected ", what(), " to read rows with from below to, got from ", input.from, ", to ",
           input.to);
    }
  }
  const bool namesColumns = input.readsRows() || input.kind == WindowInput::Kind::statics;
  if (namesColumns && input.columns.empty()) fail(Code::data, "Expected ", what(), " to name a column, got none");
  if (input.kind == WindowInput::Kind::values && input.scaled.size() != input.columns.size()) {
    fail(Code::data, "Expected ", what(), " to have one value of scaled for each of its ", input.columns.size(),
         " columns, got ", input.scaled.size(), " values");
  }
}

}  // namespace

void check(const Windows& windows) {
  checkOrigins(windows);
  if (windows.context < 1 || windows.context > mostRows) {
    fail(Code::range, "Expected windows.context from 1 to ", mostRows, ", got ", windows.context);
  }
  if (windows.horizon < 1 || windows.horizon > mostRows) {
    fail(Code::range, "Expected windows.horizon from 1 to ", mostRows, ", got ", windows.horizon);
  }
  if (windows.table->column(windows.target, "windows.target").type != Type::float32) {
    fail(Code::type, "Expected windows.target to be a float column, got \"", windows.target, "\" of type int32");
  }
  for (const auto& [name, input] : windows.inputs) checkInput(name, input);
}

}  // namespace gatecast
