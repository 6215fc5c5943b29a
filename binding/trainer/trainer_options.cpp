#include "binding/trainer/trainer_options.h"

#include "binding/arguments/options.h"

namespace gatecast::binding {
namespace {

OptimizerOptions readOptimizer(const Argument& options) {
  return {.kind = options.member("kind").text(),
          .learningRate = options.member("learningRate").number(),
          .momentum = options.member("momentum").number(),
          .nesterov = options.member("nesterov").flag(),
          .beta1 = options.member("beta1").number(),
          .beta2 = options.member("beta2").number(),
          .alpha = options.member("alpha").number(),
          .epsilon = options.member("epsilon").number(),
          .weightDecay = options.member("weightDecay").number()};
}

ScheduleOptions readSchedule(const Argument& options) {
  return {.kind = options.member("kind").text(),
          .warmup = options.member("warmup").whole(0, mostInteger),
          .every = options.member("every").whole(0, mostInteger),
          .factor = options.member("factor").number(),
          .total = options.member("total").whole(0, mostInteger),
          .floor = options.member("floor").number(),
          .rise = options.member("rise").number(),
          .start = options.member("start").number()};
}

}  // namespace

TrainerOptions readTrainer(const Argument& options) {
  const Argument samplesPerEpoch = options.member("samplesPerEpoch"), averaging = options.member("averaging");
  return {.optimizer = readOptimizer(options.member("optimizer")),
          .schedule = readSchedule(options.member("schedule")),
          .batchSize = readBatchSize(options),
          .clipNorm = options.member("clipNorm").number(),
          .clipValue = options.member("clipValue").number(),
          .shuffle = options.member("shuffle").flag(),
          .seed = readSeed(options.member("seed")),
          .truncate = options.member("truncate").whole(0, mostSize),
          .samplesPerEpoch = samplesPerEpoch.given() ? samplesPerEpoch.whole(0, mostInteger) : 0,
          .averaging = averaging.given() ? averaging.number() : 0,
          .precision = readPrecision(options.member("precision")),
          .threads = readThreads(options)};
}

}  // namespace gatecast::binding
