#include "tests/fuzz/inputs/passes.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "tests/fuzz/targets.h"

namespace gatecast::fuzz {
namespace {

// Ops that multiply matrices plan some megabytes for each thread, also for small ones.
constexpr std::int64_t mostFloats = 1 << 23;

}  // namespace

std::optional<Passes> anyPasses(Bytes& bytes, const Program& program) {
  Passes passes{{bytes.small(1, 3), bytes.small(1, 5)}, {}, {}};
  for (const auto& [name, value] : program.outputs()) passes.options.wanted.push_back(value);
  if (program.loss()) passes.options.wanted.push_back(*program.loss());
  passes.options.training = bytes.flag();
  passes.options.backward = !bytes.flag();
  passes.options.carry = bytes.byte() >= 192;
  passes.options.precision = bytes.byte() < 224 ? Precision::float32 : Precision::bf16;
  passes.options.threads = 2;
  const ExecutionPlan plan(program, passes.sizes, passes.options, kernels(passes.options.precision));
  require(plan.memory.floats() >= 0, "A plan has a size");
  if (plan.memory.floats() > mostFloats || program.weightCount() > mostFloats) return std::nullopt;
  for (std::int64_t i = 0; i < program.weightCount(); i++) {
    passes.weights.push_back(i < 512 ? bytes.moderate() : 0.1f);
  }
  return passes;
}

void fillInputs(Bytes& bytes, const Program& program, Executor& executor, Sizes sizes) {
  for (const int number : executor.neededInputs()) {
    const int value = program.inputs()[static_cast<std::size_t>(number)].value;
    const bool isFloat = program.values()[static_cast<std::size_t>(value)].type == Type::float32;
    float* const slot = executor.input(value);
    for (std::int64_t i = 0; i < executor.extents(value, sizes).count(); i++) {
      if (isFloat) {
        slot[i] = bytes.byte() < 250 ? bytes.moderate() : static_cast<float>(bytes.number());
      } else {
        // Ids and lengths are mostly valid ones.
        const std::int32_t id = bytes.byte() < 250 ? bytes.small(0, 1) : bytes.small(-1, 9);
        std::memcpy(slot + i, &id, sizeof id);
      }
    }
  }
}

std::vector<float> wantedValues(const Executor& executor, const ExecutorOptions& options, Sizes sizes) {
  std::vector<float> results;
  for (const int value : options.wanted) {
    const std::int64_t count = executor.extents(value, sizes).count();
    results.insert(results.end(), executor.value(value), executor.value(value) + count);
  }
  return results;
}

void seedAll(Executor& executor, const ExecutorOptions& options, Sizes sizes) {
  executor.clearSeeds();
  for (const int value : options.wanted) {
    float* const seed = executor.seed(value);
    if (seed != nullptr) std::fill_n(seed, executor.extents(value, sizes).count(), 0.5f);
  }
}

// Which NaN a sum of two NaNs gives is not promised.
bool same(const std::vector<float>& a, const std::vector<float>& b) {
  return std::ranges::equal(a, b, [](float x, float y) {
    return (std::isnan(x) && std::isnan(y)) || std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y);
  });
}

}  // namespace gatecast::fuzz
