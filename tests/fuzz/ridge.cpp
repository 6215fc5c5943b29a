// Ridge regressions on small matrices of any numbers.

#include "ridge/ridge.h"

#include "runtime/error.h"
#include "tests/fuzz/targets.h"

namespace gatecast::fuzz {

void ridge(Bytes& bytes) {
  RidgeData data{};
  data.rows = bytes.small(1, 12);
  data.columns = bytes.small(1, 12);
  data.outputs = bytes.small(1, 3);
  std::vector<float> features;
  std::vector<double> targets, weights, penalties;
  const auto some = [&](auto& list, Index count, const auto& item) {
    for (Index i = 0; i < count; i++) list.push_back(item());
  };
  some(features, data.rows * data.columns,
       [&] { return bytes.byte() < 250 ? bytes.moderate() : static_cast<float>(bytes.number()); });
  some(targets, data.rows * data.outputs, [&] { return bytes.byte() < 250 ? bytes.moderate() : bytes.number(); });
  // The binding refuses weights and penalties that are not above 0.
  const auto positive = [&] {
    const double number = bytes.byte() < 240 ? bytes.small(1, 99) / 9.0 : bytes.number();
    return number > 0 ? number : 1;
  };
  if (bytes.flag()) some(weights, data.rows, positive);
  some(penalties, bytes.small(0, 3), positive);
  data.features = features.data();
  data.targets = targets.data();
  data.weights = weights.empty() ? nullptr : weights.data();
  Team one(1), two(2);
  const RidgeFit fit = fitRidge(data, penalties, one), same = fitRidge(data, penalties, two);
  require(std::ssize(fit.coefficients) == data.columns * data.outputs, "A fit has all coefficients");
  require(std::ssize(fit.outOfSample) == data.rows * data.outputs, "A fit predicts all rows");
  require(fit.penalty == same.penalty && fit.coefficients == same.coefficients, "Any number of threads, the same bits");
}

}  // namespace gatecast::fuzz
