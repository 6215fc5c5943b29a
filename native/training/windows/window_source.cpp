#include "training/windows/window_source.h"

#include <algorithm>

#include "runtime/threads/parallel_for.h"
#include "training/data/listed.h"

namespace gatecast {

WindowSource::WindowSource(const Program& program, const std::vector<int>& wanted, Windows windows)
    : windows_(std::move(windows)),
      index_(windows_),
      target_(windows_.table->column(windows_.target, "windows.target").numbers()),
      fillers_(program.inputs().size()) {
  if (index_.size() == 0) {
    fail(Code::data, "Expected at least one window",
         windows_.needTarget ? " with a value of the target in its context and in its horizon" : "",
         ", got none with context ", windows_.context, " and horizon ", windows_.horizon);
  }
  for (const auto& [name, input] : windows_.inputs) {
    const Program::Source* source = program.findInput(name);
    if (source == nullptr) {
      fail(Code::data, "Expected windows.inputs to name inputs of the Program (",
           listed(program.inputs(), [](const auto& given) { return given.name; }), "), got \"", name, '"');
    }
    const Spec& spec = program.values()[static_cast<std::size_t>(source->value)];
    WindowFiller filler(name, input, spec, *windows_.table, windows_.together);
    if (filler.timeSteps() > 0) checkTime("input \"" + name + '"', filler.timeSteps());
    fillers_[static_cast<std::size_t>(source - program.inputs().data())] = std::move(filler);
  }
  for (const int input : program.neededInputs(wanted)) {
    const std::string& name = program.inputs()[static_cast<std::size_t>(input)].name;
    if (!windows_.inputs.contains(name)) {
      fail(Code::data, "Expected windows.inputs to have input \"", name, "\" of the Program, got ",
           listed(windows_.inputs, [](const auto& entry) { return entry.first; }));
    }
  }
}

void WindowSource::checkTime(const std::string& what, std::int64_t steps) {
  if (!timeOf_.empty() && steps != time_) {
    fail(Code::shape, "Expected ", what, " to have ", time_, " time steps, the number of ", timeOf_, ", got ", steps);
  }
  time_ = steps;
  timeOf_ = what;
}

void WindowSource::gather(const Selection& selection, std::span<const int> inputs, std::span<float* const> slots,
                          Team& team) const {
  const auto fillerOf = [&](std::size_t i) -> const WindowFiller& {
    return fillers_[static_cast<std::size_t>(inputs[i])];
  };
  std::int64_t floats = windows_.context;
  for (std::size_t i = 0; i < inputs.size(); i++) floats += fillerOf(i).floatsOf(selection);
  // About ten microseconds of work for each piece. Each series of a window writes to its own rows of the batch.
  const std::int64_t grain = std::max<std::int64_t>(1, 8192 / floats), together = windows_.together;
  parallelFor(team, selection.count * together, grain, [&](std::int64_t from, std::int64_t to, int) {
    for (std::int64_t b = from; b < to; b++) {
      team.check();
      Origin origin = index_[selection.samples[b / together]];
      origin.series += b % together;
      const Scale scale = this->scale(origin);
      for (std::size_t i = 0; i < inputs.size(); i++) {
        const WindowFiller& filler = fillerOf(i);
        filler.fill(origin, scale, selection, slots[i] + b * filler.floatsOf(selection));
      }
    }
  });
}

}  // namespace gatecast
