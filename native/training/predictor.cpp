#include "training/predictor.h"

#include "training/feed.h"
#include "training/inference.h"

namespace gatecast {
namespace {

// Where the results of one batch go in those of all samples.
class Collector {
 public:
  Collector(const Spec& spec, Sizes all) : dims_(spec.shape.dims()) {
    const Extents extents = spec.shape.at(all);
    for (int axis = 0; axis < extents.rank(); axis++) {
      array_.shape.push_back(extents[axis]);
      if (dims_[static_cast<std::size_t>(axis)].symbol != Symbol::batch) continue;
      batchDimensions_++;
      factor_ = dims_[static_cast<std::size_t>(axis)].factor;
      outer_ = extents.product(0, axis);
      inner_ = extents.product(axis + 1, extents.rank());
    }
    total_ = all.batch;
    array_.type = spec.type;
    array_.data.resize(static_cast<std::size_t>(extents.count()));
  }

  void put(const float* values, const Piece& piece) {
    if (batchDimensions_ != 1) {
      std::copy_n(values, array_.data.size(), array_.data.data());
      return;
    }
    const std::int64_t run = piece.count * factor_ * inner_;
    for (std::int64_t i = 0; i < outer_; i++) {
      std::copy_n(values + i * run, run, array_.data.data() + (i * total_ + piece.first) * factor_ * inner_);
    }
  }

  Array take() { return std::move(array_); }

 private:
  const std::vector<Dim>& dims_;
  Array array_;
  int batchDimensions_ = 0;
  std::int64_t factor_ = 1, outer_ = 1, inner_ = 1, total_ = 1;
};

ExecutorOptions predicting(const Program& program, Precision precision, int threads) {
  ExecutorOptions options;
  options.precision = precision;
  options.wanted = predicted(program);
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

Arrays Predictor::run(const Dataset& data, const Pieces& pieces, Team& team, const Cancel& cancel) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<Collector> collectors;
  for (const auto& [name, value] : program_->outputs()) {
    const Spec& spec = program_->values()[static_cast<std::size_t>(value)];
    collectors.emplace_back(spec, data.sizes());
  }
  Feed feed(executor_, *program_, data, pieces.largest().batch);
  const Order order(data.samples());
  for (std::int64_t i = 0; i < pieces.count(); i++) {
    feed.fill(pieces[i], order, 0, team);
    executor_.forward(pieces[i].sizes(), team, Random(0, 0), &cancel);  // dropout does not draw here
    auto collector = collectors.begin();
    for (const auto& [name, value] : program_->outputs()) (collector++)->put(executor_.value(value), pieces[i]);
  }
  Arrays outputs;
  auto collector = collectors.begin();
  for (const auto& [name, value] : program_->outputs()) outputs[name] = (collector++)->take();
  pace_.ran(team.size(), std::chrono::steady_clock::now() - start);
  return outputs;
}

void Pace::ran(int threads, Duration taken) {
  last_ = taken;
  alone_ = threads == 1;
  if (alone_) slow_ = taken < brief ? 0 : slow_ + 1;
}

std::unique_ptr<Predictor> IdlePredictor::take(Sizes largest, Precision precision, int threads) {
  const std::lock_guard lock(mutex_);
  return predictor_ && predictor_->fits(largest, precision, threads) ? std::move(predictor_) : nullptr;
}

std::unique_ptr<Predictor> IdlePredictor::takeBrief(Sizes largest, Precision precision) {
  const std::lock_guard lock(mutex_);
  return predictor_ && predictor_->fits(largest, precision, 1) && predictor_->pace().isBrief() ? std::move(predictor_)
                                                                                               : nullptr;
}

void IdlePredictor::put(std::unique_ptr<Predictor> predictor) {
  if (predictor->bytes() > mostBytes) return;
  const std::lock_guard lock(mutex_);
  predictor_.swap(predictor);  // the one before ends after the lock
}

std::int64_t IdlePredictor::bytes() const {
  const std::lock_guard lock(mutex_);
  return predictor_ ? predictor_->bytes() : 0;
}

}  // namespace gatecast
