// The op that all losses share. The file of a loss defines l of one element and its derivatives.
//
//   mean = sum of w l / sum of w,   w = mask weight      over the elements of target
//   dmean/dp = w dl/dp / sum of w
//
// The inputs are the predictions of the formula, then target, mask?, weight?. Elements with w = 0 are not read. Sums
// are in double precision, in pieces of a fixed size that are added in order.

#pragma once

#include <array>

#include "ops/split.h"

namespace gatecast {

// Mask and weight. Each has the target's shape or the first dimensions of it.
class Weights {
 public:
  // `mask` is the number of the mask's input; weight is the next one.
  Weights(const Run& run, int mask, const Extents& target);

  double operator[](Index i) const {
    // The weight of a masked element is not read.
    if (mask_ != nullptr && mask_[i / maskInner_] == 0) return 0;
    return (mask_ != nullptr ? static_cast<double>(mask_[i / maskInner_]) : 1.0) *
           (weight_ != nullptr ? static_cast<double>(weight_[i / weightInner_]) : 1.0);
  }

 private:
  const float *mask_, *weight_;
  Index maskInner_, weightInner_;  // elements of the target for each element of the mask, and of the weight
};

// The shape rule of the last three inputs. `target` is the number of the target's input.
void checkTargetAndWeights(const Inputs& in, int target, Type type);

// Calls body(from, to, piece) for pieces of the target's elements, over the team.
void eachLossPiece(const Run& run, Index count, FunctionRef<void(Index, Index, Index)> body);
// The scratch floats that the sums of all pieces take.
std::int64_t lossScratch(Index count);
// Stores the two sums of a piece.
void putLossSums(const Run& run, Index piece, double weighted, double weights);
// Computes both outputs from the sums of all pieces.
void putLoss(const Run& run, Index count);

// A formula over rows of predictions. It has
//   predictions            the number of inputs before target
//   Target                 float or int32
//   check(in)              the shape rule of the predictions
//   width(run)             floats of every prediction for one element of target
//   loss(p, width, y)      l; p has a pointer to the element's row of each prediction
//   slopes(p, width, y, factor, d)   adds factor dl/dp to the rows d; a pointer in d may be null
template <typename Formula>
struct Loss final : Op {
  explicit Loss(const Attributes& a) : formula(a) {}

  static constexpr int N = Formula::predictions;
  using Target = typename Formula::Target;

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(N + 1, N + 3);
    for (int i = 0; i < N; i++) in.checkType(i, Type::float32, "predictions");
    checkTargetAndWeights(in, N, std::is_same_v<Target, float> ? Type::float32 : Type::int32);
    formula.check(in);
    return {{}, {}};
  }

  Memory memory(const Geometry& g, const Kernels&, bool) const override {
    Memory memory;
    memory.scratch = lossScratch(g.inputs[N].count());
    return memory;
  }

  void forward(const Run& run) const override {
    const Index count = run.shape(N).count(), width = formula.width(run);
    const Weights weights(run, N + 1, run.shape(N));
    const Target* y = target(run);
    eachLossPiece(run, count, [&](Index from, Index to, Index piece) {
      double weighted = 0, sum = 0;
      std::array<const float*, N> p;
      for (Index i = from; i < to; i++) {
        const double w = weights[i];
        if (w == 0) continue;
        for (int k = 0; k < N; k++) p[k] = run.in(k) + i * width;
        weighted += w * formula.loss(p, width, y[i]);
        sum += w;
      }
      putLossSums(run, piece, weighted, sum);
    });
    putLoss(run, count);
  }

  void backward(const Run& run) const override {
    // Output 1, the sum of weights, is a constant. Only the mean has a gradient.
    if (run.dOut(0) == nullptr || run.out(1)[0] == 0) return;
    const double factor = static_cast<double>(run.dOut(0)[0]) / static_cast<double>(run.out(1)[0]);
    const Index count = run.shape(N).count(), width = formula.width(run);
    const Weights weights(run, N + 1, run.shape(N));
    const Target* y = target(run);
    eachLossPiece(run, count, [&](Index from, Index to, Index) {
      std::array<const float*, N> p;
      std::array<float*, N> d;
      for (Index i = from; i < to; i++) {
        const double w = weights[i];
        if (w == 0) continue;
        for (int k = 0; k < N; k++) {
          p[k] = run.in(k) + i * width;
          d[k] = run.dIn(k) != nullptr ? run.dIn(k) + i * width : nullptr;
        }
        formula.slopes(p, width, y[i], factor * w, d);
      }
    });
  }

  Streaming streaming(const Inputs&) const override { return Streaming::eachStep; }
  bool differentiable(int input) const override { return input < N; }
  bool backwardReadsOutput(int output) const override { return output == 1; }

  static const Target* target(const Run& run) {
    if constexpr (std::is_same_v<Target, float>) return run.in(N);
    else return run.integers(N);
  }

  Formula formula;
};

// A formula with one float of each prediction for each element of the target. It has
//   predictions, names
//   loss(p, y)     l
//   slopes(p, y)   dl/dp
// where p is an array of double.
template <typename Simple>
struct Pointwise {
  static constexpr int predictions = Simple::predictions;
  using Target = float;
  using Values = std::array<double, predictions>;

  explicit Pointwise(const Attributes& a) : simple(a) {}

  void check(const Inputs& in) const {
    const Shape& target = in.shape(predictions);
    for (int i = 0; i < predictions; i++) {
      expect(in.shape(i) == target, Simple::names[i], " of the target's shape ", target, ", got ", in.shape(i));
    }
  }
  Index width(const Run&) const { return 1; }

  double loss(const std::array<const float*, predictions>& p, Index, float y) const {
    return simple.loss(values(p), static_cast<double>(y));
  }
  void slopes(const std::array<const float*, predictions>& p, Index, float y, double factor,
              const std::array<float*, predictions>& d) const {
    const Values slope = simple.slopes(values(p), static_cast<double>(y));
    for (int i = 0; i < predictions; i++) {
      if (d[i] != nullptr) *d[i] += static_cast<float>(factor * slope[i]);
    }
  }

  static Values values(const std::array<const float*, predictions>& p) {
    Values values;
    for (int i = 0; i < predictions; i++) values[i] = static_cast<double>(*p[i]);
    return values;
  }

  Simple simple;
};

}  // namespace gatecast
