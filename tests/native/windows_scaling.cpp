#include <limits>

#include "tests/native/check.h"
#include "tests/native/windows_data.h"
#include "training/windows/scaling.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

bool is(const char* scaling, std::vector<float> values, double location, double scale) {
  const Scale found = scaleOf(scalingNamed(scaling), values.data(), std::ssize(values));
  const auto near = [](double a, double b) { return std::abs(a - b) <= 1e-6 * std::max(1.0, std::abs(b)); };
  return near(found.location, location) && near(found.scale, scale);
}

constexpr const char* all[] = {"none", "mean", "standard", "robust", "last"};

}  // namespace

TEST(scaling_follows_its_definitions_on_the_values_that_are_there) {
  const std::vector<float> values{missing, 2, -4, missing, 6, 8, missing};
  CHECK(is("none", values, 0, 1));
  CHECK(is("mean", values, 0, 5));
  CHECK(is("standard", values, 3, std::sqrt(21.0)));
  CHECK(is("robust", values, 4, (6.5 - 0.5) / 1.349));
  CHECK(is("last", values, 8, std::sqrt((36 + 144 + 4) / 4.0)));
}

TEST(robust_scaling_of_mostly_one_value_has_the_spread_of_the_others) {
  CHECK(is("robust", {0, 0, 0, 3, 0, 0, 0, 4, 0}, 0, std::sqrt(25.0 / 9)));
}

TEST(scaling_of_nothing_and_of_a_constant_has_scale_1) {
  for (const char* scaling : all) {
    CHECK(is(scaling, {}, 0, 1), scaling);
    CHECK(is(scaling, {missing, missing}, 0, 1), scaling);
    CHECK(is(scaling, {0, 0, 0}, 0, 1), scaling);
    // 0.1 is not exact in binary: the rounding of the sum must not count as a spread.
    const std::vector<float> constant(7, 0.1f);
    const bool none = std::string(scaling) == "none", mean = std::string(scaling) == "mean";
    CHECK(is(scaling, constant, none || mean ? 0.0 : 0.1f, mean ? 0.1f : 1.0), scaling);
  }
}

TEST(scaling_stays_finite_at_the_ends_of_float32) {
  constexpr float most = std::numeric_limits<float>::max(), least = std::numeric_limits<float>::denorm_min();
  for (const char* scaling : all) {
    for (const std::vector<float>& values : {std::vector<float>{-most, most, most}, {least, -least, 0}}) {
      const Scale found = scaleOf(scalingNamed(scaling), values.data(), 3);
      CHECK(std::isfinite(found.location) && std::isfinite(found.scale) && found.scale > 0, scaling, found.scale);
    }
  }
}

TEST(scaled_values_keep_the_digits_of_small_differences_from_a_large_location) {
  const Scale scale{16777216, 2};
  CHECK(scale.scaled(16777218) == 1 && scale.unscaled(1) == 16777218);
}
