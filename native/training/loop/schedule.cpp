// p = 0, 1, 2, ... counts the n = total - warmup steps after the warm-up. The learning rate is multiplied by:
//
//   constant   1
//   step       factor^floor(p / every)
//   cosine     floor + (1 - floor) (1 + cos(pi p / n)) / 2                        Loshchilov and Hutter 2017, one cycle
//   oneCycle   half a cosine from start up to 1 at p = rise n - 1, then half a cosine down to floor at p = n - 1
//                                                                                 Smith and Topin 2018
//
// The warm-up rises linearly from 0, by the same amount at each step, so that the first step after the warm-up has the full
// first factor. After step `total` the factor no longer changes.

#include "training/loop/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "runtime/error.h"

namespace gatecast {
namespace {

// Goes along half a cosine from a, at share 0, to b, at share 1.
double halfCosine(double a, double b, double share) {
  return b + (a - b) * (1 + std::cos(std::numbers::pi * std::clamp(share, 0.0, 1.0))) / 2;
}

double afterWarmup(const ScheduleOptions& options, double p) {
  const double n = static_cast<double>(options.total - options.warmup);
  if (options.kind == "step") return std::pow(options.factor, std::floor(p / static_cast<double>(options.every)));
  if (options.kind == "cosine") return halfCosine(1, options.floor, p / n);
  if (options.kind == "oneCycle") {
    const double top = std::max(options.rise * n - 1, 0.0);
    if (p < top) return halfCosine(options.start, 1, p / top);
    // If the rate rises in all steps, or there is only one step, no step is left in which it could fall.
    return n - 1 > top ? halfCosine(1, options.floor, (p - top) / (n - 1 - top)) : 1;
  }
  return 1;
}

void checkShare(const char* name, double value) {
  if (!(value >= 0 && value <= 1)) fail(Code::range, "Expected schedule.", name, " to be from 0 to 1, got ", value);
}

}  // namespace

void check(const ScheduleOptions& options) {
  const auto& kind = options.kind;
  const bool hasTotal = kind == "cosine" || kind == "oneCycle";
  if (kind != "constant" && kind != "step" && !hasTotal) {
    fail(Code::range, "Expected schedule.kind to be constant, step, cosine or oneCycle, got \"", kind, '"');
  }
  if (options.warmup < 0) fail(Code::range, "Expected schedule.warmup to be 0 steps or more, got ", options.warmup);
  if (kind == "step" && options.every < 1) {
    fail(Code::range, "Expected schedule.every to be 1 step or more, got ", options.every);
  }
  if (kind == "step" && !(options.factor > 0 && std::isfinite(options.factor))) {
    fail(Code::range, "Expected schedule.factor to be above 0, got ", options.factor);
  }
  if (hasTotal && options.total <= options.warmup) {
    fail(Code::range, "Expected schedule.total to be more than the ", options.warmup, " steps of the warm-up, got ",
         options.total);
  }
  if (hasTotal) checkShare("floor", options.floor);
  if (kind == "oneCycle") {
    checkShare("rise", options.rise);
    checkShare("start", options.start);
  }
}

double scheduled(const ScheduleOptions& options, std::int64_t step) {
  if (step > options.warmup) return afterWarmup(options, static_cast<double>(step - 1 - options.warmup));
  return afterWarmup(options, 0) * static_cast<double>(step) / (static_cast<double>(options.warmup) + 1);
}

}  // namespace gatecast
