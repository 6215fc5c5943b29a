#include "training/passes/idle_predictor.h"

namespace gatecast {

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
  predictor_.swap(predictor);  // the former predictor is destroyed after the lock is released
}

std::int64_t IdlePredictor::bytes() const {
  const std::lock_guard lock(mutex_);
  return predictor_ ? predictor_->bytes() : 0;
}

}  // namespace gatecast
