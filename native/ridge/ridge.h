// Ridge regression in closed form, with its penalty chosen by errors out of sample.
//
// The columns of X are centred and divided by their deviations; sqrt(w) multiplies row i. With the intercept apart,
//
//   n <= p:  c = (K + a I)^-1 y,  K = X X^T,  weights X^T c.  The error of row i without row i is exactly
//            a c_i / (a G_ii - s_i^2),  G = (K + a I)^-1,  s_i^2 = w_i / sum w   (leave-one-out)
//   n > p:   weights (X^T X + a I)^-1 X^T y.  The error of row i is about r_i / (1 - d / n), with d the degrees of
//            freedom p - a trace(G) + 1   (generalised cross-validation)
//
// Source: Golub, Heath and Wahba 1979; Hastie, Tibshirani and Friedman 2009, sections 3.4 and 7.10.

#pragma once

#include <vector>

#include "runtime/threads/team.h"
#include "simd/index.h"

namespace gatecast {

struct RidgeData {
  const float* features;  // [rows, columns]
  const double* targets;  // [rows, outputs]
  const double* weights;  // [rows], positive; null for equal ones
  Index rows, columns, outputs;
};

struct RidgeFit {
  double penalty = 0;
  std::vector<float> coefficients;  // [columns, outputs], for the features as they are given
  std::vector<double> intercepts;   // [outputs]
  std::vector<double> outOfSample;  // [rows, outputs]: the prediction of each row by the other rows
};

// Throws ERR_DATA if no penalty gives a solution.
RidgeFit fitRidge(const RidgeData& data, const std::vector<double>& penalties, Team& team);

}  // namespace gatecast
