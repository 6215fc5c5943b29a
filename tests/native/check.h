// Tests have the form TEST(what_holds) { CHECK(condition, values, to, print); }. They register themselves, and check.cpp
// runs them. A CHECK that fails prints the values and ends its test by an exception.

#pragma once

#include "runtime/error.h"

namespace gatecast::test {

struct Test {
  const char* file;
  const char* name;
  void (*run)();
  const Test* next;
  Test(const char* file, const char* name, void (*run)());
};

[[noreturn]] void failed(const char* file, int line, const char* condition, const std::string& details);

}  // namespace gatecast::test

#define TEST(name)                                                            \
  static void name();                                                         \
  static const gatecast::test::Test name##_registered(__FILE__, #name, name); \
  static void name()

#define CHECK(condition, ...)                                                                                \
  do {                                                                                                       \
    if (!(condition)) {                                                                                      \
      gatecast::test::failed(__FILE__, __LINE__, #condition, gatecast::text("" __VA_OPT__(, ) __VA_ARGS__)); \
    }                                                                                                        \
  } while (false)
