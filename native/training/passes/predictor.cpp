#include "training/passes/predictor.h"

#include <algorithm>
#include <chrono>

#include "training/batches/feed.h"
#include "training/passes/wanted_values.h"

namespace gatecast {
namespace {

// Copies the results of one batch to their places among the results of all samples.
class Collector {
 public:
  Collector(const Spec& spec, Sizes all, float* place) : place_(place), total_(all.batch) {
    const Extents extents = spec.shape.at(all);
    count_ = extents.count();
    for (int axis = 0; axis < extents.rank(); axis++) {
      const Dim& dim = spec.shape[axis];
      if (dim.symbol != Symbol::batch) continue;
      batchDimensions_++;
      factor_ = dim.factor;
      outer_ = extents.product(0, axis);
      inner_ = extents.product(axis + 1, extents.rank());
    }
  }

  void put(const float* values, const Piece& piece) const {
    if (values == place_) return;  // the op has already written it there
    if (batchDimensions_ != 1) {
      std::copy_n(values, count_, place_);
      return;
    }
    const std::int64_t run = piece.count * factor_ * inner_;
    for (std::int64_t i = 0; i < outer_; i++) {
      std::copy_n(values + i * run, run, place_ + (i * total_ + piece.first) * factor_ * inner_);
    }
  }

 private:
  float* place_;
  std::int64_t count_ = 0, total_;
  int batchDimensions_ = 0;
  std::int64_t factor_ = 1, outer_ = 1, inner_ = 1;
};

ExecutorOptions predicting(const Program& program, Precision precision, int threads) {
  ExecutorOptions options;
  options.precision = precision;
  options.wanted = predictedValues(program);
  options.threads = threads;
  return options;
}

}  // namespace

void checkOutputs(const Program& program, const Pieces& pieces, Sizes all) {
  for (const auto& [name, value] : program.outputs()) {
    const Shape& shape = program.values()[static_cast<std::size_t>(value)].shape;
    shape.at(all);
    std::int64_t batchDimensions = 0;
    for (const Dim& dim : shape.dims()) batchDimensions += dim.symbol == Symbol::batch ? 1 : 0;
    if (pieces.count() > 1 && batchDimensions != 1) {
      fail(Code::shape, "Expected output \"", name, "\" to have one batch dimension, so that ", all.batch,
           " samples can be run in several batches, got ", shape, ". Use a batchSize of ", all.batch, '.');
    }
  }
}

Predictor::Predictor(std::shared_ptr<const Program> program, std::shared_ptr<const Buffer> weights, Sizes largest,
                     Precision precision, Team& team)
    : program_(std::move(program)),
      weights_(std::move(weights)),
      largest_(largest),
      precision_(precision),
      threads_(team.size()),
      executor_(*program_, largest, predicting(*program_, precision, threads_)) {
  executor_.setWeights(weights_->data(), team);
}

void Predictor::run(const Dataset& data, const Pieces& pieces, std::span<float* const> places, Team& team) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<Collector> collectors;
  for (const auto& [name, value] : program_->outputs()) {
    float* const place = places[collectors.size()];
    executor_.place(value, pieces.count() == 1 ? place : nullptr);
    collectors.emplace_back(program_->values()[static_cast<std::size_t>(value)], data.sizes(), place);
  }
  Feed feed(executor_, *program_, data, pieces.largest().batch);
  const Order order(data.samples());
  for (std::int64_t i = 0; i < pieces.count(); i++) {
    feed.fill(pieces[i], order, 0, team);
    executor_.forward(pieces[i].sizes(), team, Random(0, 0));  // dropout is off
    auto collector = collectors.begin();
    for (const auto& [name, value] : program_->outputs()) (collector++)->put(executor_.value(value), pieces[i]);
  }
  pace_.ran(team.size(), std::chrono::steady_clock::now() - start);
}

}  // namespace gatecast
