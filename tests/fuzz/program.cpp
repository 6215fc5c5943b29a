// The Program reader, shape rules, plans, and both passes of small random Programs.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "graph/executor.h"
#include "tests/fuzz/programs.h"
#include "tests/fuzz/targets.h"

namespace gatecast::fuzz {
namespace {

// Larger Programs are planned and not run.
constexpr std::int64_t mostFloats = 1 << 18;

void fillInputs(Bytes& bytes, const Program& program, Executor& executor, Sizes sizes) {
  for (const int number : executor.neededInputs()) {
    const int value = program.inputs()[static_cast<std::size_t>(number)].value;
    const bool isFloat = program.values()[static_cast<std::size_t>(value)].type == Type::float32;
    float* const slot = executor.input(value);
    for (std::int64_t i = 0; i < executor.extents(value, sizes).count(); i++) {
      const std::int32_t id = bytes.small(-1, 4);
      if (isFloat) slot[i] = bytes.byte() < 250 ? bytes.moderate() : static_cast<float>(bytes.number());
      else std::memcpy(slot + i, &id, sizeof id);
    }
  }
}

// Which NaN a sum of two NaNs gives is not promised.
bool same(const std::vector<float>& a, const std::vector<float>& b) {
  return std::ranges::equal(a, b, [](float x, float y) {
    return (std::isnan(x) && std::isnan(y)) || std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y);
  });
}

struct Passes {
  const Program& program;
  Sizes sizes;
  ExecutorOptions options;
  std::vector<float> weights;

  // The wanted values and the gradients of a run, or nothing if an op refused its inputs.
  std::vector<float> run(Bytes bytes, int threads) const {
    std::vector<float> results;
    Team team(threads);
    Executor executor(program, sizes, options);
    executor.setWeights(weights.data(), team);
    const int steps = options.carry ? 3 : 1;
    for (int step = 0; step < steps; step++) {
      fillInputs(bytes, program, executor, sizes);
      executor.forward(sizes, team, Random(1, 2));
      for (const int value : options.wanted) {
        const std::int64_t count = executor.extents(value, sizes).count();
        results.insert(results.end(), executor.value(value), executor.value(value) + count);
      }
      if (!options.backward) continue;
      executor.clearSeeds();
      for (const int value : options.wanted) {
        float* const seed = executor.seed(value);
        if (seed != nullptr) std::fill_n(seed, executor.extents(value, sizes).count(), 0.5f);
      }
      std::vector<float> gradients(weights.size());
      executor.backward(team, gradients.data());
      results.insert(results.end(), gradients.begin(), gradients.end());
    }
    return results;
  }
};

void execute(Bytes& bytes, const Program& program) {
  Passes passes{program, {bytes.small(1, 3), bytes.small(1, 5)}, {}, {}};
  for (const auto& [name, value] : program.outputs()) passes.options.wanted.push_back(value);
  if (program.loss()) passes.options.wanted.push_back(*program.loss());
  passes.options.training = bytes.flag();
  passes.options.backward = bytes.flag();
  passes.options.carry = bytes.byte() < 64;
  passes.options.precision = bytes.byte() < 32 ? Precision::bf16 : Precision::float32;
  passes.options.threads = 2;
  const ExecutionPlan plan(program, passes.sizes, passes.options, kernels(passes.options.precision));
  require(plan.memory.floats() >= 0, "A plan has a size");
  if (plan.memory.floats() > mostFloats || program.weightCount() > mostFloats) return;
  for (std::int64_t i = 0; i < program.weightCount(); i++) {
    passes.weights.push_back(i < 512 ? bytes.moderate() : 0.1f);
  }
  const bool twice = bytes.byte() < 64;
  const std::vector<float> one = passes.run(bytes, 1);
  if (!twice) return;
  require(same(one, passes.run(bytes, 2)), "Any number of threads gives the same bits");
}

}  // namespace

void program(Bytes& bytes) {
  const Program program(anyProgram(bytes));
  execute(bytes, program);
}

}  // namespace gatecast::fuzz
