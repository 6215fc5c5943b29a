// The columns of many series. They are stored once, and all windows read them.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "graph/shape.h"

namespace gatecast {

// The numbers of a column in the precision that the column has. float32 holds about seven digits: a target of 1e9 plus
// small changes needs doubles, until the location of its window is subtracted.
struct Numbers {
  const float* floats = nullptr;
  const double* doubles = nullptr;  // null for a column of floats

  double operator[](std::int64_t i) const { return doubles != nullptr ? doubles[i] : floats[i]; }
  // The numbers from the i-th on.
  Numbers from(std::int64_t i) const {
    return doubles != nullptr ? Numbers{nullptr, doubles + i} : Numbers{floats + i, nullptr};
  }
};

struct TableColumn {
  Type type = Type::float32;
  std::vector<float> values;    // NaN for a missing value; int32 values as their bits
  std::vector<double> doubles;  // instead of `values`, for a float column in double precision

  std::int64_t size() const { return std::ssize(values) + std::ssize(doubles); }
  Numbers numbers() const {
    return doubles.empty() ? Numbers{values.data(), nullptr} : Numbers{nullptr, doubles.data()};
  }
};
using TableColumns = std::map<std::string, TableColumn>;

class Table {
 public:
  // columns: one value per row, one series after another. offsets: series i has the rows [offsets[i], offsets[i + 1]).
  // statics: one value per series, none missing.
  // Throws ERR_DATA for offsets or lengths that do not fit, ERR_NOT_FINITE for a value outside the range of float32 or a
  // missing static value.
  Table(TableColumns columns, std::vector<std::int64_t> offsets, TableColumns statics);

  std::int64_t series() const { return static_cast<std::int64_t>(offsets_.size()) - 1; }
  std::int64_t rows() const { return offsets_.back(); }
  std::int64_t start(std::int64_t series) const { return offsets_[static_cast<std::size_t>(series)]; }
  std::int64_t length(std::int64_t series) const { return start(series + 1) - start(series); }

  // ERR_DATA, with the names of all columns, if there is no column of this name. reader: who reads it, for the message.
  const TableColumn& column(const std::string& name, const std::string& reader) const;
  const TableColumn& staticColumn(const std::string& name, const std::string& reader) const;

  std::int64_t bytes() const;

 private:
  void checkOffsets() const;
  void checkColumn(const std::string& name, const TableColumn& column) const;
  void checkStatic(const std::string& name, const TableColumn& column) const;

  TableColumns columns_;
  std::vector<std::int64_t> offsets_;
  TableColumns statics_;
};

}  // namespace gatecast
