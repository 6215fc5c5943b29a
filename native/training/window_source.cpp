#include "training/window_source.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "graph/op.h"
#include "training/listed.h"

namespace gatecast {
namespace {

using Kind = WindowInput::Kind;

// Values of one column into every `width`-th place; NaN becomes `missing`.
template <typename Map>
void spread(const float* values, std::int64_t count, std::int64_t width, float* slot, const Map& map) {
  for (std::int64_t i = 0; i < count; i++) slot[i * width] = map(values[i]);
}

}  // namespace

WindowSource::WindowSource(const Program& program, const std::vector<int>& wanted, Windows windows)
    : windows_(std::move(windows)),
      index_(windows_),
      target_(windows_.table->column(windows_.target, "windows.target").values.data()),
      fillers_(program.inputs().size()) {
  if (index_.size() == 0) {
    fail(Code::data, "Expected at least one window",
         windows_.needTarget ? " with a value of the target in its context and in its horizon" : "",
         ", got none with context ", windows_.context, " and horizon ", windows_.horizon);
  }
  for (const auto& [name, input] : windows_.inputs) {
    const Program::Source* source = program.findInput(name);
    if (source == nullptr) {
      fail(Code::data, "Expected windows for the inputs ",
           listed(program.inputs(), [](const auto& given) { return given.name; }), ", got an input named \"", name,
           '"');
    }
    const Spec& spec = program.values()[static_cast<std::size_t>(source->value)];
    Filler filler = fillerOf(*source, input, spec);
    fit(filler, "input \"" + name + '"', spec.shape);
    fillers_[static_cast<std::size_t>(source - program.inputs().data())] = std::move(filler);
  }
  for (const int input : program.neededInputs(wanted)) {
    const std::string& name = program.inputs()[static_cast<std::size_t>(input)].name;
    if (!windows_.inputs.contains(name)) {
      fail(Code::data, "Expected windows to fill input \"", name, "\", got ",
           listed(windows_.inputs, [](const auto& entry) { return entry.first; }));
    }
  }
}

WindowSource::Filler WindowSource::fillerOf(const Program::Source& source, const WindowInput& input,
                                            const Spec& spec) const {
  const std::string what = "input \"" + source.name + '"';
  Filler filler;
  filler.kind = input.kind;
  filler.type = input.kind == Kind::series ? Type::int32 : Type::float32;
  if (input.readsRows()) {
    filler.from = input.from;
    filler.rows = input.to - input.from;
  }
  if (input.columns.empty()) filler.parts.push_back({nullptr, false});  // one number for each window
  else addColumns(filler, what, input);
  if (filler.type != spec.type) fail(Code::type, "Expected ", what, " to be ", spec.type, ", got ", filler.type);

  filler.missing = static_cast<float>(input.missing);
  if (filler.type == Type::int32) {
    const auto missing = static_cast<std::int32_t>(std::clamp(input.missing, -0x1p31, 0x1p31 - 1));
    if (missing != input.missing) {
      fail(Code::range, "Expected missing of ", what, " to be an int32, as its columns are, got ", input.missing);
    }
    filler.missing = std::bit_cast<float>(missing);
  }
  return filler;
}

void WindowSource::addColumns(Filler& filler, const std::string& what, const WindowInput& input) const {
  for (std::size_t i = 0; i < input.columns.size(); i++) {
    const std::string& name = input.columns[i];
    const Table& table = *windows_.table;
    const TableColumn& column = input.kind == Kind::statics ? table.staticColumn(name, what) : table.column(name, what);
    const bool scaled = input.kind == Kind::values && input.scaled[i];
    if (scaled && column.type == Type::int32) {
      fail(Code::type, "Expected ", what, " to scale float columns, got \"", name, "\" of type int32");
    }
    // A mask is of float32, whatever its column.
    const Type type = input.kind == Kind::mask ? Type::float32 : column.type;
    if (i > 0 && type != filler.type) {
      fail(Code::type, "Expected ", what, " to read columns of one type, got \"", input.columns[0], "\" of ",
           filler.type, " and \"", name, "\" of ", type);
    }
    filler.type = type;
    // An int32 column has no missing values, so its mask need not look at it: some of its bits would read as NaN.
    const bool unread = input.kind == Kind::mask && column.type == Type::int32;
    filler.parts.push_back({unread ? nullptr : column.values.data(), scaled});
  }
}

// Finds out which dimension holds the rows, and whether they come with time.
void WindowSource::fit(Filler& filler, const std::string& what, const Shape& shape) {
  const std::int64_t columns = std::ssize(filler.parts);
  const bool hasRows = filler.kind == Kind::values || filler.kind == Kind::mask;
  const int most = hasRows ? 3 : 2;
  const auto expectShape = [&](bool fits) {
    if (fits) return;
    if (hasRows) {
      fail(Code::shape, "Expected ", what, " of shape [batch, ", filler.rows, ", ", columns,
           "] for its rows and columns, with the last dimension left out or not where there is one column, got ",
           shape);
    }
    fail(Code::shape, "Expected ", what, " of shape [batch, ", columns,
         "], with the last dimension left out or not where there is one column, got ", shape);
  };
  expectShape(shape.rank() == most || (shape.rank() == most - 1 && columns == 1));
  expectShape(shape[0] == Dim{1, Symbol::batch});
  if (shape.rank() == most) expectShape(shape.last() == Dim::of(columns));
  if (!hasRows) return;
  const Dim& dim = shape[1];
  if (dim.symbol != Symbol::time) return expectShape(dim == Dim::of(filler.rows));
  expectShape(filler.rows % dim.factor == 0);
  filler.perStep = dim.factor;
  const std::int64_t steps = filler.rows / dim.factor;
  if (!timeOf_.empty() && steps != time_) {
    fail(Code::shape, "Expected ", what, " to have ", time_, " time steps, as ", timeOf_, " has, got ", steps);
  }
  time_ = steps;
  timeOf_ = what;
}

Scale WindowSource::scale(Origin origin) const {
  const float* const rows = target_ + windows_.table->start(origin.series);
  std::int64_t observed = origin.row;
  while (observed > 0 && std::isnan(rows[observed - 1])) observed--;
  // After an outage as long as the context, location 0 would take the forecast to 0.
  const std::int64_t to = observed > origin.row - windows_.context ? origin.row : observed;
  const std::int64_t from = std::max<std::int64_t>(0, to - windows_.context);
  return scaleOf(windows_.scaling, rows + from, to - from);
}

void WindowSource::gather(const Selection& selection, std::span<const int> inputs, std::span<float* const> slots,
                          Team& team) const {
  const auto fillerOf = [&](std::size_t i) -> const Filler& { return fillers_[static_cast<std::size_t>(inputs[i])]; };
  std::int64_t floats = windows_.context;
  for (std::size_t i = 0; i < inputs.size(); i++) floats += fillerOf(i).floatsOf(selection);
  // Some ten microseconds of work for a task. Windows do not touch each other's rows of the batch.
  const std::int64_t grain = std::max<std::int64_t>(1, 8192 / floats);
  parallelFor(team, selection.count, grain, [&](std::int64_t from, std::int64_t to, int) {
    for (std::int64_t b = from; b < to; b++) {
      const Origin origin = index_[selection.samples[b]];
      const Scale scale = this->scale(origin);
      for (std::size_t i = 0; i < inputs.size(); i++) {
        const Filler& filler = fillerOf(i);
        fill(filler, origin, scale, selection, slots[i] + b * filler.floatsOf(selection));
      }
    }
  });
}

void WindowSource::fill(const Filler& filler, Origin origin, Scale scale, const Selection& selection,
                        float* slot) const {
  const std::int64_t width = std::ssize(filler.parts);
  switch (filler.kind) {
    case Kind::location: *slot = scale.location; return;
    case Kind::scale: *slot = scale.scale; return;
    case Kind::series: *slot = std::bit_cast<float>(static_cast<std::int32_t>(origin.series)); return;
    case Kind::statics:
      for (std::int64_t c = 0; c < width; c++)
        slot[c] = filler.parts[static_cast<std::size_t>(c)].values[origin.series];
      return;
    case Kind::values:
    case Kind::mask: break;
  }

  // Rows [begin, end) of the series, of which [inside, insideEnd) are there.
  const std::int64_t rows = filler.rowsOf(selection), length = windows_.table->length(origin.series);
  const std::int64_t begin = origin.row + filler.from + filler.perStep * selection.from, end = begin + rows;
  const std::int64_t inside = std::clamp<std::int64_t>(0, begin, end);
  const std::int64_t insideEnd = std::max(inside, std::min(length, end)), count = insideEnd - inside;
  const bool isMask = filler.kind == Kind::mask;
  const float missing = isMask ? 0.0f : filler.missing;
  std::fill_n(slot, (inside - begin) * width, missing);
  std::fill_n(slot + (insideEnd - begin) * width, (end - insideEnd) * width, missing);
  if (count == 0) return;  // and no pointer to rows that are not there
  slot += (inside - begin) * width;
  const std::int64_t start = windows_.table->start(origin.series) + inside;
  for (const Filler::Part& part : filler.parts) {
    float* const to = slot++;
    if (isMask && part.values == nullptr) {
      std::fill_n(to, count, 1.0f);
      continue;
    }
    const float* const values = part.values + start;
    if (filler.type == Type::int32) spread(values, count, width, to, [](float bits) { return bits; });
    else if (isMask) spread(values, count, width, to, [](float x) { return std::isnan(x) ? 0.0f : 1.0f; });
    else if (part.scaled) {
      spread(values, count, width, to, [=](float x) { return std::isnan(x) ? missing : scale.scaled(x); });
    } else spread(values, count, width, to, [=](float x) { return std::isnan(x) ? missing : x; });
  }
}

}  // namespace gatecast
