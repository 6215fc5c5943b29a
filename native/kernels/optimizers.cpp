// Updates of n weights p by their gradients g. kernels.h has the equations.

#include "kernels/tier.h"
#include "simd/vector.h"

namespace gatecast::GATECAST_TIER {

void sgd(float* p, const float* g, float* velocity, Index n, float rate, float momentum, bool nesterov,
         float weightDecay) {
  forEachVector(n, [&](auto at) {
    const Floats weight = at.load(p);
    const Floats gradient = at.load(g) + weightDecay * weight;
    Floats step = gradient;
    if (velocity) {
      const Floats v = momentum * at.load(velocity) + gradient;
      at.store(velocity, v);
      step = nesterov ? gradient + momentum * v : v;
    }
    at.store(p, weight - rate * step);
  });
}

void adam(float* p, const float* g, float* m, float* v, Index n, const AdamStep& s) {
  const float rate = s.learningRate / s.correction1;
  const float rootScale = 1 / __builtin_sqrtf(s.correction2);
  const float coupledDecay = s.decoupled ? 0 : s.weightDecay;
  const float decoupledDecay = s.decoupled ? s.learningRate * s.weightDecay : 0;
  forEachVector(n, [&](auto at) {
    const Floats weight = at.load(p);
    const Floats gradient = at.load(g) + coupledDecay * weight;
    const Floats mean = s.beta1 * at.load(m) + (1 - s.beta1) * gradient;
    const Floats square = s.beta2 * at.load(v) + (1 - s.beta2) * (gradient * gradient);
    at.store(m, mean);
    at.store(v, square);
    const Floats decayed = weight - decoupledDecay * weight;
    at.store(p, decayed - rate * mean / (squareRoot(square) * rootScale + s.epsilon));
  });
}

void rmsProp(float* p, const float* g, float* square, float* velocity, Index n, float rate, float alpha, float epsilon,
             float momentum, float weightDecay) {
  forEachVector(n, [&](auto at) {
    const Floats weight = at.load(p);
    const Floats gradient = at.load(g) + weightDecay * weight;
    const Floats s = alpha * at.load(square) + (1 - alpha) * (gradient * gradient);
    at.store(square, s);
    Floats step = gradient / (squareRoot(s) + epsilon);
    if (velocity) {
      step = momentum * at.load(velocity) + step;
      at.store(velocity, step);
    }
    at.store(p, weight - rate * step);
  });
}

}  // namespace gatecast::GATECAST_TIER
