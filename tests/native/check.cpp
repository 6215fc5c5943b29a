#include "tests/native/check.h"

#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "kernels/kernels.h"

namespace gatecast::test {
namespace {

const Test* first = nullptr;
const Test** last = &first;

const char* nameOf(const char* file) {
  const char* slash = std::strrchr(file, '/');
  return slash != nullptr ? slash + 1 : file;
}

// Each argument is a part of the name of a test or of a file.
bool wanted(const Test& test, int count, char** arguments) {
  for (int i = 1; i < count; i++) {
    if (std::strstr(test.name, arguments[i]) != nullptr) return true;
    if (std::strstr(nameOf(test.file), arguments[i]) != nullptr) return true;
  }
  return count <= 1;
}

}  // namespace

Test::Test(const char* file, const char* name, void (*run)()) : file(file), name(name), run(run), next(nullptr) {
  *last = this;
  last = &next;
}

void failed(const char* file, int line, const char* condition, const std::string& details) {
  throw std::runtime_error(text(condition, details.empty() ? "" : ": ", details, " (", nameOf(file), ":", line, ")"));
}

}  // namespace gatecast::test

// gatecast_tests [part of a name]...: runs the tests whose name or file name contains one of the parts; all without parts.
int main(int count, char** arguments) {
  using namespace gatecast;
  if (const char* name = unknownTier()) {
    std::printf("Expected GATECAST_ISA to name a tier of this architecture, got %s\n", name);
    return 2;
  }
  std::printf("tier %s\n", kernels().tier);
  int failures = 0;
  for (const test::Test* t = test::first; t; t = t->next) {
    if (!test::wanted(*t, count, arguments)) continue;
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
