// The rows of a ridge regression, centred and scaled, and the products of rows or of columns with each other.

#pragma once

#include "ridge/ridge.h"

namespace gatecast {

class ScaledRows {
 public:
  ScaledRows(const RidgeData& data, Team& team);

  double root(Index row) const { return roots_[static_cast<std::size_t>(row)]; }  // sqrt of the weight
  double totalWeight() const { return totalWeight_; }
  double mean(Index column) const { return means_[static_cast<std::size_t>(column)]; }
  double scale(Index column) const { return scales_[static_cast<std::size_t>(column)]; }
  double at(Index row, Index column) const {
    const double value = data_.features[row * data_.columns + column];
    return (value - mean(column)) / scale(column) * root(row);
  }

  // The lower triangle of X X^T, [rows, rows], or of X^T X, [columns, columns]. The upper triangle gets the same.
  std::vector<double> rowProducts(Team& team) const;
  std::vector<double> columnProducts(Team& team) const;

 private:
  const RidgeData& data_;
  double totalWeight_ = 0;
  std::vector<double> roots_, means_, scales_;
};

}  // namespace gatecast
