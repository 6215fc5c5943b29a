// A linear recurrence over time, unit by unit:
//
//   h[t] = a[t] h[t-1] + b[t],   h[-1] = hidden, or zeros
//   dh[t] = dy[t] + a[t+1] dh[t+1],  da[t] = dh[t] h[t-1],  db[t] = dh[t],  dhidden = a[0] dh[0]
//
// a and b do not depend on h, so pieces of time run in parallel: each piece starts from 0 and also multiplies its a.
// The pieces are then joined one after another, and each adds the product of its a times the state before it:
//
//   h[t] = local[t] + (a[t] a[t-1] .. a[first]) h[first - 1]
//
// The length of a piece is fixed, so a row has the same bits in any batch and on any number of threads. Sequences of one
// piece have the bits of the recurrence itself.
//
// Source: Blelloch 1990, "Prefix sums and their applications"; Martin and Cundy 2018; minGRU: Feng et al. 2024.

#include "ops/copy.h"
#include "ops/split.h"

namespace gatecast {
namespace {

constexpr Index pieceSteps = 32;

struct Scan final : Op {
  explicit Scan(const Attributes&) {}

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(2, 3);
    const char* names[] = {"a", "b", "hidden"};
    for (int i = 0; i < 3; i++) in.checkType(i, Type::float32, names[i]);
    const Shape& a = in.shape(0);
    expect(a.rank() == 3 && a[2].fixed(), "a [batch, time, features] with a fixed number of features, got ", a);
    expect(in.shape(1) == a, "b of the shape of a ", a, ", got ", in.shape(1));
    const Shape state{a[0], a[2]};
    if (in.has(2)) expect(in.shape(2) == state, "hidden to be ", state, ", got ", in.shape(2));
    return {{a}, {state}};
  }

  Memory memory(const Geometry& g, const Kernels&, bool training) const override {
    const Layout s(g);
    Memory memory;
    memory.saved = memory.state = s.B * s.H;  // the state before the first step
    memory.scratch = wholeLines(s.B * s.pieces * s.H) + (training ? s.B * s.T * s.H : 0);
    memory.perThread = s.H;
    return memory;
  }

  void forward(const Run& run) const override {
    const Layout s(run.geometry);
    begin(run, s);
    const float *a = run.in(0), *b = run.in(1), *first = run.saved();
    float *h = run.out(), *products = run.scratch();
    s.eachPiece(run, 0, [&](Index row, Index piece, Index from, Index to, float* product) {
      for (Index t = from; t < to; t++) {
        const float* before = t > from ? h + s.at(row, t - 1) : piece == 0 ? first + row * s.H : nullptr;
        copyFloats(b + s.at(row, t), s.H, h + s.at(row, t));
        if (before != nullptr) run.kernels.multiplyAddTo(a + s.at(row, t), before, h + s.at(row, t), s.H);
        if (piece > 0) s.multiply(run, a + s.at(row, t), t == from, product);
      }
      if (piece > 0) copyFloats(product, s.H, products + (row * s.pieces + piece) * s.H);
    });
    // The last step of each piece, which the next piece starts from. Its other steps follow below.
    s.eachRow(run, [&](Index row) {
      for (Index piece = 1; piece < s.pieces; piece++) {
        const float* before = h + s.at(row, piece * pieceSteps - 1);
        const Index last = std::min(s.T, (piece + 1) * pieceSteps) - 1;
        run.kernels.multiplyAddTo(products + (row * s.pieces + piece) * s.H, before, h + s.at(row, last), s.H);
      }
    });
    s.eachPiece(run, 1, [&](Index row, Index, Index from, Index to, float* product) {
      for (Index t = from; t < to - 1; t++) {
        s.multiply(run, a + s.at(row, t), t == from, product);
        run.kernels.multiplyAddTo(product, h + s.at(row, from - 1), h + s.at(row, t), s.H);
      }
    });
    s.eachRow(run, [&](Index row) { copyFloats(h + s.at(row, s.T - 1), s.H, run.out(1) + row * s.H); });
    if (run.carry) copyFloats(run.out(1), s.B * s.H, run.nextState());
  }

  void backward(const Run& run) const override {
    const Layout s(run.geometry);
    const float *a = run.in(0), *dy = run.dOut(), *dLast = run.dOut(1);
    float *products = run.scratch(), *dh = products + wholeLines(s.B * s.pieces * s.H);
    s.eachPiece(run, 0, [&](Index row, Index piece, Index from, Index to, float* product) {
      for (Index t = to - 1; t >= from; t--) {
        float* d = dh + s.at(row, t);
        if (dy != nullptr) copyFloats(dy + s.at(row, t), s.H, d);
        else std::fill_n(d, s.H, 0.0f);
        if (t == s.T - 1 && dLast != nullptr) run.kernels.addTo(dLast + row * s.H, d, s.H);
        if (t < to - 1) run.kernels.multiplyAddTo(a + s.at(row, t + 1), d + s.H, d, s.H);
        if (t + 1 < s.T) s.multiply(run, a + s.at(row, t + 1), t == to - 1, product);
      }
      if (piece < s.pieces - 1) copyFloats(product, s.H, products + (row * s.pieces + piece) * s.H);
    });
    // The first step of each piece, which the piece before it ends with.
    s.eachRow(run, [&](Index row) {
      for (Index piece = s.pieces - 2; piece >= 0; piece--) {
        const float* next = dh + s.at(row, (piece + 1) * pieceSteps);
        run.kernels.multiplyAddTo(products + (row * s.pieces + piece) * s.H, next, dh + s.at(row, piece * pieceSteps),
                                  s.H);
      }
    });
    s.eachPiece(run, 0, [&](Index row, Index, Index from, Index to, float* product) {
      for (Index t = to - 1; t > from && to < s.T; t--) {
        s.multiply(run, a + s.at(row, t + 1), t == to - 1, product);
        run.kernels.multiplyAddTo(product, dh + s.at(row, to), dh + s.at(row, t), s.H);
      }
    });
    addGradients(run, s, dh);
  }

  Streaming streaming(const Inputs&) const override { return Streaming::state; }
  bool backwardReadsInput(int i) const override { return i == 0; }
  bool backwardReadsOutput(int i) const override { return i == 0; }

  struct Layout {
    explicit Layout(const Geometry& g)
        : B(g.inputs[0][0]), T(g.inputs[0][1]), H(g.inputs[0][2]), pieces((T + pieceSteps - 1) / pieceSteps) {}

    Index at(Index row, Index t) const { return (row * T + t) * H; }

    // Calls body(row, piece, first step, step after the last, a product of the thread), for pieces from `least` on.
    template <typename Body>
    void eachPiece(const Run& run, Index least, const Body& body) const {
      const Index each = pieces - least;
      parallelFor(run.team, B * each, grainOf(pieceSteps * H), [&](Index from, Index to, int thread) {
        for (Index i = from; i < to; i++) {
          run.team.check();
          const Index piece = least + i % each, first = piece * pieceSteps;
          body(i / each, piece, first, std::min(T, first + pieceSteps), run.perThread(thread));
        }
      });
    }

    template <typename Body>
    void eachRow(const Run& run, const Body& body) const {
      parallelFor(run.team, B, grainOf(pieces * H), [&](Index from, Index to, int) {
        for (Index row = from; row < to; row++) body(row);
      });
    }

    // product = a, or product *= a.
    void multiply(const Run& run, const float* a, bool first, float* product) const {
      if (first) copyFloats(a, H, product);
      else run.kernels.binary(Binary::multiply, a, 1, product, 1, product, H);
    }

    Index B, T, H, pieces;
  };

  // Keeps the state before the first step, because backward needs it and the carried state changes before that.
  static void begin(const Run& run, const Layout& s) {
    const float* given = run.carry && run.stateIsSet() ? run.state() : run.optional(2);
    if (given != nullptr) copyFloats(given, s.B * s.H, run.saved());
    else std::fill_n(run.saved(), s.B * s.H, 0.0f);
  }

  static void addGradients(const Run& run, const Layout& s, const float* dh) {
    const Kernels& k = run.kernels;
    parallelFor(run.team, s.B * s.T, grainOf(s.H), [&](Index from, Index to, int) {
      for (Index i = from; i < to; i++) {
        const Index row = i / s.T, t = i % s.T;
        const float* before = t > 0 ? run.out() + (i - 1) * s.H : run.saved() + row * s.H;
        if (run.dIn(0) != nullptr) k.multiplyAddTo(dh + i * s.H, before, run.dIn(0) + i * s.H, s.H);
        if (run.dIn(1) != nullptr) k.addTo(dh + i * s.H, run.dIn(1) + i * s.H, s.H);
      }
    });
    if (run.dIn(2) == nullptr) return;
    s.eachRow(run, [&](Index row) {
      k.multiplyAddTo(run.in(0) + s.at(row, 0), dh + s.at(row, 0), run.dIn(2) + row * s.H, s.H);
    });
  }
};

OP("scan", Scan)

}  // namespace
}  // namespace gatecast
