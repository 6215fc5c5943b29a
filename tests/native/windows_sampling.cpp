#include <array>
#include <cmath>
#include <vector>

#include "ops/losses/gamma.h"
#include "tests/native/check.h"
#include "training/paths/draw.h"
#include "training/paths/sampling.h"

using namespace gatecast;

namespace {

constexpr int count = 200000;

struct Moments {
  double mean = 0, variance = 0, skewness = 0;
};

template <typename Draw>
Moments momentsOf(const Draw& draw) {
  std::vector<double> values;
  for (int i = 0; i < count; i++) {
    Draws draws(Random(11, static_cast<std::uint64_t>(i)));
    values.push_back(draw(draws));
  }
  Moments m;
  for (const double x : values) m.mean += x / count;
  for (const double x : values) m.variance += (x - m.mean) * (x - m.mean) / count;
  for (const double x : values) m.skewness += std::pow(x - m.mean, 3) / count / std::pow(m.variance, 1.5);
  return m;
}

// Mean and variance must be within five standard errors. The standard error of the variance depends on the kurtosis.
void checkMoments(const char* what, Moments found, double mean, double variance, double excessKurtosis) {
  const double error = std::sqrt(variance / count);
  CHECK(std::abs(found.mean - mean) < 5 * error, what, ": mean ", found.mean, " for ", mean);
  const double relative = std::sqrt((excessKurtosis + 2) / count);
  CHECK(std::abs(found.variance / variance - 1) < 5 * relative, what, ": variance ", found.variance, " for ", variance);
}

// Compares the counts of 0, 1, ... with their probabilities by a chi-squared test, without cells that expect fewer than 20.
template <typename Draw, typename LogProbability>
void checkCounts(const char* what, const Draw& draw, const LogProbability& logProbability) {
  constexpr int cells = 200;
  std::array<double, cells> counts{};
  for (int i = 0; i < count; i++) {
    Draws draws(Random(12, static_cast<std::uint64_t>(i)));
    const double k = draw(draws);
    CHECK(k >= 0 && k == std::floor(k), what, ": ", k);
    if (k < cells) counts[static_cast<std::size_t>(k)]++;
  }
  double chiSquared = 0, used = 0;
  for (int k = 0; k < cells; k++) {
    const double expected = count * std::exp(logProbability(k));
    if (expected < 20) continue;
    const double difference = counts[static_cast<std::size_t>(k)] - expected;
    chiSquared += difference * difference / expected;
    used++;
  }
  CHECK(used > 3 && chiSquared < used + 5 * std::sqrt(2 * used), what, ": chi-squared ", chiSquared, " of ", used);
}

}  // namespace

TEST(draws_are_a_function_of_the_stream) {
  Draws a(Random(1, 2)), b(Random(1, 2)), other(Random(1, 3));
  const double first = drawGamma(a, 0.3);
  CHECK(first == drawGamma(b, 0.3) && first != drawGamma(other, 0.3));
  CHECK(drawNegativeBinomial(a, 5, 0.4) == drawNegativeBinomial(b, 5, 0.4));
}

TEST(normal_draws_have_the_moments_of_their_distribution) {
  const Moments found = momentsOf([](Draws& draws) { return draws.normal(); });
  checkMoments("normal", found, 0, 1, 0);
  CHECK(std::abs(found.skewness) < 5 * std::sqrt(6.0 / count), found.skewness);
}

TEST(gamma_draws_have_the_moments_of_their_distribution) {
  for (const double shape : {0.05, 0.5, 1.0, 2.5, 40.0, 1e6}) {
    const Moments found = momentsOf([=](Draws& draws) { return drawGamma(draws, shape); });
    checkMoments("gamma", found, shape, shape, 6 / shape);
    if (shape >= 0.5)
      CHECK(std::abs(found.skewness - 2 / std::sqrt(shape)) < 0.1, shape, ": skewness ", found.skewness);
  }
}

TEST(poisson_draws_have_the_probabilities_of_their_distribution) {
  for (const double mean : {0.01, 0.7, 9.9, 10.0, 31.5, 120.0}) {
    checkMoments("poisson", momentsOf([=](Draws& draws) { return drawPoisson(draws, mean); }), mean, mean, 1 / mean);
    if (mean < 0.5) continue;
    checkCounts(
        "poisson", [=](Draws& draws) { return drawPoisson(draws, mean); },
        [=](double k) { return k * std::log(mean) - mean - logGamma(k + 1); });
  }
  for (const double mean : {1e4, 1e9, 1e20}) {
    checkMoments("poisson", momentsOf([=](Draws& draws) { return drawPoisson(draws, mean); }), mean, mean, 1 / mean);
  }
  Draws draws(Random(1, 1));
  CHECK(drawPoisson(draws, 0) == 0);
}

TEST(student_t_draws_have_the_moments_of_their_distribution) {
  for (const double degrees : {5.0, 8.0, 30.0, 1e7}) {
    const Moments found = momentsOf([=](Draws& draws) { return drawStudentT(draws, degrees); });
    // For up to 8 degrees the eighth moment is infinite and the sample variance varies widely: 60 is a wide limit.
    const double kurtosis = degrees > 8 ? 6 / (degrees - 4) : 60;
    checkMoments("student-t", found, 0, degrees / (degrees - 2), kurtosis);
  }
  // With one degree of freedom it is the Cauchy distribution, of which half lies between -1 and 1.
  const Moments inside = momentsOf([](Draws& draws) { return std::abs(drawStudentT(draws, 1)) < 1 ? 1.0 : 0.0; });
  CHECK(std::abs(inside.mean - 0.5) < 5 * 0.5 / std::sqrt(count), inside.mean);
}

TEST(negative_binomial_draws_have_the_probabilities_of_their_distribution) {
  for (const auto& [mean, dispersion] : {std::pair{0.4, 2.0}, {6.0, 0.5}, {25.0, 0.1}, {80.0, 0.02}}) {
    const double r = 1 / dispersion;
    checkMoments("negative binomial",
                 momentsOf([=](Draws& draws) { return drawNegativeBinomial(draws, mean, dispersion); }), mean,
                 mean + dispersion * mean * mean, 6 / r + 1 / (mean + dispersion * mean * mean));
    checkCounts(
        "negative binomial", [=](Draws& draws) { return drawNegativeBinomial(draws, mean, dispersion); },
        [=](double k) {
          return logGamma(k + r) - logGamma(r) - logGamma(k + 1) + r * std::log(r / (r + mean)) +
                 k * std::log(mean / (r + mean));
        });
  }
  checkMoments("no dispersion", momentsOf([](Draws& draws) { return drawNegativeBinomial(draws, 7, 0); }), 7, 7,
               1.0 / 7);
  checkMoments("little dispersion", momentsOf([](Draws& draws) { return drawNegativeBinomial(draws, 7, 1e-9); }), 7, 7,
               1.0 / 7);
}

TEST(a_path_of_counts_may_have_dispersion_0_and_then_draws_poisson_counts) {
  PathOptions options;
  options.likelihood = Likelihood::negativeBinomial;
  options.outputs = {"mean", "dispersion"};
  const auto draw = [&](float mean, float dispersion, std::int64_t path) {
    return static_cast<double>(drawStep(options, {mean, dispersion, 0}, Scale{}, {0, 0, path, 0}));
  };
  std::int64_t path = 0;
  const Moments found = momentsOf([&](Draws&) { return draw(7, 0, path++); });
  checkMoments("paths without dispersion", found, 7, 7, 1.0 / 7);
  CHECK(draw(0, 0, 0) == 0);
  for (const float dispersion : {-0.1f, NAN, INFINITY}) {
    Code code = Code::program;
    try {
      draw(7, dispersion, 0);
    } catch (const Error& error) {
      code = error.code();
    }
    CHECK(code == Code::notFinite, dispersion);
  }
}
