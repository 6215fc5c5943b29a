// Copies samples from a dataset to an executor's inputs, one piece at a time.

#pragma once

#include <vector>

#include "graph/executor.h"
#include "training/batches/dataset.h"
#include "training/batches/order.h"
#include "training/batches/pieces.h"

namespace gatecast {

class Feed {
 public:
  // All arguments must outlive it. largestBatch: the largest number of samples of a piece.
  Feed(Executor& executor, const Program& program, const Dataset& data, std::int64_t largestBatch)
      : source_(data.source()), inputs_(executor.neededInputs()), samples_(static_cast<std::size_t>(largestBatch)) {
    for (const int input : inputs_) {
      slots_.push_back(executor.input(program.inputs()[static_cast<std::size_t>(input)].value));
    }
  }

  // Fills in the samples of the turns firstTurn + piece.first, firstTurn + piece.first + 1, ... Allocates nothing.
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
