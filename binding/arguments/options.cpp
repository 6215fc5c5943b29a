#include "binding/arguments/options.h"

#include "binding/arguments/cancel.h"
#include "runtime/threads/processors.h"

namespace gatecast::binding {
namespace {

constexpr std::int64_t mostThreads = 256;

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

}  // namespace gatecast::binding
