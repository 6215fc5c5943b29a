// Both loops go over blocks of rows. Inside, everything but a small triangle is a product of rows, which the kernel
// computes.

#include "ridge/cholesky.h"

#include <algorithm>
#include <cmath>

#include "kernels/kernels.h"

namespace gatecast {
namespace {

constexpr Index block = 64;

// The factor of the block on the diagonal that begins at `from`, whose products with earlier columns are subtracted.
bool factorBlock(double* a, Index n, Index from, Index to) {
  for (Index j = from; j < to; j++) {
    for (Index i = j; i < to; i++) {
      double sum = a[i * n + j];
      for (Index k = from; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
      if (i > j) {
        a[i * n + j] = sum / a[j * n + j];
      } else {
        if (!(sum > 0)) return false;
        a[j * n + j] = std::sqrt(sum);
      }
    }
  }
  return true;
}

}  // namespace

bool factor(double* a, Index n, Team& team) {
  std::vector<double> products(block * block);
  for (Index from = 0; from < n; from += block) {
    const Index to = std::min(from + block, n);
    // The kernel writes whole rows, and the upper triangle must stay: the next penalty reads it.
    std::fill(products.begin(), products.end(), 0.0);
    kernels().addProducts(-1, a + from * n, n, a + from * n, n, to - from, to - from, from, products.data(), block);
    for (Index i = from; i < to; i++) {
      for (Index j = from; j <= i; j++)
        a[i * n + j] += products[static_cast<std::size_t>((i - from) * block + j - from)];
    }
    if (!factorBlock(a, n, from, to)) return false;
    team.run((n - to + block - 1) / block, [&](Index piece, int) {
      const Index first = to + piece * block, last = std::min(first + block, n);
      kernels().addProducts(-1, a + first * n, n, a + from * n, n, last - first, to - from, from, a + first * n + from,
                            n);
      for (Index i = first; i < last; i++) {
        for (Index j = from; j < to; j++) {
          double sum = a[i * n + j];
          for (Index k = from; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
          a[i * n + j] = sum / a[j * n + j];
        }
      }
    });
  }
  return true;
}

// Column i of the inverse M solves L M = I: M[k] = (I[k] - sum over i <= j < k of L[k][j] M[j]) / L[k][k].
void invertFactor(const double* l, Index n, double* inverse, Team& team) {
  team.run((n + block - 1) / block, [&](Index piece, int) {
    const Index first = piece * block, last = std::min(first + block, n);
    for (Index i = first; i < last; i++) {
      std::fill(inverse + i * n, inverse + (i + 1) * n, 0.0);
      inverse[i * n + i] = 1;
    }
    for (Index from = first; from < n; from += block) {
      team.check();
      const Index to = std::min(from + block, n);
      kernels().addProducts(-1, inverse + first * n + first, n, l + from * n + first, n, last - first, to - from,
                            from - first, inverse + first * n + from, n);
      for (Index i = first; i < last; i++) {
        double* const row = inverse + i * n;
        for (Index k = from; k < to; k++) {
          double sum = row[k];
          for (Index j = from; j < k; j++) sum -= l[k * n + j] * row[j];
          row[k] = sum / l[k * n + k];
        }
      }
    }
  });
}

}  // namespace gatecast
