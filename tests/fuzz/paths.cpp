// Sampled paths with any options, on windows that fit or do not.

#include "training/paths/paths.h"
#include "tests/fuzz/inputs/tables.h"
#include "tests/fuzz/targets.h"
#include "tests/native/training_program.h"

namespace gatecast::fuzz {
namespace {

// A gru that reads the target and at times a covariate, and gives up to three outputs.
std::shared_ptr<const Program> network(bool covariate, bool softplus) {
  test::ProgramBuilder b;
  const int y = b.source("input", "lagged", {"batch", "time", "1"});
  const int read = covariate ? b.add("multiply", {y, b.source("input", "known", {"batch", "time", "1"})}, {}) : y;
  const int states =
      b.add("gru", {read, b.source("parameter", "ih", {"6", "1"}), b.source("parameter", "hh", {"6", "2"})}, {}, 2);
  for (const char* name : {"a", "b", "c"}) {
    const int line = b.add("linear", {states, b.source("parameter", name, {"1", "2"})}, {});
    b.data.outputs[name] = softplus ? b.add("softplus", {line}, {}) : line;
  }
  return std::make_shared<const Program>(b.data);
}

}  // namespace

void paths(Bytes& bytes) {
  const bool covariate = bytes.flag();
  const auto program = network(covariate, bytes.byte() < 240);
  std::vector<float> weights;
  for (std::int64_t i = 0; i < program->weightCount(); i++) weights.push_back(bytes.moderate());
  Windows windows = anyWindows(bytes, anyTable(bytes));
  windows.needTarget = false;
  const std::int64_t context = bytes.small(0, 6), horizon = bytes.small(1, 4);
  const auto input = [&](const char* column, bool scaled) {
    WindowInput values{WindowInput::Kind::values, {column}, -context - 1, horizon - 1, {scaled}, 0};
    return bytes.byte() < 240 ? values : anyInput(bytes);
  };
  windows.inputs["lagged"] = input("y", bytes.flag());
  if (covariate) windows.inputs["known"] = input(bytes.flag() ? "x" : "y", false);
  PathOptions options;
  options.likelihood = static_cast<Likelihood>(bytes.small(0, 3));
  static const std::vector<std::string> names{"a", "b", "c", "a", "b", "nothing"};
  const int parameters[] = {2, 3, 2, 1};
  const int count = bytes.byte() < 250 ? parameters[static_cast<int>(options.likelihood)] : bytes.small(0, 4);
  for (int i = 0; i < count; i++) options.outputs.push_back(bytes.one(names));
  options.paths = bytes.byte() < 240 ? bytes.small(1, 4) : 1 + (bytes.whole() & 0xffffffff);
  options.horizon = bytes.byte() < 240 ? horizon : 1 + (bytes.whole() & 0xffffffff);
  options.scaled = bytes.flag();
  options.seed = bytes.word();
  options.batchSize = bytes.byte() < 240 ? bytes.small(1, 5) : 1 + (bytes.whole() & 0xffffffff);
  // Sizes that the checks let through may take minutes.
  if (options.paths > 64 && options.paths < (std::int64_t{1} << 28)) options.paths = 64;
  if (options.batchSize > 64) options.batchSize = 64;
  Team team(bytes.small(1, 2));
  const Paths paths = samplePaths(*program, weights.data(), std::move(windows), options, team);
  require(std::ssize(paths.values) == paths.shape[0] * paths.shape[1] * paths.shape[2], "Paths have all values");
}

}  // namespace gatecast::fuzz
