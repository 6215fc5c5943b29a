#include "tests/fuzz/targets.h"

#include <cstdio>
#include <cstdlib>

#include "runtime/buffer.h"
#include "runtime/error.h"

namespace gatecast::fuzz {

std::span<const Target> targets() {
  static constexpr Target all[] = {{"arrays", arrays},  {"attributes", attributes}, {"executor", executor},
                                   {"paths", paths},    {"program", program},       {"ridge", ridge},
                                   {"rocket", rocket},  {"table", table},           {"trainer", trainer},
                                   {"windows", windows}};
  return all;
}

void run(const Target& target, std::span<const std::uint8_t> input) {
  // Whether sizes of many gigabytes are refused must not depend on the machine.
  setMaxMemory(0x1p30);
  Bytes bytes(input);
  try {
    target.run(bytes);
  } catch (const Error& error) {
    require(std::string(error.what()).size() > 10, "An error has a message");
  }
  setMaxMemory(0);
}

void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "Broken promise: %s\n", promise);
  std::abort();
}

}  // namespace gatecast::fuzz
