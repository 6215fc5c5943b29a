#include "tests/native/check.h"

#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "kernels/kernels.h"

namespace gatecast::test {
namespace {

const Test* first = nullptr;
const Test** last = &first;

// Every argument is a part of a name, or `-` and a part.
bool wanted(const char* name, int count, char** arguments) {
  bool named = false, asked = false;
  for (int i = 1; i < count; i++) {
    const bool without = arguments[i][0] == '-';
    const bool found = std::strstr(name, arguments[i] + (without ? 1 : 0)) != nullptr;
    if (without && found) return false;
    asked = asked || !without;
    named = named || (!without && found);
  }
  return named || !asked;
}

}  // namespace

Test::Test(const char* name, void (*run)()) : name(name), run(run), next(nullptr) {
  *last = this;
  last = &next;
}

void failed(const char* file, int line, const char* condition, const std::string& details) {
  const char* slash = std::strrchr(file, '/');
  throw std::runtime_error(
      text(condition, details.empty() ? "" : ": ", details, " (", slash ? slash + 1 : file, ":", line, ")"));
}

}  // namespace gatecast::test

// gatecast_tests [part of a name]... [-part of a name]...: runs the tests whose name contains one of the former, if there
// are any, and none of the latter.
int main(int count, char** arguments) {
  using namespace gatecast;
  if (const char* name = unknownTier()) {
    std::printf("Expected GATECAST_ISA to name a tier of this architecture, got %s\n", name);
    return 2;
  }
  std::printf("tier %s\n", kernels().tier);
  int failures = 0;
  for (const test::Test* t = test::first; t; t = t->next) {
    if (!test::wanted(t->name, count, arguments)) continue;
    try {
      t->run();
      std::printf("ok %s\n", t->name);
    } catch (const std::exception& error) {
      ++failures;
      std::printf("FAILED %s: %s\n", t->name, error.what());
    }
    std::fflush(stdout);
  }
  return failures == 0 ? 0 : 1;
}
