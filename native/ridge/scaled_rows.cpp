#include "ridge/scaled_rows.h"

#include <algorithm>
#include <cmath>

#include "kernels/kernels.h"
#include "runtime/threads/parallel_for.h"

namespace gatecast {
namespace {

constexpr Index tile = 128;
constexpr Index innerBlock = 512;  // as in the kernel, so that the order of additions is that of one long product

// Z Z^T for the matrix Z [n, inner] whose element (i, k) is value(i, k).
template <typename Value>
std::vector<double> products(Index n, Index inner, Team& team, Value value) {
  std::vector<double> sums(static_cast<std::size_t>(n * n), 0);
  std::vector<double> part(static_cast<std::size_t>(n * std::min(inner, innerBlock)));
  const Index tiles = (n + tile - 1) / tile;
  for (Index k = 0; k < inner; k += innerBlock) {
    const Index count = std::min(innerBlock, inner - k);
    parallelFor(team, n, 16, [&](Index from, Index to, int) {
      for (Index i = from; i < to; i++) {
        for (Index j = 0; j < count; j++) part[static_cast<std::size_t>(i * count + j)] = value(i, k + j);
      }
    });
    team.run(tiles * tiles, [&](Index at, int) {
      const Index row = at / tiles * tile, column = at % tiles * tile;
      if (column > row) return;
      kernels().addProducts(1, part.data() + row * count, count, part.data() + column * count, count,
                            std::min(tile, n - row), std::min(tile, n - column), count, sums.data() + row * n + column,
                            n);
    });
  }
  for (Index i = 0; i < n; i++) {
    if (i % 64 == 0) team.check();
    for (Index j = i + 1; j < n; j++)
      sums[static_cast<std::size_t>(i * n + j)] = sums[static_cast<std::size_t>(j * n + i)];
  }
  return sums;
}

}  // namespace

ScaledRows::ScaledRows(const RidgeData& data, Team& team)
    : data_(data),
      roots_(static_cast<std::size_t>(data.rows), 1),
      means_(static_cast<std::size_t>(data.columns)),
      scales_(static_cast<std::size_t>(data.columns)) {
  const auto weightOf = [&](Index row) { return data.weights == nullptr ? 1 : data.weights[row]; };
  for (Index row = 0; row < data.rows; row++) {
    totalWeight_ += weightOf(row);
    roots_[static_cast<std::size_t>(row)] = std::sqrt(weightOf(row));
  }
  parallelFor(team, data.columns, 64, [&](Index from, Index to, int) {
    std::vector<double> sum(static_cast<std::size_t>(to - from)), squares(sum.size());
    const auto each = [&](auto visit) {
      for (Index row = 0; row < data.rows; row++) {
        if (row % 64 == 0) team.check();
        for (Index j = from; j < to; j++)
          visit(static_cast<std::size_t>(j - from), weightOf(row), data.features[row * data.columns + j]);
      }
    };
    each([&](std::size_t j, double weight, double x) { sum[j] += weight * x; });
    for (double& value : sum) value /= totalWeight_;
    each([&](std::size_t j, double weight, double x) { squares[j] += weight * (x - sum[j]) * (x - sum[j]); });
    for (Index j = from; j < to; j++) {
      const double deviation = std::sqrt(squares[static_cast<std::size_t>(j - from)] / totalWeight_);
      means_[static_cast<std::size_t>(j)] = sum[static_cast<std::size_t>(j - from)];
      scales_[static_cast<std::size_t>(j)] = deviation > 0 ? deviation : 1;
    }
  });
}

std::vector<double> ScaledRows::rowProducts(Team& team) const {
  return products(data_.rows, data_.columns, team, [&](Index i, Index k) { return at(i, k); });
}

std::vector<double> ScaledRows::columnProducts(Team& team) const {
  return products(data_.columns, data_.rows, team, [&](Index i, Index k) { return at(k, i); });
}

}  // namespace gatecast
