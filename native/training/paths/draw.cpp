#include "training/paths/draw.h"

#include <cmath>

#include "runtime/random_streams.h"
#include "training/paths/sampling.h"

namespace gatecast {
namespace {

double drawn(Likelihood likelihood, const std::array<float, 3>& p, Draws& draws) {
  switch (likelihood) {
    case Likelihood::gaussian: return p[0] + p[1] * draws.normal();
    case Likelihood::studentT: return p[0] + p[1] * drawStudentT(draws, p[2]);
    case Likelihood::negativeBinomial: return drawNegativeBinomial(draws, p[0], p[1]);
    case Likelihood::point: break;
  }
  return p[0];
}

// Ranges of the parameters: any location; scale, mean and dispersion of 0 or more; degrees above 0. A scale, mean or
// dispersion of 0 is allowed because a softplus of a number far below 0 is 0. With dispersion 0 the negative binomial
// distribution is the Poisson distribution.
bool valid(Likelihood likelihood, const std::array<float, 3>& p) {
  for (int i = 0; i < parametersOf(likelihood); i++) {
    const float x = p[static_cast<std::size_t>(i)];
    if (!std::isfinite(x)) return false;
    if ((i > 0 || likelihood == Likelihood::negativeBinomial) && x < 0) return false;
  }
  return likelihood != Likelihood::studentT || p[2] > 0;
}

}  // namespace

int parametersOf(Likelihood likelihood) {
  switch (likelihood) {
    case Likelihood::gaussian: return 2;
    case Likelihood::studentT: return 3;
    case Likelihood::negativeBinomial: return 2;
    case Likelihood::point: break;
  }
  return 1;
}

double drawStep(const PathOptions& options, const std::array<float, 3>& parameters, Scale scale, StepOfPath at) {
  const auto refuse = [&](const char* what, const std::string& got) {
    fail(Code::notFinite, "Expected ", what, " at series ", at.series, ", origin ", at.origin, ", step ", at.step,
         ", got ", got);
  };
  if (!valid(options.likelihood, parameters)) {
    std::string got;
    for (std::size_t i = 0; i < options.outputs.size(); i++) {
      got += text(i > 0 ? ", " : "", '"', options.outputs[i], "\" ", parameters[i]);
    }
    refuse("finite outputs, with a scale, mean and dispersion of 0 or more and degrees above 0,", got);
  }
  const Random random = randomFor(Use::paths, options.seed, at.series)
                            .child(static_cast<std::uint64_t>(at.origin))
                            .child(static_cast<std::uint64_t>(at.path))
                            .child(static_cast<std::uint64_t>(at.step));
  Draws draws(random);
  const double value = drawn(options.likelihood, parameters, draws);
  const double result = options.scaled ? scale.unscaled(value) : value;
  if (!std::isfinite(static_cast<float>(result))) {
    refuse("a draw in the range of float32", text(value, ". Use a smaller scale, or more degrees of freedom"));
  }
  return result;
}

}  // namespace gatecast
