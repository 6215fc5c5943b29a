#include "training/paths/path_inputs.h"

#include <algorithm>

#include "runtime/threads/parallel_for.h"

namespace gatecast {

PathInputs::PathInputs(const Program& program, const std::vector<int>& wanted, const WindowSource& source,
                       const PathOptions& options, std::int64_t before, std::int64_t mostWindows, Executor& stepper,
                       Executor* warmer)
    : source_(source), options_(options), before_(before), inputs_(program.neededInputs(wanted)) {
  for (const int number : inputs_) {
    const Program::Source& of = program.inputs()[static_cast<std::size_t>(number)];
    const WindowInput& input = source.windows().inputs.at(of.name);
    const Shape& shape = program.values()[static_cast<std::size_t>(of.value)].shape;
    Feed feed{};
    feed.floats = shape.at({1, 1}).count();
    feed.slot = stepper.input(of.value);
    feed.isMask = input.kind == WindowInput::Kind::mask;
    feed.firstRow = input.from + before;
    feed.scaled = input.scaled;
    findTargets(feed, of.name, input, shape);
    feed.gathered.resize(static_cast<std::size_t>(mostWindows * feed.floats));
    gathered_.push_back(feed.gathered.data());
    if (warmer != nullptr) warm_.push_back(warmer->input(of.value));
    feeds_.push_back(std::move(feed));
  }
}

void PathInputs::findTargets(Feed& feed, const std::string& name, const WindowInput& input, const Shape& shape) const {
  if (!input.readsRows()) return;
  for (std::size_t c = 0; c < input.columns.size(); c++) {
    if (input.columns[c] == source_.windows().target) feed.targets.push_back(c);
  }
  if (feed.targets.empty()) return;
  const bool steps = shape[1] == Dim{1, Symbol::time};
  const std::int64_t most = steps ? options_.horizon - 1 : 0;
  if (input.to > most || (shape.has(Symbol::time) && !steps)) {
    fail(Code::range, "Expected input \"", name,
         "\" to read the target in rows before the step that is drawn, with one row for each time step and `to` of at "
         "most ",
         most, ", got shape ", shape, " and `to` of ", input.to);
  }
  if (!steps) feed.targets.clear();  // all rows lie before the origin
}

void PathInputs::fillWarmer(const std::vector<std::int64_t>& samples, Team& team) {
  source_.gather({samples.data(), std::ssize(samples), 0, before_}, inputs_, warm_, team);
}

void PathInputs::fillStepper(const std::vector<std::int64_t>& samples, const std::vector<Scale>& scales,
                             std::int64_t step, const double* drawn, Team& team) {
  source_.gather({samples.data(), std::ssize(samples), before_ + step, before_ + step + 1}, inputs_, gathered_, team);
  const std::int64_t rows = std::ssize(samples) * options_.paths;
  for (const Feed& feed : feeds_) {
    const std::int64_t row = feed.firstRow + step;  // the row that the input reads, counted from the origin
    const auto copy = [&](std::int64_t from, std::int64_t to, int) {
      for (std::int64_t r = from; r < to; r++) {
        const std::int64_t window = r / options_.paths;
        float* const slot = feed.slot + r * feed.floats;
        std::copy_n(feed.gathered.data() + window * feed.floats, feed.floats, slot);
        if (row < 0 || feed.targets.empty()) continue;
        const double value = drawn[r * options_.horizon + row];
        const Scale scale = scales[static_cast<std::size_t>(window)];
        for (const std::size_t c : feed.targets)
          slot[c] = feed.isMask ? 1 : feed.scaled[c] ? scale.scaled(value) : static_cast<float>(value);
      }
    };
    parallelFor(team, rows, std::max<std::int64_t>(1, 4096 / feed.floats), copy);
  }
}

}  // namespace gatecast
