#include "training/data/table.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "training/data/listed.h"

namespace gatecast {
namespace {

// The largest number of rows of a series: callers pass origins as int32 row numbers within a series.
constexpr std::int64_t longestSeries = std::numeric_limits<std::int32_t>::max();

const TableColumn& find(const TableColumns& columns, const std::string& name, const char* what,
                        const std::string& reader) {
  const auto found = columns.find(name);
  if (found == columns.end()) {
    fail(Code::data, "Expected ", reader, " to read ", what, " of the table (",
         listed(columns, [](const auto& column) { return column.first; }), "), got \"", name, '"');
  }
  return found->second;
}

std::int64_t floatsIn(const TableColumns& columns) {
  std::int64_t floats = 0;
  for (const auto& [name, column] : columns) floats += std::ssize(column.values);
  return floats;
}

}  // namespace

Table::Table(TableColumns columns, std::vector<std::int64_t> offsets, TableColumns statics)
    : columns_(std::move(columns)), offsets_(std::move(offsets)), statics_(std::move(statics)) {
  checkOffsets();
  for (const auto& [name, column] : columns_) checkColumn(name, column);
  for (const auto& [name, column] : statics_) checkStatic(name, column);
}

void Table::checkOffsets() const {
  if (offsets_.size() < 2) {
    fail(Code::data, "Expected offsets to have one number more than there are series, at least 2, got ",
         offsets_.size(), offsets_.size() == 1 ? " number" : " numbers");
  }
  if (offsets_[0] != 0) fail(Code::data, "Expected offsets to start with 0, got ", offsets_[0]);
  for (std::int64_t s = 0; s < series(); s++) {
    if (length(s) < 0 || length(s) > longestSeries) {
      fail(Code::data, "Expected offsets that rise by 0 to ", longestSeries, " rows per series, got ", start(s),
           " and then ", start(s + 1), " for series ", s);
    }
  }
}

void Table::checkColumn(const std::string& name, const TableColumn& column) const {
  if (std::ssize(column.values) != rows()) {
    fail(Code::data, "Expected column \"", name, "\" to hold ", rows(), " values, the last number of offsets, got ",
         column.values.size());
  }
  if (column.type != Type::float32) return;
  const auto infinite = std::find_if(column.values.begin(), column.values.end(), [](float x) { return std::isinf(x); });
  if (infinite == column.values.end()) return;
  const std::int64_t row = infinite - column.values.begin();
  const std::int64_t s = std::upper_bound(offsets_.begin(), offsets_.end(), row) - offsets_.begin() - 1;
  fail(Code::notFinite, "Expected column \"", name, "\" to hold numbers in the range of float32, or NaN for a missing ",
       "value, got ", *infinite, " in row ", row - start(s), " of series ", s);
}

void Table::checkStatic(const std::string& name, const TableColumn& column) const {
  if (std::ssize(column.values) != series()) {
    fail(Code::data, "Expected static column \"", name, "\" to hold ", series(), " values, one for each series, got ",
         column.values.size());
  }
  for (std::int64_t s = 0; column.type == Type::float32 && s < series(); s++) {
    const float value = column.values[static_cast<std::size_t>(s)];
    if (!std::isfinite(value)) {
      fail(Code::notFinite, "Expected static column \"", name, "\" to be finite, got ", value, " for series ", s);
    }
  }
}

const TableColumn& Table::column(const std::string& name, const std::string& reader) const {
  return find(columns_, name, "a column", reader);
}

const TableColumn& Table::staticColumn(const std::string& name, const std::string& reader) const {
  return find(statics_, name, "a static column", reader);
}

std::int64_t Table::bytes() const {
  return (floatsIn(columns_) + floatsIn(statics_)) * static_cast<std::int64_t>(sizeof(float)) +
         std::ssize(offsets_) * static_cast<std::int64_t>(sizeof(std::int64_t));
}

}  // namespace gatecast
