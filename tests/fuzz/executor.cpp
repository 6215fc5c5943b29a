// An Executor that is used in every way it offers, beside a twin that only runs forward and backward: both give the same
// bits.

#include <algorithm>
#include <memory>

#include "tests/fuzz/inputs/passes.h"
#include "tests/fuzz/inputs/programs.h"
#include "tests/fuzz/targets.h"

namespace gatecast::fuzz {
namespace {

const Random random(1, 2);

// Reads every float that an op has written.
const auto readAll = [](const Program::Node& node, const float* written, std::int64_t count) {
  require(!node.label.empty() && count > 0, "A watch sees the values of an op");
  volatile float read = 0;
  for (std::int64_t i = 0; i < count; i++) read = written[i];
  static_cast<void>(read);
};
const Executor::Watch watcher(readAll);

bool sameNorms(const HiddenNorms& a, const HiddenNorms& b) {
  return std::ranges::equal(
      a, b, [](const auto& x, const auto& y) { return x.first == y.first && same(x.second, y.second); });
}

struct Pair {
  const Program& program;
  const Passes& passes;
  Sizes sizes = passes.sizes;
  Team one{1}, two{2};
  std::unique_ptr<Executor> used = made(), twin = made();
  std::vector<std::vector<float>> places{};  // by wanted value
  bool ran = false;

  std::unique_ptr<Executor> made() {
    auto executor = std::make_unique<Executor>(program, passes.sizes, passes.options);
    executor->setWeights(passes.weights.data(), one);
    return executor;
  }

  // A pass that an op refuses leaves the state as it was, so the twin does not run it.
  bool forward(Bytes inputs, bool watched) {
    Bytes again = inputs;
    fillInputs(inputs, program, *used, sizes);
    try {
      used->forward(sizes, one, random, watched ? &watcher : nullptr);
    } catch (const Error&) {
      return false;
    }
    fillInputs(again, program, *twin, sizes);
    twin->forward(sizes, two, random);
    require(same(values(*used), values(*twin)), "Both executors give the same values");
    return ran = true;
  }
  std::vector<float> values(const Executor& of) const { return wantedValues(of, passes.options, sizes); }

  void backward(bool watched, bool placed) {
    std::vector<std::vector<float>> own;
    for (const int value : passes.options.wanted) {
      own.emplace_back(static_cast<std::size_t>(used->extents(value, sizes).count()));
      used->placeSeed(value, placed ? own.back().data() : nullptr);
    }
    std::vector<float> gradients(passes.weights.size()), expected = gradients;
    seedAll(*used, passes.options, sizes);
    used->backward(one, gradients.data(), watched ? &watcher : nullptr);
    seedAll(*twin, passes.options, sizes);
    twin->backward(two, expected.data());
    require(same(gradients, expected), "Both executors give the same gradients");
    require(sameNorms(used->hiddenNorms(), twin->hiddenNorms()), "Both executors give the same norms");
    for (const int value : passes.options.inputGradients) {
      const float *a = used->inputGradient(value), *b = twin->inputGradient(value);
      require((a == nullptr) == (b == nullptr), "Both executors reach the same inputs");
      const std::int64_t count = a == nullptr ? 0 : used->extents(value, sizes).count();
      require(same({a, a + count}, {b, b + count}), "Both executors give the same gradients of inputs");
    }
  }

  // Lets forward passes write the wanted values to memory of ours, or to the arena again.
  void place(bool placed) {
    places.clear();
    for (const int value : passes.options.wanted) {
      places.emplace_back(static_cast<std::size_t>(used->extents(value, passes.sizes).count()));
      used->place(value, placed ? places.back().data() : nullptr);
    }
  }
};

}  // namespace

void executor(Bytes& bytes) {
  const Program program(anyProgram(bytes));
  std::optional<Passes> passes = anyPasses(bytes, program);
  if (!passes) return;
  passes->options.hiddenNorms = passes->options.backward && bytes.flag();
  if (passes->options.backward && bytes.flag()) {
    for (const auto& input : program.inputs()) passes->options.inputGradients.push_back(input.value);
  }
  Pair pair{program, *passes};
  for (int left = bytes.small(1, 6); left > 0; left--) {
    const int action = bytes.small(0, 5);
    const bool flag = bytes.flag();
    if (action == 0) pair.place(flag);
    if (action == 1) {
      pair.used->resetState();
      pair.twin->resetState();
      pair.sizes = {bytes.small(1, 255) % passes->sizes.batch + 1, bytes.small(1, 255) % passes->sizes.time + 1};
      pair.ran = false;
    }
    if (action == 2) pair.used->prepare(pair.two);
    if (action == 3 && pair.ran && passes->options.carry) {
      auto fresh = pair.made();
      fresh->takeState(*pair.used, pair.sizes.batch, 1);
      pair.used = std::move(fresh);
    }
    const Bytes inputs = bytes;
    if (action == 4 && pair.forward(inputs, flag)) {
      pair.used->undo();
      pair.twin->undo();
    }
    if (pair.forward(inputs, flag) && passes->options.backward) pair.backward(flag, action == 5);
    for (int i = 0; i < 16; i++) bytes.byte();
  }
}

}  // namespace gatecast::fuzz
