//   y = x m / (1 - rate),  dx = dy m / (1 - rate)       m = 0 with probability rate, else 1
//
// m is not saved: its elements are a function of the run's random numbers and of their position, so backward computes
// them again.
//
// Source: Srivastava et al. 2014. They scale in inference; here training divides by 1 - rate, so that inference does
// not.

#include "ops/split.h"

namespace gatecast {
namespace {

struct Dropout final : Op {
  explicit Dropout(const Attributes& a) : rate(a.number("rate")) {
    if (!(rate >= 0 && rate < 1)) fail(Code::range, "Expected a rate from 0 to below 1, got ", rate);
  }

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(1, 1);
    in.checkType(0, Type::float32, "x");
    return {in[0]};
  }

  void forward(const Run& run) const override {
    const float* x = run.in(0);
    float* y = run.out();
    eachPiece(
        run, [&](Index from, Index to) { std::copy(x + from, x + to, y + from); },
        [&](Index i, float factor) { y[i] = factor == 0 ? 0.0f : x[i] * factor; });
  }

  void backward(const Run& run) const override {
    const float* dy = run.dOut();
    float* dx = run.dIn(0);
    if (dy == nullptr || dx == nullptr) return;
    eachPiece(
        run, [&](Index from, Index to) { run.kernels.addTo(dy + from, dx + from, to - from); },
        [&](Index i, float factor) { dx[i] += factor == 0 ? 0.0f : dy[i] * factor; });
  }

  Streaming streaming(const Inputs&) const override { return Streaming::eachStep; }
  bool backwardReadsInput(int) const override { return false; }
  bool backwardReadsOutput(int) const override { return false; }

  // Calls all(from, to) if nothing is dropped, else one(i, factor) for each element.
  template <typename All, typename One>
  void eachPiece(const Run& run, const All& all, const One& one) const {
    constexpr Index grain = 4096;
    const bool drops = run.dropping && rate > 0;
    const double threshold = rate * 0x1p32;
    const float scale = static_cast<float>(1 / (1 - rate));
    parallelFor(run.team, run.outShape().count(), grain, [&](Index from, Index to, int) {
      if (!drops) return all(from, to);
      // Each counter gives four random words. Pieces start at multiples of four.
      for (Index i = from; i < to; i += 4) {
        const auto words = run.random.block(static_cast<std::uint64_t>(i / 4));
        for (Index j = i; j < std::min(i + 4, to); j++) {
          one(j, words[static_cast<std::size_t>(j - i)] < threshold ? 0.0f : scale);
        }
      }
    });
  }

  double rate;
};

OP("dropout", Dropout)

}  // namespace
}  // namespace gatecast
