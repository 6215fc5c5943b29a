// The learning rate over the optimiser's steps.

#pragma once

#include <cstdint>
#include <string>

namespace gatecast {

// The twin of Schedule in src/native/types.ts.
struct ScheduleOptions {
  std::string kind = "constant";
  std::int64_t warmup = 0;
  std::int64_t every = 1;
  double factor = 1;
  std::int64_t total = 1;  // the warm-up included
  double floor = 0;
  double rise = 0.3;
  double start = 0.04;
};

// Throws ERR_RANGE for options that make no schedule.
void check(const ScheduleOptions& options);

// The share of the learning rate that optimiser step `step`, from 1, uses.
double scheduled(const ScheduleOptions& options, std::int64_t step);

}  // namespace gatecast
