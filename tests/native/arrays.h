// Arrays for kernel tests, filled with random numbers, with canaries around the part that a kernel may write.

#pragma once

#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "kernels/kernels.h"
#include "tests/native/check.h"

namespace gatecast::test {

inline std::vector<float> randomFloats(std::size_t n, unsigned seed, float low = -1, float high = 1) {
  std::mt19937 generator(seed);
  std::uniform_real_distribution<float> distribution(low, high);
  std::vector<float> values(n);
  for (float& x : values) x = distribution(generator);
  return values;
}

// A matrix inside a larger array. `checkUntouched` fails if anything around the matrix was written.
class Guarded {
 public:
  static constexpr float canary = 12345.5f;

  Guarded(Index rows, Index columns, Index ld)
      : rows_(rows), columns_(columns), ld_(ld), values_(static_cast<std::size_t>(rows * ld + 2 * margin), canary) {}
  Guarded(Index rows, Index columns) : Guarded(rows, columns, columns + 3) {}

  float* data() { return values_.data() + margin; }
  const float* data() const { return values_.data() + margin; }
  Index ld() const { return ld_; }
  Index rows() const { return rows_; }
  Index columns() const { return columns_; }
  float& operator()(Index i, Index j) { return data()[i * ld_ + j]; }
  float operator()(Index i, Index j) const { return data()[i * ld_ + j]; }

  Guarded& random(unsigned seed, float low = -1, float high = 1) {
    const auto values = randomFloats(static_cast<std::size_t>(rows_ * columns_), seed, low, high);
    for (Index i = 0; i < rows_; ++i) {
      for (Index j = 0; j < columns_; ++j) (*this)(i, j) = values[static_cast<std::size_t>(i * columns_ + j)];
    }
    return *this;
  }

  void checkUntouched() const {
    for (Index k = 0; k < static_cast<Index>(values_.size()); ++k) {
      const Index at = k - margin;
      const bool inside = at >= 0 && at < rows_ * ld_ && at % ld_ < columns_;
      CHECK(inside || values_[static_cast<std::size_t>(k)] == canary, "written outside the matrix, at ", at);
    }
  }

 private:
  static constexpr Index margin = 37;  // odd, so that data is not aligned
  Index rows_, columns_, ld_;
  std::vector<float> values_;
};

// A 64-byte aligned array, which kernels need for scratch and packed buffers.
class Aligned {
 public:
  explicit Aligned(Index n) : values_(static_cast<std::size_t>(n + 16), std::nanf("")) {}
  float* data() {
    const auto address = reinterpret_cast<std::uintptr_t>(values_.data());
    return reinterpret_cast<float*>((address + 63) / 64 * 64);
  }

 private:
  std::vector<float> values_;
};

inline bool sameBits(float a, float b) { return std::memcmp(&a, &b, sizeof a) == 0; }

inline bool near(double got, double expected, double tolerance) {
  return std::abs(got - expected) <= tolerance * (1 + std::abs(expected));
}

}  // namespace gatecast::test
