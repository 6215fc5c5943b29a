// Exponential smoothing of level and season, both additive, of one value for each step. For a season of M steps:
//
//   l[t] = alpha (y[t] - s[t]) + (1 - alpha) l[t-1]
//   s[t+M] = gamma (y[t] - l[t]) + (1 - gamma) s[t]
//
// l[-1] and s[0..M-1] are given. A step whose mask is 0 keeps both. Backward runs from the last step to the first:
//
//   g = ds[t+M]:  dgamma += g (y - l - s),  dy += gamma g,  dl[t] -= gamma g,  ds[t] += (1 - gamma) g
//   g = dl[t]:    dalpha += g (y - s - l[t-1]),  dy += alpha g,  ds[t] -= alpha g,  dl[t-1] += (1 - alpha) g
//
// Source: Winters 1960; learned jointly with a network: Smyl 2020, ES-RNN, eq. 1 to 3.

#include "ops/split.h"

namespace gatecast {
namespace {

enum Input { values, mask, alpha, gamma, firstLevel, firstSeason };

struct Smoothing final : Op {
  explicit Smoothing(const Attributes&) {}

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(6, 6);
    const char* names[] = {"values", "mask", "alpha", "gamma", "level", "season"};
    for (int i = 0; i < 6; i++) in.checkType(i, Type::float32, names[i]);
    const Shape &y = in.shape(values), &season = in.shape(firstSeason);
    expect(y.rank() == 2 && y[1].fixed(), "values [batch, steps] with a fixed number of steps, got ", y);
    expect(in.shape(mask) == y, "a mask of the shape of values ", y, ", got ", in.shape(mask));
    const Shape one{y[0], Dim::of(1)};
    for (int i : {alpha, gamma, firstLevel})
      expect(in.shape(i) == one, names[i], " to be ", one, ", got ", in.shape(i));
    expect(season.rank() == 2 && season[0] == y[0] && season[1].fixed(), "season [batch, steps of a season] to match ",
           "values ", y, ", got ", season);
    return {{y}, {Shape{y[0], Dim::of(y[1].factor + season[1].factor)}}};
  }

  struct Layout {
    explicit Layout(const Geometry& g) : B(g.inputs[0][0]), T(g.inputs[0][1]), M(g.inputs[firstSeason][1]) {}
    Index B, T, M;
  };

  Memory memory(const Geometry& g, const Kernels&, bool training) const override {
    const Layout s(g);
    Memory memory;
    if (training) memory.perThread = s.T + s.T + s.M;  // dl and ds of a row
    return memory;
  }

  void forward(const Run& run) const override {
    const Layout s(run.geometry);
    parallelFor(run.team, s.B, grainOf(4 * s.T), [&](Index from, Index to, int) {
      for (Index row = from; row < to; row++) {
        run.team.check();
        const float *y = run.in(values) + row * s.T, *seen = run.in(mask) + row * s.T;
        const float a = run.in(alpha)[row], g = run.in(gamma)[row];
        float *level = run.out(0) + row * s.T, *season = run.out(1) + row * (s.T + s.M);
        std::copy_n(run.in(firstSeason) + row * s.M, s.M, season);
        float before = run.in(firstLevel)[row];
        for (Index t = 0; t < s.T; t++) {
          const bool observed = seen[t] != 0;
          level[t] = observed ? a * (y[t] - season[t]) + (1 - a) * before : before;
          season[t + s.M] = observed ? g * (y[t] - level[t]) + (1 - g) * season[t] : season[t];
          before = level[t];
        }
      }
    });
  }

  void backward(const Run& run) const override {
    const Layout s(run.geometry);
    parallelFor(run.team, s.B, grainOf(8 * s.T), [&](Index from, Index to, int thread) {
      for (Index row = from; row < to; row++) {
        run.team.check();
        backwardRow(run, s, row, run.perThread(thread));
      }
    });
  }

  Streaming streaming(const Inputs&) const override { return Streaming::no; }
  bool differentiable(int input) const override { return input != mask; }
  bool backwardReadsInput(int i) const override { return i != firstSeason; }
  bool backwardReadsOutput(int) const override { return true; }

  static void backwardRow(const Run& run, const Layout& s, Index row, float* scratch) {
    const float *y = run.in(values) + row * s.T, *seen = run.in(mask) + row * s.T;
    const float *level = run.out(0) + row * s.T, *season = run.out(1) + row * (s.T + s.M);
    const float a = run.in(alpha)[row], g = run.in(gamma)[row];
    float *dLevel = scratch, *dSeason = scratch + s.T;
    const auto start = [&](float* d, const float* given, Index count) {
      if (given != nullptr) std::copy_n(given + row * count, count, d);
      else std::fill_n(d, count, 0.0f);
    };
    start(dLevel, run.dOut(0), s.T);
    start(dSeason, run.dOut(1), s.T + s.M);
    float dAlpha = 0, dGamma = 0, dFirst = 0;
    for (Index t = s.T - 1; t >= 0; t--) {
      const float before = t > 0 ? level[t - 1] : run.in(firstLevel)[row];
      float& dBefore = t > 0 ? dLevel[t - 1] : dFirst;
      if (seen[t] == 0) {
        dSeason[t] += dSeason[t + s.M];
        dBefore += dLevel[t];
        continue;
      }
      const float dNext = dSeason[t + s.M];
      dGamma += dNext * (y[t] - level[t] - season[t]);
      dLevel[t] -= g * dNext;
      const float d = dLevel[t];
      dAlpha += d * (y[t] - season[t] - before);
      dSeason[t] += (1 - g) * dNext - a * d;
      dBefore += (1 - a) * d;
      if (run.dIn(values) != nullptr) run.dIn(values)[row * s.T + t] += g * dNext + a * d;
    }
    if (run.dIn(alpha) != nullptr) run.dIn(alpha)[row] += dAlpha;
    if (run.dIn(gamma) != nullptr) run.dIn(gamma)[row] += dGamma;
    if (run.dIn(firstLevel) != nullptr) run.dIn(firstLevel)[row] += dFirst;
    if (run.dIn(firstSeason) != nullptr) run.kernels.addTo(dSeason, run.dIn(firstSeason) + row * s.M, s.M);
  }
};

OP("smoothing", Smoothing)

}  // namespace
}  // namespace gatecast
