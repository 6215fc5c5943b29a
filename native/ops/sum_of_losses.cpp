//   mean = sum of factor_i mean_i,   weight = sum of weight_i
//   dmean_i = factor_i dmean
//
// The inputs are mean and weight of each loss in turn.

#include "ops/split.h"

namespace gatecast {
namespace {

struct SumOfLosses final : Op {
  explicit SumOfLosses(const Attributes& a) : factors(a.numbers("factors")) {}

  std::vector<Spec> outputs(const Inputs& in) const override {
    const int count = static_cast<int>(factors.size());
    in.checkCount(std::max(1, 2 * count), std::max(1, 2 * count));
    for (int i = 0; i < in.size(); i++) {
      in.checkType(i, Type::float32, "losses");
      expect(in.shape(i).rank() == 0, "losses of shape [], got ", in.shape(i));
    }
    return {{}, {}};
  }

  void forward(const Run& run) const override {
    double mean = 0, weight = 0;
    for (int i = 0; i < size(); i++) {
      mean += factors[static_cast<std::size_t>(i)] * static_cast<double>(run.in(2 * i)[0]);
      weight += static_cast<double>(run.in(2 * i + 1)[0]);
    }
    run.out(0)[0] = static_cast<float>(mean);
    run.out(1)[0] = static_cast<float>(weight);
  }

  void backward(const Run& run) const override {
    if (run.dOut(0) == nullptr) return;
    for (int i = 0; i < size(); i++) {
      if (run.dIn(2 * i) == nullptr) continue;
      run.dIn(2 * i)[0] += static_cast<float>(factors[static_cast<std::size_t>(i)]) * run.dOut(0)[0];
    }
  }

  Streaming streaming(const Inputs&) const override { return Streaming::eachStep; }
  bool differentiable(int input) const override { return input % 2 == 0; }
  bool backwardReadsInput(int) const override { return false; }
  bool backwardReadsOutput(int) const override { return false; }

  int size() const { return static_cast<int>(factors.size()); }

  std::vector<double> factors;
};

OP("sumOfLosses", SumOfLosses)

}  // namespace
}  // namespace gatecast
