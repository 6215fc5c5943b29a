// Runs the inputs that fuzzing has found: each reached code that no input before it reached, or was a fault once.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "tests/fuzz/targets.h"
#include "tests/native/check.h"

namespace {

namespace files = std::filesystem;

std::vector<std::uint8_t> bytesOf(const files::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST(inputs_found_by_fuzzing_give_a_result_or_an_error) {
  for (const auto& target : gatecast::fuzz::targets()) {
    std::vector<files::path> inputs;
    for (const auto& entry : files::directory_iterator(files::path(GATECAST_CORPUS) / target.name)) {
      inputs.push_back(entry.path());
    }
    CHECK(!inputs.empty(), target.name);
    std::ranges::sort(inputs);
    for (const auto& input : inputs) gatecast::fuzz::run(target, bytesOf(input));
  }
}
