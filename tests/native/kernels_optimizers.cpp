// Three steps of each optimiser against the same steps in double precision.

#include "tests/native/arrays.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

constexpr Index n = 37;
constexpr int steps = 3;

// Runs `kernel` on the arrays p, g, s1, s2, and `element` on each element in double precision. p and both moments must
// agree.
template <typename Kernel, typename Element>
void checkSteps(Kernel kernel, Element element) {
  Guarded p = Guarded(1, n).random(1), s1(1, n), s2(1, n);
  struct Weight {
    double p, s1 = 0, s2 = 0;
  };
  std::vector<Weight> expected;
  for (Index i = 0; i < n; ++i) {
    expected.push_back({double{p(0, i)}});
    s1(0, i) = s2(0, i) = 0;
  }
  for (int step = 1; step <= steps; ++step) {
    const Guarded g = Guarded(1, n).random(static_cast<unsigned>(10 + step));
    kernel(p.data(), g.data(), s1.data(), s2.data(), step);
    for (Index i = 0; i < n; ++i) {
      auto& w = expected[static_cast<std::size_t>(i)];
      element(w.p, double{g(0, i)}, w.s1, w.s2, step);
      CHECK(near(double{p(0, i)}, w.p, 2e-6), "weight ", i, " step ", step, ": ", p(0, i), " for ", w.p);
      CHECK(near(double{s1(0, i)}, w.s1, 2e-6) && near(double{s2(0, i)}, w.s2, 2e-6), "moments ", i);
    }
  }
  for (const Guarded* m : {&p, &s1, &s2}) m->checkUntouched();
}

}  // namespace

TEST(sgd_steps_with_momentum_nesterov_and_decay) {
  for (int form = 0; form < 3; ++form) {  // plain, momentum, Nesterov
    const float momentum = form == 0 ? 0 : 0.9f;
    checkSteps([&](float* p, const float* g, float* v, float*,
                   int) { kernels().sgd(p, g, form == 0 ? nullptr : v, n, 0.1f, momentum, form == 2, 0.01f); },
               [&](double& p, double g, double& v, double&, int) {
                 g += 0.01 * p;
                 if (form > 0) v = 0.9 * v + g;
                 p -= 0.1 * (form == 0 ? g : form == 1 ? v : g + 0.9 * v);
               });
  }
}

TEST(adam_steps_with_coupled_and_decoupled_decay) {
  for (const bool decoupled : {false, true}) {
    checkSteps(
        [&](float* p, const float* g, float* m, float* v, int step) {
          AdamStep s{};
          s.learningRate = 0.01f;
          s.beta1 = 0.9f;
          s.beta2 = 0.999f;
          s.epsilon = 1e-8f;
          s.correction1 = static_cast<float>(1 - std::pow(0.9, step));
          s.correction2 = static_cast<float>(1 - std::pow(0.999, step));
          s.weightDecay = 0.1f;
          s.decoupled = decoupled;
          kernels().adam(p, g, m, v, n, s);
        },
        [&](double& p, double g, double& m, double& v, int step) {
          if (decoupled) p -= 0.01 * 0.1 * p;
          if (!decoupled) g += 0.1 * p;
          m = 0.9 * m + 0.1 * g;
          v = 0.999 * v + 0.001 * g * g;
          p -= 0.01 * (m / (1 - std::pow(0.9, step))) / (std::sqrt(v / (1 - std::pow(0.999, step))) + 1e-8);
        });
  }
}

TEST(rms_prop_steps_with_and_without_momentum) {
  for (const bool momentum : {false, true}) {
    checkSteps(
        [&](float* p, const float* g, float* s, float* v, int) {
          kernels().rmsProp(p, g, s, momentum ? v : nullptr, n, 0.001f, 0.99f, 1e-8f, momentum ? 0.9f : 0, 0.01f);
        },
        [&](double& p, double g, double& s, double& v, int) {
          g += 0.01 * p;
          s = 0.99 * s + 0.01 * g * g;
          const double step = g / (std::sqrt(s) + 1e-8);
          if (momentum) v = 0.9 * v + step;
          p -= 0.001 * (momentum ? v : step);
        });
  }
}

TEST(optimizers_move_a_weight_the_same_at_any_position) {
  const auto g = randomFloats(50, 1);
  auto p = randomFloats(50, 2), alone = p;
  std::vector<float> m(50), v(50), m1(50), v1(50);
  const AdamStep s{0.01f, 0.9f, 0.999f, 1e-8f, 0.1f, 0.001f, 0.1f, true};
  kernels().adam(p.data(), g.data(), m.data(), v.data(), 50, s);
  for (std::size_t i = 0; i < 50; ++i) kernels().adam(&alone[i], &g[i], &m1[i], &v1[i], 1, s);
  for (std::size_t i = 0; i < 50; ++i) CHECK(sameBits(p[i], alone[i]) && sameBits(v[i], v1[i]), i);
}
