// The cell of an sLSTM, forward and backward, against its equations in double precision and their central differences.

#include <functional>

#include "tests/native/arrays.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

struct State {
  double cell, normaliser, stabiliser;
};

struct Step {
  double i, f, z, o;  // i and f are scaled by the stabiliser
  State next;
  double hidden;
};

// One unit. `sums` are those of input, forget gate, cell input and output gate.
Step stepOf(const double (&sums)[4], const State& before, bool exponentialForget) {
  const bool fresh = before.normaliser == 0;
  // log sigmoid; an exponent above 0 could overflow.
  const double logForget =
      exponentialForget ? sums[1] : std::min(sums[1], 0.0) - std::log1p(std::exp(-std::abs(sums[1])));
  const double kept = logForget + before.stabiliser;
  const double m = fresh ? sums[0] : std::max(sums[0], kept);
  const double i = std::exp(sums[0] - m), f = fresh ? 0 : std::exp(kept - m);
  const double z = std::tanh(sums[2]), o = 1 / (1 + std::exp(-sums[3]));
  const State next{f * before.cell + i * z, f * before.normaliser + i, m};
  return {i, f, z, o, next, o * next.cell / next.normaliser};
}

// The arrays of one step of H units. Every fifth unit has no state yet.
struct Trial {
  Index H;
  bool exponentialForget;
  Guarded sums, gates, slope, before, after, output;  // rows of before and after: cell, normaliser, stabiliser

  Trial(Index hidden, bool exponential, unsigned seed, float size = 3)
      : H(hidden),
        exponentialForget(exponential),
        sums(1, 4 * hidden),
        gates(1, 4 * hidden),
        slope(1, hidden),
        before(3, hidden),
        after(3, hidden),
        output(1, hidden) {
    sums.random(seed, -size, size);
    before.random(seed + 1, -2, 2);
    for (Index j = 0; j < H; ++j) {
      before(1, j) = j % 5 == 4 ? 0.0f : 1.0f + std::abs(before(1, j));
      if (j % 5 == 4) before(0, j) = 0;
    }
  }

  void forward(bool training) {
    gates = sums;
    ExponentialCell s{};
    s.hidden = H;
    s.exponentialForget = exponentialForget;
    s.gates = gates.data();
    s.forgetSlope = training ? slope.data() : nullptr;
    s.previousCell = &before(0, 0);
    s.previousNormaliser = &before(1, 0);
    s.previousStabiliser = &before(2, 0);
    s.cell = &after(0, 0);
    s.normaliser = &after(1, 0);
    s.stabiliser = &after(2, 0);
    s.output = output.data();
    kernels().exponentialCell(s);
    for (const Guarded* array : {&gates, &slope, &after, &output}) array->checkUntouched();
  }

  State stateBefore(Index j) const { return {double{before(0, j)}, double{before(1, j)}, double{before(2, j)}}; }
  bool isFresh(Index j) const { return before(1, j) == 0; }

  // The step of unit j, with `add` added to element k of its four sums and three states.
  Step expected(Index j, int k = 0, double add = 0) const {
    double values[7];
    for (Index g = 0; g < 4; ++g) values[g] = double{sums(0, g * H + j)};
    for (Index s = 0; s < 3; ++s) values[4 + s] = double{before(s, j)};
    values[k] += add;
    return stepOf({values[0], values[1], values[2], values[3]}, {values[4], values[5], values[6]}, exponentialForget);
  }
};

const Index widths[] = {1, 3, 8, 16, 17, 33, 64, 70};

void forEachTrial(const std::function<void(Trial&)>& check) {
  unsigned seed = 1;
  for (const Index H : widths) {
    for (const bool exponential : {false, true}) {
      Trial trial(H, exponential, seed += 10);
      check(trial);
    }
  }
}

}  // namespace

TEST(exponential_cell_equals_double_precision) {
  forEachTrial([](Trial& t) {
    t.forward(true);
    for (Index j = 0; j < t.H; ++j) {
      const Step e = t.expected(j);
      // The exponents have a rounding error of up to 2^-21 here, which becomes the relative error of i and f.
      const auto check = [&](const char* what, float got, double expected) {
        CHECK(near(double{got}, expected, 1e-6), what, " of unit ", j, " of ", t.H, ": ", got, " for ", expected);
      };
      check("input gate", t.gates(0, j), e.i);
      check("forget gate", t.gates(0, t.H + j), e.f);
      check("cell input", t.gates(0, 2 * t.H + j), e.z);
      check("output gate", t.gates(0, 3 * t.H + j), e.o);
      check("cell", t.after(0, j), e.next.cell);
      check("normaliser", t.after(1, j), e.next.normaliser);
      check("stabiliser", t.after(2, j), e.next.stabiliser);
      check("hidden", t.output(0, j), e.hidden);
      const double forget = double{t.sums(0, t.H + j)};
      check("slope of log f", t.slope(0, j), t.exponentialForget ? 1 : 1 / (1 + std::exp(forget)));
      CHECK(t.gates(0, j) == 1 || t.gates(0, t.H + j) == 1, "the larger of i and f is 1, unit ", j);
    }
  });
}

TEST(exponential_cell_has_the_same_bits_in_place_and_without_gates) {
  forEachTrial([](Trial& t) {
    t.forward(true);
    const Guarded after = t.after, output = t.output;
    t.forward(false);
    for (Index j = 0; j < 4 * t.H; ++j) CHECK(sameBits(t.gates(0, j), t.sums(0, j)), "gates stay, unit ", j);
    ExponentialCell s{};
    s.hidden = t.H;
    s.exponentialForget = t.exponentialForget;
    s.gates = t.gates.data();
    s.previousCell = s.cell = &t.before(0, 0);
    s.previousNormaliser = s.normaliser = &t.before(1, 0);
    s.previousStabiliser = s.stabiliser = &t.before(2, 0);
    Guarded inPlace(1, t.H);
    s.output = inPlace.data();
    kernels().exponentialCell(s);
    t.before.checkUntouched();
    for (Index j = 0; j < t.H; ++j) {
      CHECK(sameBits(t.output(0, j), output(0, j)) && sameBits(inPlace(0, j), output(0, j)), "unit ", j);
      for (Index k = 0; k < 3; ++k) {
        CHECK(sameBits(t.after(k, j), after(k, j)) && sameBits(t.before(k, j), after(k, j)), "state ", k, " unit ", j);
      }
    }
  });
}

TEST(exponential_cell_is_finite_where_the_exponentials_overflow) {
  for (const bool exponential : {false, true}) {
    Trial t(70, exponential, 7, 5000);
    t.forward(true);
    for (Index j = 0; j < t.H; ++j) {
      const Step e = t.expected(j);
      CHECK(std::isfinite(t.after(0, j)) && t.after(1, j) >= 1 && std::isfinite(t.after(2, j)), "unit ", j);
      // Exponents are multiples of 2^-11 here, so only the larger of i and f is exact.
      CHECK(near(double{t.output(0, j)}, e.hidden, 1e-3), "unit ", j, ": ", t.output(0, j), " for ", e.hidden);
    }
  }
}

TEST(exponential_cell_gives_nan_for_nan_in_that_unit_alone) {
  for (const Index gate : {0, 1, 2, 3}) {
    Trial t(33, false, 9);
    t.sums(0, gate * t.H + 3) = std::nanf("");
    t.forward(true);
    for (Index j = 0; j < t.H; ++j) CHECK(std::isnan(t.output(0, j)) == (j == 3), "gate ", gate, " unit ", j);
  }
}

TEST(exponential_cell_back_equals_central_differences) {
  forEachTrial([](Trial& t) {
    t.forward(true);
    const Guarded dOutput = Guarded(1, t.H).random(5), dAfter = Guarded(3, t.H).random(6);
    Guarded dState = dAfter;
    ExponentialCellBack s{};
    s.hidden = t.H;
    s.gates = t.gates.data();
    s.forgetSlope = t.slope.data();
    s.previousCell = &t.before(0, 0);
    s.previousNormaliser = &t.before(1, 0);
    s.cell = &t.after(0, 0);
    s.normaliser = &t.after(1, 0);
    s.dOutput = dOutput.data();
    s.dCell = &dState(0, 0);
    s.dNormaliser = &dState(1, 0);
    s.dStabiliser = &dState(2, 0);
    kernels().exponentialCellBack(s);
    t.gates.checkUntouched();
    dState.checkUntouched();
    for (Index j = 0; j < t.H; ++j) {
      const auto loss = [&](int k, double add) {
        const Step e = t.expected(j, k, add);
        return double{dOutput(0, j)} * e.hidden + double{dAfter(0, j)} * e.next.cell +
               double{dAfter(1, j)} * e.next.normaliser + double{dAfter(2, j)} * e.next.stabiliser;
      };
      for (int k = 0; k < 7; ++k) {
        const float got = k < 4 ? t.gates(0, k * t.H + j) : dState(k - 4, j);
        // A unit without a state does not depend on it: the first step has no gradient by what was before.
        const bool none = t.isFresh(j) && k >= 4;
        const double expected = none ? 0 : (loss(k, 1e-6) - loss(k, -1e-6)) / 2e-6;
        CHECK(near(double{got}, expected, 2e-6), "element ", k, " of unit ", j, " of ", t.H, ": ", got, " for ",
              expected);
      }
    }
  });
}
