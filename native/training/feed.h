// From a dataset into an executor's inputs, piece after piece.

#pragma once

#include <vector>

#include "graph/executor.h"
#include "training/dataset.h"
#include "training/order.h"
#include "training/pieces.h"

namespace gatecast {

class Feed {
 public:
  // All must outlive it. Pieces may have at most largestBatch samples.
  Feed(Executor& executor, const Program& program, const Dataset& data, std::int64_t largestBatch)
      : source_(data.source()), inputs_(executor.neededInputs()), samples_(static_cast<std::size_t>(largestBatch)) {
    for (const int input : inputs_) {
      slots_.push_back(executor.input(program.inputs()[static_cast<std::size_t>(input)].value));
    }
  }

  // The piece's samples are those of the turns from firstTurn + piece.first on. Allocates nothing.
  void fill(const Piece& piece, const Order& order, std::uint64_t firstTurn, Team& team) {
    const std::uint64_t turn = firstTurn + static_cast<std::uint64_t>(piece.first);
    for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(piece.count); i++) samples_[i] = order[turn + i];
    source_.gather({samples_.data(), piece.count, piece.from, piece.to}, inputs_, slots_, team);
  }

 private:
  const Source& source_;
  std::vector<int> inputs_;
  std::vector<float*> slots_;
  std::vector<std::int64_t> samples_;
};

}  // namespace gatecast
