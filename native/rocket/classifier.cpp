#include "rocket/classifier.h"

#include <memory>

namespace gatecast {

namespace {

// Writes the features of all sequences, [sequences, features].
void writeFeatures(const Rocket& rocket, const Sequences& sequences, Team& team, float* to) {
  const Index columns = rocket.plan.features();
  auto convolutions = convolutionsFor(rocket.plan, sequences, rocket.scales, team);
  team.run(sequences.count(), [&](Index i, int thread) {
    Convolutions& own = convolutions[static_cast<std::size_t>(thread)];
    own.read(i);
    rocketFeatures(rocket.plan, rocket.limits, own, team, to + i * columns);
  });
}

}  // namespace

std::vector<float> allFeatures(const Rocket& rocket, const Sequences& sequences, Team& team) {
  std::vector<float> features(static_cast<std::size_t>(sequences.count() * rocket.plan.features()));
  writeFeatures(rocket, sequences, team, features.data());
  return features;
}

RidgeFit fitRocket(Rocket& rocket, const Sequences& sequences, const std::vector<std::int32_t>& examples,
                   RidgeData data, const std::vector<double>& penalties, Team& team) {
  rocket.scales = channelScales(sequences, team);
  rocket.limits = rocketLimits(rocket.plan, sequences, rocket.scales, examples, team);
  // Not a vector: it would fill the memory with zeros first, which no abort can end.
  const std::unique_ptr<float[]> features(
      new float[static_cast<std::size_t>(sequences.count() * rocket.plan.features())]);
  writeFeatures(rocket, sequences, team, features.get());
  data.features = features.get();
  data.rows = sequences.count();
  data.columns = rocket.plan.features();
  RidgeFit fit = fitRidge(data, penalties, team);
  rocket.coefficients = fit.coefficients;
  rocket.intercepts = fit.intercepts;
  return fit;
}

std::vector<double> rocketScores(const Rocket& rocket, const Sequences& sequences, Team& team) {
  const Index columns = rocket.plan.features(), outputs = std::ssize(rocket.intercepts);
  std::vector<double> scores(static_cast<std::size_t>(sequences.count() * outputs));
  auto convolutions = convolutionsFor(rocket.plan, sequences, rocket.scales, team);
  std::vector<std::vector<float>> features(convolutions.size(), std::vector<float>(static_cast<std::size_t>(columns)));
  team.run(sequences.count(), [&](Index i, int thread) {
    const auto own = static_cast<std::size_t>(thread);
    convolutions[own].read(i);
    rocketFeatures(rocket.plan, rocket.limits, convolutions[own], team, features[own].data());
    double* const to = scores.data() + i * outputs;
    for (Index o = 0; o < outputs; o++) to[o] = rocket.intercepts[static_cast<std::size_t>(o)];
    const float* coefficient = rocket.coefficients.data();
    for (Index j = 0; j < columns; j++) {
      const double x = features[own][static_cast<std::size_t>(j)];
      for (Index o = 0; o < outputs; o++) to[o] += x * static_cast<double>(*coefficient++);
    }
  });
  return scores;
}

}  // namespace gatecast
