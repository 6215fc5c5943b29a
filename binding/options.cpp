#include "options.h"

#include "cancel.h"
#include "runtime/threads.h"

namespace gatecast::binding {
namespace {

constexpr std::int64_t mostThreads = 256;
constexpr std::int64_t mostSize = (std::int64_t{1} << 31) - 1;
constexpr std::int64_t mostInteger = (std::int64_t{1} << 53) - 1;  // that a JS number holds exactly

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

Argument optionsOf(const Napi::CallbackInfo& info, std::size_t i) {
  Argument options(info[i], "option");
  options.object();
  return options;
}

int readThreads(const Argument& options) {
  const Argument threads = options.member("threads");
  return threads.given() ? static_cast<int>(threads.whole(1, mostThreads)) : availableThreads();
}

std::shared_ptr<Cancel> readCancel(const Argument& options) {
  const Argument cancel = options.member("cancel");
  return cancel.given() ? JsCancel::of(cancel) : std::make_shared<Cancel>();
}

Precision readPrecision(const Argument& precision) {
  if (!precision.given()) return Precision::float32;
  const std::string name = precision.text();
  if (name == "float32") return Precision::float32;
  if (name == "bf16") return Precision::bf16;
  precision.expected("float32 or bf16", Code::range);
}

RunOptions readRun(const Argument& options) {
  return {readThreads(options), readPrecision(options.member("precision")), readCancel(options)};
}

std::int64_t readBatchSize(const Argument& options) { return options.member("batchSize").whole(1, mostSize); }

std::uint64_t readSeed(const Argument& seed) { return static_cast<std::uint64_t>(seed.whole(0, mostInteger)); }

TrainerOptions readTrainer(const Argument& options) {
  const Argument samplesPerEpoch = options.member("samplesPerEpoch");
  return {.optimizer = readOptimizer(options.member("optimizer")),
          .schedule = readSchedule(options.member("schedule")),
          .batchSize = readBatchSize(options),
          .clipNorm = options.member("clipNorm").number(),
          .clipValue = options.member("clipValue").number(),
          .shuffle = options.member("shuffle").flag(),
          .seed = readSeed(options.member("seed")),
          .truncate = options.member("truncate").whole(0, mostSize),
          .samplesPerEpoch = samplesPerEpoch.given() ? samplesPerEpoch.whole(0, mostInteger) : 0,
          .precision = readPrecision(options.member("precision")),
          .threads = readThreads(options)};
}

}  // namespace gatecast::binding
