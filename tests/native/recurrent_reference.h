// One time step of each recurrent cell for one row, in double precision.

#pragma once

#include "tests/native/arrays.h"

namespace gatecast::test {

enum class Cell { rnnTanh, rnnRelu, lstm, gru, gruResetBefore };
constexpr Cell cells[] = {Cell::rnnTanh, Cell::rnnRelu, Cell::lstm, Cell::gru, Cell::gruResetBefore};

using Row = std::vector<double>;
struct State {
  Row hidden, cell;
};

struct ReferenceCell {
  Cell kind;
  Index H;
  std::vector<float> weights;        // [G*H, H]
  std::vector<float> candidateBias;  // [H], gru

  ReferenceCell(Cell kind, Index hidden, unsigned seed)
      : kind(kind),
        H(hidden),
        weights(randomFloats(static_cast<std::size_t>(gates() * H * H), seed, -0.6f, 0.6f)),
        candidateBias(randomFloats(static_cast<std::size_t>(H), seed + 1)) {}

  Index gates() const { return kind == Cell::lstm ? 4 : kind == Cell::gru || kind == Cell::gruResetBefore ? 3 : 1; }
  // The width of a row of the kernel's `gates`, in units of H.
  Index gateColumns() const { return gates() == 1 ? 1 : 4; }

  double weight(Index gate, Index j, Index k) const {
    return double{weights[static_cast<std::size_t>((gate * H + j) * H + k)]};
  }

  // x [G*H] is W x + b of the gates; h and c are the previous state.
  State step(const Row& x, const Row& h, const Row& c) const {
    const auto at = [&](const Row& v, Index j) { return v[static_cast<std::size_t>(j)]; };
    const auto product = [&](Index gate, Index j, const Row& v) {
      double sum = 0;
      for (Index k = 0; k < H; ++k) sum += weight(gate, j, k) * at(v, k);
      return sum;
    };
    const auto a = [&](Index gate, Index j) { return at(x, gate * H + j) + product(gate, j, h); };
    const auto squash = [](double v) { return 1 / (1 + std::exp(-v)); };
    Row resetHidden(h);
    if (kind == Cell::gruResetBefore) {
      for (Index j = 0; j < H; ++j) resetHidden[static_cast<std::size_t>(j)] *= squash(a(0, j));
    }
    State next{h, c};
    for (Index j = 0; j < H; ++j) {
      double& out = next.hidden[static_cast<std::size_t>(j)];
      if (kind == Cell::rnnTanh) out = std::tanh(a(0, j));
      if (kind == Cell::rnnRelu) out = std::max(0.0, a(0, j));
      if (kind == Cell::lstm) {
        double& cell = next.cell[static_cast<std::size_t>(j)];
        cell = squash(a(1, j)) * at(c, j) + squash(a(0, j)) * std::tanh(a(2, j));
        out = squash(a(3, j)) * std::tanh(cell);
      }
      if (kind == Cell::gru || kind == Cell::gruResetBefore) {
        const double z = squash(a(1, j));
        const double bias = double{candidateBias[static_cast<std::size_t>(j)]};
        const double n = kind == Cell::gru ? std::tanh(at(x, 2 * H + j) + squash(a(0, j)) * (product(2, j, h) + bias))
                                           : std::tanh(at(x, 2 * H + j) + product(2, j, resetHidden));
        out = (1 - z) * n + z * at(h, j);
      }
    }
    return next;
  }
};

// The width of a gate of RecurrentStep::bias.
inline Index wholePanels(const Kernels& k, Index hidden) {
  return (hidden + k.tileColumns - 1) / k.tileColumns * k.tileColumns;
}

inline void runStep(const Kernels& k, Cell kind, const RecurrentStep& s) {
  if (kind == Cell::rnnTanh || kind == Cell::rnnRelu) k.rnnStep(s);
  if (kind == Cell::lstm) k.lstmStep(s);
  if (kind == Cell::gru) k.gruStep(s);
  if (kind == Cell::gruResetBefore) k.gruResetBeforeStep(s);
}

}  // namespace gatecast::test
