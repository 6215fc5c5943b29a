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

std::int64_t bytesIn(const TableColumns& columns) {
  std::int64_t bytes = 0;
  for (const auto& [name, column] : columns) {
    bytes += std::ssize(column.values) * static_cast<std::int64_t>(sizeof(float)) +
             std::ssize(column.doubles) * static_cast<std::int64_t>(sizeof(double));
  }
  return bytes;
}

// Inputs of a Program are float32, so a double outside its range counts as infinite.
bool isInfinite(double x) { return std::abs(x) > static_cast<double>(std::numeric_limits<float>::max()); }

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
  if (column.size() != rows()) {
    fail(Code::data, "Expected column \"", name, "\" to hold ", rows(), " values, the last number of offsets, got ",
         column.size());
  }
  if (column.type != Type::float32) return;
  const Numbers values = column.numbers();
  std::int64_t row = 0;
  while (row < rows() && !isInfinite(values[row])) row++;
  if (row == rows()) return;
  const std::int64_t s = std::upper_bound(offsets_.begin(), offsets_.end(), row) - offsets_.begin() - 1;
  fail(Code::notFinite, "Expected column \"", name, "\" to hold numbers in the range of float32, or NaN for a missing ",
       "value, got ", values[row], " in row ", row - start(s), " of series ", s);
}

void Table::checkStatic(const std::string& name, const TableColumn& column) const {
  if (column.size() != series()) {
    fail(Code::data, "Expected static column \"", name, "\" to hold ", series(), " values, one for each series, got ",
         column.size());
  }
  const Numbers values = column.numbers();
  for (std::int64_t s = 0; column.type == Type::float32 && s < series(); s++) {
    const double value = values[s];
    if (std::isnan(value) || isInfinite(value)) {
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
  return bytesIn(columns_) + bytesIn(statics_) + std::ssize(offsets_) * static_cast<std::int64_t>(sizeof(std::int64_t));
}

}  // namespace gatecast
