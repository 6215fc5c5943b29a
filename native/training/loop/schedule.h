// How the learning rate changes over the optimiser's steps.

#pragma once

#include <cstdint>
#include <string>

namespace gatecast {

// Has the form of Schedule in src/addon/types/trainer.ts, where the options are explained.
struct ScheduleOptions {
  std::string kind = "constant";
  std::int64_t warmup = 0;
  std::int64_t every = 1;
  double factor = 1;
  std::int64_t total = 1;  // number of steps, including the warm-up
  double floor = 0;
  double rise = 0.3;
  double start = 0.04;
};

// Throws ERR_RANGE for options outside their ranges.
void check(const ScheduleOptions& options);

// The factor of the learning rate at optimiser step `step`, counted from 1. The equations are in schedule.cpp.
double scheduled(const ScheduleOptions& options, std::int64_t step);

}  // namespace gatecast
