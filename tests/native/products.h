// Runs products of the kernels, and compares them with plain loops in double precision.

#pragma once

#include "tests/native/arrays.h"

namespace gatecast::test {

inline Aligned packed(const Kernels& k, const Guarded& b) {
  Aligned buffer(k.packedSize(b.rows(), b.columns()));
  k.packB({b.data(), b.ld(), 1}, b.rows(), b.columns(), buffer.data());
  return buffer;
}

inline PackedGemm product(const Guarded& a, Aligned& b, Guarded& c) {
  return {.rows = c.rows(),
          .columns = c.columns(),
          .inner = a.columns(),
          .a = a.data(),
          .lda = a.ld(),
          .b = b.data(),
          .c = c.data(),
          .ldc = c.ld()};
}

// Checks one element. The allowed error is a share of the sum of the absolute products, because rounding grows with it.
inline void checkElement(float got, double start, const double* products, Index inner, Index i, Index j) {
  double exact = start, size = std::abs(start);
  for (Index k = 0; k < inner; ++k) {
    exact += products[k];
    size += std::abs(products[k]);
  }
  CHECK(std::abs(double{got} - exact) <= 2e-6 * size + 1e-30, "element ", i, ",", j, " of inner ", inner, ": ", got,
        " for ", exact);
}

// Checks C = start + A B (with accumulate), bias + A B, or A B. a(i, k) and b(k, j) return the elements of A and B.
template <typename A, typename B>
void checkProduct(const Guarded& c, const Guarded& start, bool accumulate, Index inner, A a, B b,
                  const float* bias = nullptr) {
  std::vector<double> products(static_cast<std::size_t>(inner));
  for (Index i = 0; i < c.rows(); ++i) {
    for (Index j = 0; j < c.columns(); ++j) {
      for (Index k = 0; k < inner; ++k) products[static_cast<std::size_t>(k)] = double{a(i, k)} * double{b(k, j)};
      const double from = accumulate ? double{start(i, j)} : bias ? double{bias[j]} : 0;
      checkElement(c(i, j), from, products.data(), inner, i, j);
    }
  }
  c.checkUntouched();
}

}  // namespace gatecast::test
