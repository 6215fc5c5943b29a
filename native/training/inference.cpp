#include "training/inference.h"

namespace gatecast {
namespace {

// Dropout does not draw here.
const Random unused{0, 0};

std::map<std::string, int> losses(const Program& program) {
  auto losses = program.metrics();
  if (program.loss()) losses["loss"] = *program.loss();
  return losses;
}

ExecutorOptions evaluating(const Program& program, const Pieces& pieces, Precision precision, int threads) {
  ExecutorOptions options;
  options.wanted = scored(program);
  options.carry = pieces.cutsTime();
  options.precision = precision;
  options.threads = threads;
  return options;
}

// Where the results of one batch go in those of all samples.
class Collector {
 public:
  Collector(const std::string& name, const Spec& spec, Sizes all, bool oneBatch) : dims_(spec.shape.dims()) {
    const Extents extents = spec.shape.at(all);
    for (int axis = 0; axis < extents.rank(); axis++) {
      array_.shape.push_back(extents[axis]);
      if (dims_[static_cast<std::size_t>(axis)].symbol != Symbol::batch) continue;
      batchDimensions_++;
      factor_ = dims_[static_cast<std::size_t>(axis)].factor;
      outer_ = extents.product(0, axis);
      inner_ = extents.product(axis + 1, extents.rank());
    }
    if (!oneBatch && batchDimensions_ != 1) {
      fail(Code::shape, "Expected output \"", name, "\" to have one batch dimension, so that ", all.batch,
           " samples can be run in several batches, got ", spec.shape, ". Use a batchSize of ", all.batch, '.');
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

}  // namespace

std::vector<int> predicted(const Program& program) {
  std::vector<int> values;
  for (const auto& [name, value] : program.outputs()) values.push_back(value);
  return values;
}

std::vector<int> scored(const Program& program) {
  std::vector<int> values;
  for (const auto& [name, value] : losses(program)) values.insert(values.end(), {value, value + 1});
  return values;
}

Arrays predict(const Program& program, const float* weights, const Dataset& data, std::int64_t batchSize,
               Precision precision, Team& team, const Cancel& cancel) {
  const Pieces pieces(data, batchSize, 0);
  std::vector<Collector> collectors;
  for (const auto& [name, value] : program.outputs()) {
    const Spec& spec = program.values()[static_cast<std::size_t>(value)];
    collectors.emplace_back(name, spec, data.sizes(), pieces.count() == 1);
  }
  ExecutorOptions options;
  options.wanted = predicted(program);
  options.precision = precision;
  options.threads = team.size();
  Executor executor(program, pieces.largest(), std::move(options));
  executor.setWeights(weights, team);
  Feed feed(executor, program, data, pieces.largest().batch);
  const Order order(data.samples());
  for (std::int64_t i = 0; i < pieces.count(); i++) {
    feed.fill(pieces[i], order, 0, team);
    executor.forward(pieces[i].sizes(), team, unused, &cancel);
    auto collector = collectors.begin();
    for (const auto& [name, value] : program.outputs()) (collector++)->put(executor.value(value), pieces[i]);
  }
  Arrays outputs;
  auto collector = collectors.begin();
  for (const auto& [name, value] : program.outputs()) outputs[name] = (collector++)->take();
  return outputs;
}

Evaluation::Evaluation(const Program& program, const Dataset& data, std::int64_t batchSize, std::int64_t pieceLength,
                       Precision precision, int threads)
    : program_(program),
      pieces_(data, batchSize, pieceLength),
      executor_(program, pieces_.largest(), evaluating(program, pieces_, precision, threads)),
      feed_(executor_, program, data, pieces_.largest().batch),
      order_(data.samples()) {}

std::map<std::string, double> Evaluation::run(const float* weights, Team& team, const Cancel& cancel) {
  const auto named = losses(program_);
  std::map<std::string, double> sums, weightSums;
  executor_.setWeights(weights, team);
  for (std::int64_t i = 0; i < pieces_.count(); i++) {
    const Piece piece = pieces_[i];
    if (piece.startsSequence()) executor_.resetState();
    feed_.fill(piece, order_, 0, team);
    executor_.forward(piece.sizes(), team, unused, &cancel);
    for (const auto& [name, value] : named) {
      const double mean = *executor_.value(value), weight = *executor_.value(value + 1);
      sums[name] += mean * weight;
      weightSums[name] += weight;
    }
  }
  for (auto& [name, sum] : sums) sum = weightSums[name] == 0 ? 0 : sum / weightSums[name];
  return sums;
}

}  // namespace gatecast
