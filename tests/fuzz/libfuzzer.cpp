// The entry points of libFuzzer. GATECAST_FUZZ_TARGET names the target. See scripts/fuzz.sh.

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/fuzz/targets.h"

namespace {

const gatecast::fuzz::Target* chosen = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  const char* const name = std::getenv("GATECAST_FUZZ_TARGET");
  for (const auto& target : gatecast::fuzz::targets()) {
    if (name != nullptr && std::strcmp(name, target.name) == 0) chosen = &target;
  }
  if (chosen != nullptr) return 0;
  std::fprintf(stderr, "Expected GATECAST_FUZZ_TARGET to name a target:");
  for (const auto& target : gatecast::fuzz::targets()) std::fprintf(stderr, " %s", target.name);
  std::fprintf(stderr, "\n");
  std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  gatecast::fuzz::run(*chosen, {data, size});
  return 0;
}
