#include <limits>

#include "tests/native/check.h"
#include "tests/native/windows_data.h"
#include "training/windows/scaling.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

Scale scaleOf(const char* scaling, const std::vector<double>& values, bool subtractLevel = false) {
  return gatecast::scaleOf(scalingNamed(scaling), subtractLevel, {nullptr, values.data()}, std::ssize(values));
}

bool is(const char* scaling, const std::vector<double>& values, double location, double scale) {
  const Scale found = scaleOf(scaling, values);
  const auto near = [](double a, double b) { return std::abs(a - b) <= 1e-6 * std::max(1.0, std::abs(b)); };
  return near(found.location, location) && near(found.scale, scale);
}

constexpr const char* all[] = {"none", "mean", "standard", "robust", "last"};

}  // namespace

TEST(scaling_follows_its_definitions_on_the_values_that_are_there) {
  const std::vector<double> values{missing, 2, -4, missing, 6, 8, missing};
  CHECK(is("none", values, 0, 1));
  CHECK(is("mean", values, 0, 5));
  CHECK(is("standard", values, 3, std::sqrt(21.0)));
  CHECK(is("robust", values, 4, (6.5 - 0.5) / 1.349));
  CHECK(is("last", values, 8, std::sqrt((36 + 144 + 4) / 4.0)));
}

TEST(robust_scaling_of_mostly_one_value_has_the_spread_of_the_others) {
  CHECK(is("robust", {0, 0, 0, 3, 0, 0, 0, 4, 0}, 0, std::sqrt(25.0 / 9)));
}

TEST(scaling_of_nothing_has_scale_1_and_of_a_constant_its_level_up_to_1) {
  for (const char* scaling : all) {
    CHECK(is(scaling, {}, 0, 1), scaling);
    CHECK(is(scaling, {missing, missing}, 0, 1), scaling);
    CHECK(is(scaling, {0, 0, 0}, 0, 1), scaling);
    // 0.1 is not exact in binary: the rounding of the sum must not count as a spread.
    const std::vector<double> constant(7, 0.1);
    const bool none = std::string(scaling) == "none", mean = std::string(scaling) == "mean";
    CHECK(is(scaling, constant, none || mean ? 0.0 : 0.1, none ? 1.0 : 0.1), scaling);
  }
}

TEST(scaling_stays_finite_at_the_ends_of_float32) {
  constexpr float most = std::numeric_limits<float>::max(), least = std::numeric_limits<float>::denorm_min();
  for (const char* scaling : all) {
    for (const std::vector<double>& values : {std::vector<double>{-most, most, most}, {least, -least, 0}}) {
      const Scale found = scaleOf(scaling, values);
      CHECK(std::isfinite(found.location) && std::isfinite(found.scale) && found.scale > 0, scaling, found.scale);
    }
  }
}

TEST(scaled_values_keep_the_digits_of_small_differences_from_a_large_location) {
  const Scale scale{1e12 + 1, 2};
  CHECK(scale.scaled(1e12 + 3) == 1 && scale.unscaled(1) == 1e12 + 3);
}

TEST(scaling_of_changes_does_not_depend_on_the_level_that_they_stand_on) {
  for (const double level : {1e6, 1e9, 1e12}) {
    for (const char* scaling : {"standard", "robust", "last"}) {
      const Scale near = scaleOf(scaling, {3, 5, missing, 4, 9, 7}),
                  far = scaleOf(scaling, {level + 3, level + 5, missing, level + 4, level + 9, level + 7});
      CHECK(std::abs(far.location - level - near.location) < 1e-3, scaling, level, far.location);
      CHECK(std::abs(far.scale - near.scale) < 1e-3, scaling, level, far.scale);
    }
  }
}

TEST(none_and_mean_subtract_a_level_that_is_far_above_the_changes_if_asked_to) {
  const std::vector<double> far{1e9, 1e9 + 2, missing, 1e9 + 4}, near{100, 102, missing, 104};
  const double spread = std::sqrt(8.0 / 3);
  for (const char* scaling : {"none", "mean"}) {
    const bool mean = std::string(scaling) == "mean";
    const Scale shifted = scaleOf(scaling, far, true), plain = scaleOf(scaling, far),
                small = scaleOf(scaling, near, true);
    CHECK(shifted.location == 1e9 + 2 && std::abs(shifted.scale - (mean ? spread : 1)) < 1e-9, scaling, shifted.scale);
    CHECK(plain.location == 0 && small.location == 0, scaling);
    const Scale constant = scaleOf(scaling, {5e8, 5e8}, true), low = scaleOf(scaling, {5, 5}, true);
    CHECK(constant.location == 5e8 && constant.scale == 1 && low.location == 0, scaling);
  }
}
