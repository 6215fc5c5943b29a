#include <cmath>

#include "runtime/random.h"
#include "tests/native/check.h"

using gatecast::Random;

TEST(random_gives_the_published_known_answers_of_philox4x32_10) {
  const auto zero = Random(0, 0).block(0);
  CHECK(zero[0] == 0x6627e8d5 && zero[1] == 0xe169c58d && zero[2] == 0xbc57ac4c && zero[3] == 0x9b00dbd8);
  const auto ones = Random(~0ull, ~0ull).block(~0ull);
  CHECK(ones[0] == 0x408f276d && ones[1] == 0x41c83b0e && ones[2] == 0xa20bc7c6 && ones[3] == 0x6d5451fd);
  const auto pi = Random(0x299f31d0a4093822ull, 0x0370734413198a2eull).block(0x85a308d3243f6a88ull);
  CHECK(pi[0] == 0xd16cfe09 && pi[1] == 0x94fdcceb && pi[2] == 0x5001e420 && pi[3] == 0x24126ea1);
}

TEST(random_uniform_numbers_have_the_moments_of_a_uniform_distribution) {
  const Random random(1, 2);
  double sum = 0, squares = 0;
  const int n = 100000;
  for (int i = 0; i < n; i++) {
    const double u = static_cast<double>(random.uniform(static_cast<std::uint64_t>(i)));
    CHECK(u >= 0 && u < 1);
    sum += u;
    squares += u * u;
  }
  CHECK(std::abs(sum / n - 0.5) < 0.004);
  CHECK(std::abs(squares / n - 1.0 / 3) < 0.004);
}

TEST(random_normal_numbers_have_the_moments_of_a_normal_distribution) {
  const Random random(3, 4);
  double sum = 0, squares = 0, fourth = 0;
  const int n = 200000;
  for (int i = 0; i < n; i++) {
    const double x = static_cast<double>(random.normal(static_cast<std::uint64_t>(i)));
    sum += x;
    squares += x * x;
    fourth += x * x * x * x;
  }
  CHECK(std::abs(sum / n) < 0.01);
  CHECK(std::abs(squares / n - 1) < 0.015);
  CHECK(std::abs(fourth / n - 3) < 0.1);
}

TEST(random_children_of_one_generator_differ) {
  const Random random(5, 6);
  int equal = 0;
  for (std::uint64_t i = 0; i < 1000; i++) equal += random.child(0).block(i)[0] == random.child(1).block(i)[0];
  CHECK(equal == 0);
}
