#include "rocket/classifier.h"

namespace gatecast {

std::vector<float> allFeatures(const Rocket& rocket, const Sequences& sequences, Team& team) {
  const Index columns = rocket.plan.features();
  std::vector<float> features(static_cast<std::size_t>(sequences.count() * columns));
  auto convolutions = convolutionsFor(rocket.plan, sequences, rocket.scales, team);
  team.run(sequences.count(), [&](Index i, int thread) {
    Convolutions& own = convolutions[static_cast<std::size_t>(thread)];
    own.read(i);
    rocketFeatures(rocket.plan, rocket.limits, own, team, features.data() + i * columns);
  });
  return features;
}

RidgeFit fitRocket(Rocket& rocket, const Sequences& sequences, const std::vector<std::int32_t>& examples,
                   RidgeData data, const std::vector<double>& penalties, Team& team) {
  rocket.scales = channelScales(sequences, team);
  rocket.limits = rocketLimits(rocket.plan, sequences, rocket.scales, examples, team);
  const std::vector<float> features = allFeatures(rocket, sequences, team);
  data.features = features.data();
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
