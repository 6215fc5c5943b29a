// A running average of the weights, whose window grows with the training: after T steps it is about the last T / (e + 2)
// steps long, e the exponent. It needs no schedule that knows the last step, so training can stop at any time.
//
//   average(t) = average(t - 1) + (e + 1) / (t + e) (weights(t) - average(t - 1))
//
// Source: Shamir and Zhang 2013, "Stochastic gradient descent for non-smooth optimization", polynomial-decay averaging.

#pragma once

#include <cstdint>
#include <vector>

#include "training/loop/slices.h"

namespace gatecast {

// step: counted from 1. At step 1, and if `average` is empty, the average is the weights themselves.
inline void addToAverage(std::vector<float>& average, const std::vector<float>& weights, double exponent,
                         std::int64_t step, Team& team) {
  if (average.empty()) {
    average = weights;
    return;
  }
  const auto share = static_cast<float>((exponent + 1) / (static_cast<double>(step) + exponent));
  forSlices(team, static_cast<std::int64_t>(weights.size()), [&](std::int64_t, std::int64_t from, std::int64_t size) {
    float* const a = average.data() + from;
    const float* const w = weights.data() + from;
    for (std::int64_t i = 0; i < size; i++) a[i] += share * (w[i] - a[i]);
  });
}

}  // namespace gatecast
