// The Program reader, shape rules, plans, and both passes of small random Programs.

#include "tests/fuzz/inputs/passes.h"
#include "tests/fuzz/inputs/programs.h"
#include "tests/fuzz/targets.h"

namespace gatecast::fuzz {
namespace {

// The wanted values and the gradients of some passes.
std::vector<float> run(Bytes bytes, const Program& program, const Passes& passes, int threads) {
  std::vector<float> results;
  const auto keep = [&](const std::vector<float>& some) { results.insert(results.end(), some.begin(), some.end()); };
  Team team(threads);
  Executor executor(program, passes.sizes, passes.options);
  executor.setWeights(passes.weights.data(), team);
  for (int step = passes.options.carry ? 3 : 1; step > 0; step--) {
    fillInputs(bytes, program, executor, passes.sizes);
    executor.forward(passes.sizes, team, Random(1, 2));
    keep(wantedValues(executor, passes.options, passes.sizes));
    if (!passes.options.backward) continue;
    seedAll(executor, passes.options, passes.sizes);
    std::vector<float> gradients(passes.weights.size());
    executor.backward(team, gradients.data());
    keep(gradients);
  }
  return results;
}

}  // namespace

void program(Bytes& bytes) {
  const Program program(anyProgram(bytes));
  const std::optional<Passes> passes = anyPasses(bytes, program);
  if (!passes) return;
  const bool twice = bytes.byte() >= 192;
  const std::vector<float> one = run(bytes, program, *passes, 1);
  if (!twice) return;
  require(same(one, run(bytes, program, *passes, 2)), "Any number of threads gives the same bits");
}

}  // namespace gatecast::fuzz
