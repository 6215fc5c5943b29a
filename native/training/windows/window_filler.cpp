#include "training/windows/window_filler.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace gatecast {
namespace {

using Kind = WindowInput::Kind;

// Writes map(value) of a column's values to every `width`-th float of the slot.
template <typename Map>
void spread(Numbers values, std::int64_t count, std::int64_t width, float* slot, const Map& map) {
  if (const double* const doubles = values.doubles; doubles != nullptr) {
    for (std::int64_t i = 0; i < count; i++) slot[i * width] = map(doubles[i]);
  } else {
    for (std::int64_t i = 0; i < count; i++) slot[i * width] = map(values.floats[i]);
  }
}

// int32 values are kept as the bits of floats, and some of these are NaN: they are copied and never converted.
void copyBits(const float* values, std::int64_t count, std::int64_t width, float* slot) {
  for (std::int64_t i = 0; i < count; i++) slot[i * width] = values[i];
}

float staticValue(Numbers values, std::int64_t series) {
  return values.doubles != nullptr ? static_cast<float>(values.doubles[series]) : values.floats[series];
}

}  // namespace

WindowFiller::WindowFiller(const std::string& name, const WindowInput& input, const Spec& spec, const Table& table,
                           std::int64_t together)
    : table_(&table), kind_(input.kind), type_(input.kind == Kind::series ? Type::int32 : Type::float32) {
  const std::string what = "input \"" + name + '"';
  if (input.readsRows()) {
    from_ = input.from;
    rows_ = input.to - input.from;
  }
  if (input.columns.empty()) parts_.push_back({});  // one number for each window
  else addColumns(what, input);
  if (type_ != spec.type) fail(Code::type, "Expected ", what, " to be ", spec.type, ", got ", type_);
  setMissing(what, input);
  fit(what, spec.shape, together);
}

void WindowFiller::addColumns(const std::string& what, const WindowInput& input) {
  for (std::size_t i = 0; i < input.columns.size(); i++) {
    const std::string& name = input.columns[i];
    const TableColumn& column = kind_ == Kind::statics ? table_->staticColumn(name, what) : table_->column(name, what);
    const bool scaled = kind_ == Kind::values && input.scaled[i];
    if (scaled && column.type == Type::int32) {
      fail(Code::type, "Expected ", what, " to scale float columns, got \"", name, "\" of type int32");
    }
    // A mask is float32 for a column of any type.
    const Type type = kind_ == Kind::mask ? Type::float32 : column.type;
    if (i > 0 && type != type_) {
      fail(Code::type, "Expected ", what, " to read columns of one type, got \"", input.columns[0], "\" of type ",
           type_, " and \"", name, "\" of type ", type);
    }
    type_ = type;
    // An int32 column has no missing values. Its mask must not read it: some int32 values have the bits of a NaN.
    const bool unread = kind_ == Kind::mask && column.type == Type::int32;
    parts_.push_back({column.numbers(), unread, scaled});
  }
}

void WindowFiller::setMissing(const std::string& what, const WindowInput& input) {
  missing_ = static_cast<float>(input.missing);
  if (type_ != Type::int32) return;
  // Compared before it is converted: to convert NaN or a larger number is undefined.
  const bool whole = std::abs(input.missing) <= 0x1p31 && input.missing == std::floor(input.missing);
  if (!whole || input.missing == 0x1p31) {
    fail(Code::range, "Expected missing of ", what, " to be an int32, the type of its columns, got ", input.missing);
  }
  missing_ = std::bit_cast<float>(static_cast<std::int32_t>(input.missing));
}

// Finds the dimension of the rows, and whether it is a time dimension.
void WindowFiller::fit(const std::string& what, const Shape& shape, std::int64_t together) {
  const std::int64_t columns = std::ssize(parts_);
  const Dim series{together, Symbol::batch};
  const bool hasRows = kind_ == Kind::values || kind_ == Kind::mask;
  const int most = hasRows ? 3 : 2;
  const auto expectShape = [&](bool fits) {
    if (fits) return;
    const std::string rows = hasRows ? text(", ", rows_) : "";
    fail(Code::shape, "Expected ", what, " of shape [", series, rows, ", ", columns, ']',
         columns == 1 ? text(" or [", series, rows, ']') : "",
         hasRows ? ", or with \"time\" in place of the number of rows" : "", ", got ", shape);
  };
  expectShape(shape.rank() == most || (shape.rank() == most - 1 && columns == 1));
  expectShape(shape[0] == series);
  if (shape.rank() == most) expectShape(shape.last() == Dim::of(columns));
  if (!hasRows) return;
  const Dim& dim = shape[1];
  if (dim.symbol != Symbol::time) return expectShape(dim == Dim::of(rows_));
  expectShape(rows_ % dim.factor == 0);
  perStep_ = dim.factor;
}

void WindowFiller::fill(Origin origin, Scale scale, const Selection& selection, float* slot) const {
  switch (kind_) {
    case Kind::location: *slot = static_cast<float>(scale.location); return;
    case Kind::scale: *slot = static_cast<float>(scale.scale); return;
    case Kind::constant: *slot = missing_; return;
    case Kind::series: *slot = std::bit_cast<float>(static_cast<std::int32_t>(origin.series)); return;
    case Kind::statics:
      for (std::size_t c = 0; c < parts_.size(); c++) slot[c] = staticValue(parts_[c].values, origin.series);
      return;
    case Kind::values:
    case Kind::mask: fillRows(origin, scale, selection, slot); return;
  }
}

void WindowFiller::fillRows(Origin origin, Scale scale, const Selection& selection, float* slot) const {
  // The window has the rows [begin, end). Of these the series has the rows [inside, insideEnd).
  const std::int64_t width = std::ssize(parts_), length = table_->length(origin.series);
  const std::int64_t begin = origin.row + from_ + perStep_ * selection.from, end = begin + rowsOf(selection);
  const std::int64_t inside = std::clamp<std::int64_t>(0, begin, end);
  const std::int64_t insideEnd = std::max(inside, std::min(length, end)), count = insideEnd - inside;
  const bool isMask = kind_ == Kind::mask;
  const float missing = isMask ? 0.0f : missing_;
  std::fill_n(slot, (inside - begin) * width, missing);
  std::fill_n(slot + (insideEnd - begin) * width, (end - insideEnd) * width, missing);
  if (count == 0) return;  // before a pointer to rows outside the series is computed
  slot += (inside - begin) * width;
  const std::int64_t start = table_->start(origin.series) + inside;
  for (const Part& part : parts_) {
    float* const to = slot++;
    if (part.unread) {
      std::fill_n(to, count, 1.0f);
      continue;
    }
    const Numbers values = part.values.from(start);
    if (type_ == Type::int32) copyBits(values.floats, count, width, to);
    else if (isMask) spread(values, count, width, to, [](auto x) { return std::isnan(x) ? 0.0f : 1.0f; });
    else if (part.scaled) {
      spread(values, count, width, to, [=](auto x) { return std::isnan(x) ? missing : scale.scaled(x); });
    } else spread(values, count, width, to, [=](auto x) { return std::isnan(x) ? missing : static_cast<float>(x); });
  }
}

}  // namespace gatecast
