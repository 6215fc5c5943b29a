// Measures GEMM against the peak of the multiply-add units, both on one thread in the same run. Exits with 1 if the
// median share of the peak is below 80 %.
//
//   gatecast_gemm [size] [rounds]
//
// Each round measures both, and the program prints the median of the ratios, because the clock of a shared machine
// drifts. Times are processor times of this process.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "kernels/kernels.h"
#include "runtime/buffer.h"
#include "runtime/random.h"

namespace {

double now() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int count, char** arguments) {
  const gatecast::Index size = count > 1 ? std::atoll(arguments[1]) : 1024;
  const int rounds = count > 2 ? std::atoi(arguments[2]) : 15;
  const gatecast::Kernels& kernels = gatecast::kernels();
  const gatecast::Buffer a(size * size, "A"), b(size * size, "B"), c(size * size, "C");
  const gatecast::Buffer scratch(kernels.gemmScratch, "scratch");
  const gatecast::Random random(1, 1);
  for (gatecast::Index i = 0; i < size * size; i++) {
    a.data()[i] = random.uniform(static_cast<std::uint64_t>(i)) - 0.5f;
    b.data()[i] = random.normal(static_cast<std::uint64_t>(i));
  }

  float sink = 1;
  std::vector<double> peaks, rates, shares;
  for (int round = 0; round < rounds; round++) {
    double start = now();
    const double peak = kernels.peak(4000000, &sink) / (now() - start);
    start = now();
    kernels.gemm(size, size, size, {a.data(), size, 1}, {b.data(), size, 1}, c.data(), size, false, scratch.data(),
                 nullptr);
    const double cube = static_cast<double>(size) * static_cast<double>(size) * static_cast<double>(size);
    const double rate = 2 * cube / (now() - start);
    peaks.push_back(peak);
    rates.push_back(rate);
    shares.push_back(rate / peak);
  }
  std::printf("%s  FMA peak %.0f GFLOP/s, GEMM %lld cubed %.0f GFLOP/s, %.1f %% of the peak (medians of %d rounds)\n",
              kernels.tier, median(peaks) / 1e9, static_cast<long long>(size), median(rates) / 1e9,
              100 * median(shares), rounds);
  return median(shares) >= 0.8 ? 0 : 1;
}
