#include "ridge/ridge.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ridge/cholesky.h"
#include "ridge/scaled_rows.h"
#include "runtime/error.h"
#include "runtime/threads/parallel_for.h"

namespace gatecast {
namespace {

using Doubles = std::vector<double>;

// Loops over rows or columns look at the team's cancel this often: a row takes some microseconds.
constexpr Index rowsPerCheck = 64;

std::size_t place(Index i) { return static_cast<std::size_t>(i); }

// (P + a I)^-1 for one symmetric P and many a. The upper triangle of `factor_` keeps P while the lower one is used.
class Inverse {
 public:
  Inverse(Doubles products, Index n) : n_(n), factor_(std::move(products)), inverse_(factor_.size()) {
    for (Index i = 0; i < n; i++) diagonal_.push_back(factor_[place(i * n + i)]);
  }

  bool compute(double penalty, Team& team) {
    for (Index i = 0; i < n_; i++) {
      if (i % rowsPerCheck == 0) team.check();
      for (Index j = 0; j < i; j++) factor_[place(i * n_ + j)] = factor_[place(j * n_ + i)];
      factor_[place(i * n_ + i)] = diagonal_[place(i)] + penalty;
    }
    if (!factor(factor_.data(), n_, team)) return false;
    invertFactor(factor_.data(), n_, inverse_.data(), team);
    return true;
  }

  double diagonal(Index i) const {
    double sum = 0;
    for (Index k = i; k < n_; k++) sum += inverse_[place(i * n_ + k)] * inverse_[place(i * n_ + k)];
    return sum;
  }

  // The product with b, [n, outputs]. The inverse is M^T M; row i of inverse_ is column i of M.
  Doubles times(const Doubles& b, Index outputs, Team& team) const {
    Doubles between(b.size(), 0), result(b.size(), 0);
    for (Index i = 0; i < n_; i++) {
      if (i % rowsPerCheck == 0) team.check();
      for (Index k = i; k < n_; k++) {
        for (Index o = 0; o < outputs; o++)
          between[place(k * outputs + o)] += inverse_[place(i * n_ + k)] * b[place(i * outputs + o)];
      }
    }
    parallelFor(team, n_, 16, [&](Index from, Index to, int) {
      for (Index i = from; i < to; i++) {
        if (i % rowsPerCheck == 0) team.check();
        for (Index k = i; k < n_; k++) {
          for (Index o = 0; o < outputs; o++)
            result[place(i * outputs + o)] += inverse_[place(i * n_ + k)] * between[place(k * outputs + o)];
        }
      }
    });
    return result;
  }

 private:
  Index n_;
  Doubles factor_, inverse_, diagonal_;
};

// Targets less their means, times the roots of the weights.
struct Centred {
  Doubles means, values;
  Centred(const RidgeData& data, const ScaledRows& rows)
      : means(place(data.outputs), 0), values(place(data.rows * data.outputs)) {
    for (Index i = 0; i < data.rows; i++) {
      for (Index o = 0; o < data.outputs; o++)
        means[place(o)] += rows.root(i) * rows.root(i) * data.targets[i * data.outputs + o];
    }
    for (double& mean : means) mean /= rows.totalWeight();
    for (Index i = 0; i < data.rows; i++) {
      for (Index o = 0; o < data.outputs; o++)
        values[place(i * data.outputs + o)] = rows.root(i) * (data.targets[i * data.outputs + o] - means[place(o)]);
    }
  }
};

// X^T times c, [columns, outputs].
Doubles transposedTimes(const RidgeData& data, const ScaledRows& rows, const Doubles& c, Team& team) {
  Doubles result(place(data.columns * data.outputs), 0);
  parallelFor(team, data.columns, 64, [&](Index from, Index to, int) {
    for (Index i = 0; i < data.rows; i++) {
      if (i % rowsPerCheck == 0) team.check();
      for (Index j = from; j < to; j++) {
        const double x = rows.at(i, j);
        for (Index o = 0; o < data.outputs; o++)
          result[place(j * data.outputs + o)] += x * c[place(i * data.outputs + o)];
      }
    }
  });
  return result;
}

struct Trial {
  Doubles solution;   // c if n <= p, else the weights of the scaled columns
  Doubles residuals;  // out of sample, in the scale of Centred
};

Trial tryRows(const RidgeData& data, const ScaledRows& rows, const Centred& y, const Inverse& inverse, double penalty,
              Team& team) {
  Trial trial{inverse.times(y.values, data.outputs, team), {}};
  trial.residuals = trial.solution;
  parallelFor(team, data.rows, 16, [&](Index from, Index to, int) {
    for (Index i = from; i < to; i++) {
      if (i % rowsPerCheck == 0) team.check();
      const double share = rows.root(i) * rows.root(i) / rows.totalWeight();
      // A row that only itself determines has nothing that the other rows could say about it.
      const double kept = std::max(penalty * inverse.diagonal(i) - share, std::numeric_limits<double>::epsilon());
      for (Index o = 0; o < data.outputs; o++) trial.residuals[place(i * data.outputs + o)] *= penalty / kept;
    }
  });
  return trial;
}

Trial tryColumns(const RidgeData& data, const ScaledRows& rows, const Centred& y, const Doubles& b,
                 const Inverse& inverse, double penalty, Team& team) {
  Trial trial{inverse.times(b, data.outputs, team), y.values};
  double freedom = static_cast<double>(data.columns) + 1;
  for (Index j = 0; j < data.columns; j++) {
    if (j % rowsPerCheck == 0) team.check();
    freedom -= penalty * inverse.diagonal(j);
  }
  const double kept = std::max(1 - freedom / static_cast<double>(data.rows), std::numeric_limits<double>::epsilon());
  parallelFor(team, data.rows, 16, [&](Index from, Index to, int) {
    for (Index i = from; i < to; i++) {
      if (i % rowsPerCheck == 0) team.check();
      double* const residual = trial.residuals.data() + i * data.outputs;
      for (Index j = 0; j < data.columns; j++) {
        const double x = rows.at(i, j);
        for (Index o = 0; o < data.outputs; o++) residual[o] -= x * trial.solution[place(j * data.outputs + o)];
      }
      for (Index o = 0; o < data.outputs; o++) residual[o] /= kept;
    }
  });
  return trial;
}

}  // namespace

RidgeFit fitRidge(const RidgeData& data, const std::vector<double>& penalties, Team& team) {
  const ScaledRows rows(data, team);
  const Centred y(data, rows);
  const bool byRows = data.rows <= data.columns;
  const Doubles b = byRows ? Doubles{} : transposedTimes(data, rows, y.values, team);
  Inverse inverse(byRows ? rows.rowProducts(team) : rows.columnProducts(team), byRows ? data.rows : data.columns);
  RidgeFit fit;
  Trial best;
  double least = std::numeric_limits<double>::infinity();
  for (const double penalty : penalties) {
    if (!inverse.compute(penalty, team)) continue;
    Trial trial =
        byRows ? tryRows(data, rows, y, inverse, penalty, team) : tryColumns(data, rows, y, b, inverse, penalty, team);
    double error = 0;
    for (const double residual : trial.residuals) error += residual * residual;
    if (!(error < least)) continue;
    least = error;
    fit.penalty = penalty;
    best = std::move(trial);
  }
  if (best.solution.empty())
    fail(Code::data, "Expected features that a ridge regression can use, got none for any penalty");
  const Doubles scaled = byRows ? transposedTimes(data, rows, best.solution, team) : std::move(best.solution);
  fit.intercepts = y.means;
  fit.coefficients.resize(scaled.size());
  for (Index j = 0; j < data.columns; j++) {
    for (Index o = 0; o < data.outputs; o++) {
      const auto at = place(j * data.outputs + o);
      fit.coefficients[at] = static_cast<float>(scaled[at] / rows.scale(j));
      // The rounded coefficient, so that the prediction at the mean of the features stays exact.
      fit.intercepts[place(o)] -= rows.mean(j) * static_cast<double>(fit.coefficients[at]);
    }
  }
  fit.outOfSample.resize(y.values.size());
  for (Index i = 0; i < data.rows; i++) {
    for (Index o = 0; o < data.outputs; o++) {
      const auto at = place(i * data.outputs + o);
      fit.outOfSample[at] = data.targets[at] - best.residuals[at] / rows.root(i);
    }
  }
  return fit;
}

}  // namespace gatecast
