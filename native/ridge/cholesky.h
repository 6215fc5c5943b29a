// The Cholesky factor of a symmetric matrix and the inverse of the factor, in double precision.

#pragma once

#include <vector>

#include "runtime/threads/team.h"
#include "simd/index.h"

namespace gatecast {

// Replaces the lower triangle of A, n x n and row-major, by L with A = L L^T. The upper triangle stays. Returns false if
// A is not positive definite.
bool factor(double* a, Index n, Team& team);

// The inverse of L, transposed: row i of `inverse`, n x n, has column i of L^-1, which begins with i zeros.
void invertFactor(const double* l, Index n, double* inverse, Team& team);

}  // namespace gatecast
