#include <cmath>

#include "tests/native/check.h"
#include "tests/native/training_program.h"
#include "training/batches/pieces.h"
#include "training/loop/clipping.h"
#include "training/loop/schedule.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

bool near(double a, double b) { return std::abs(a - b) < 1e-9; }

// Gathers from one input of a shape with batch, time and fixed dimensions in any order. The values are 0, 1, 2, ...
std::vector<float> gathered(std::vector<std::string> shape, std::vector<std::int64_t> sizes,
                            std::vector<std::int64_t> samples, std::int64_t from, std::int64_t to, std::size_t count) {
  ProgramBuilder b;
  b.data.outputs["x"] = b.source("input", "x", std::move(shape));
  const Program program(b.data);
  Array x{std::move(sizes), Type::float32, {}};
  std::int64_t size = 1;
  for (const std::int64_t n : x.shape) size *= n;
  for (std::int64_t i = 0; i < size; i++) x.data.push_back(static_cast<float>(i));
  const ArraySource data(program, {0}, {{"x", std::move(x)}});
  std::vector<float> slot(count, -1);
  const int input = 0;
  float* const to0 = slot.data();
  Team team(1);
  data.gather({samples.data(), std::ssize(samples), from, to}, {&input, 1}, {&to0, 1}, team);
  return slot;
}

}  // namespace

TEST(array_source_gathers_samples_and_time_steps_along_any_dimension) {
  using Floats = std::vector<float>;
  CHECK((gathered({"batch", "time", "2"}, {2, 3, 2}, {1, 0}, 1, 3, 8) == Floats{8, 9, 10, 11, 2, 3, 4, 5}));
  CHECK((gathered({"batch", "2"}, {3, 2}, {2, 2}, 0, 1, 4) == Floats{4, 5, 4, 5}));
  CHECK((gathered({"2", "batch"}, {2, 3}, {2, 0}, 0, 1, 4) == Floats{2, 0, 5, 3}));
  CHECK((gathered({"2*batch", "1"}, {6, 1}, {2, 0}, 0, 1, 4) == Floats{4, 5, 0, 1}));
  CHECK((gathered({"time"}, {5}, {0}, 2, 4, 2) == Floats{2, 3}));
  CHECK((gathered({"3"}, {3}, {0}, 0, 1, 3) == Floats{0, 1, 2}));
}

TEST(pieces_cover_every_sample_and_time_step_once) {
  const auto program = lstmProgram(true);
  const Dataset data = waves(*program, true, 10, 7);
  const Pieces pieces(data, 4, 3);
  CHECK(pieces.count() == 9, pieces.count());
  CHECK(pieces.largest().batch == 4 && pieces.largest().time == 3);
  std::int64_t covered = 0;
  for (std::int64_t i = 0; i < pieces.count(); i++) covered += pieces[i].sizes().batch * pieces[i].sizes().time;
  CHECK(covered == 70, covered);
  CHECK(pieces[8].first == 8 && pieces[8].count == 2 && pieces[8].from == 6 && pieces[8].to == 7);
}

TEST(clipping_cuts_by_value_and_then_scales_by_the_global_norm) {
  Team team(2);
  const auto clipped = [&](double norm, double value, double* before = nullptr) {
    // 40000 elements, so that clipping works on more than one slice.
    std::vector<float> g(40000);
    g[0] = 3;
    g[39999] = -4;
    const double was = Clipping(norm, value, 40000).apply(g.data(), kernels(), team);
    if (before != nullptr) *before = was;
    return std::pair{g[0], g[39999]};
  };
  double before = 0;
  CHECK(clipped(0, 0, &before) == (std::pair{3.0f, -4.0f}));
  CHECK(near(before, 5), before);
  const auto byNorm = clipped(1, 0);
  CHECK(std::abs(byNorm.first - 0.6f) < 1e-6f && std::abs(byNorm.second + 0.8f) < 1e-6f);
  CHECK(clipped(10, 0) == (std::pair{3.0f, -4.0f}));
  CHECK(clipped(0, 3.5) == (std::pair{3.0f, -3.5f}));
  const auto both = clipped(1, 3);
  CHECK(std::abs(both.first - std::sqrt(0.5f)) < 1e-6f && std::abs(both.second + std::sqrt(0.5f)) < 1e-6f);
}

TEST(schedules_follow_their_equations) {
  CHECK(scheduled({.kind = "constant"}, 1) == 1);
  const ScheduleOptions steps{.kind = "step", .every = 10, .factor = 0.5};
  CHECK(scheduled(steps, 10) == 1 && scheduled(steps, 11) == 0.5 && scheduled(steps, 21) == 0.25);

  const ScheduleOptions cosine{.kind = "cosine", .total = 100, .floor = 0.1};
  CHECK(near(scheduled(cosine, 1), 1) && near(scheduled(cosine, 51), 0.55));
  CHECK(near(scheduled(cosine, 101), 0.1) && near(scheduled(cosine, 1000), 0.1));

  const ScheduleOptions cycle{.kind = "oneCycle", .total = 100, .floor = 0.001, .rise = 0.3, .start = 0.04};
  CHECK(near(scheduled(cycle, 1), 0.04) && near(scheduled(cycle, 30), 1) && near(scheduled(cycle, 100), 0.001));
  CHECK(scheduled(cycle, 15) > 0.04 && scheduled(cycle, 65) < 1);
  // A single step has the factor 1.
  CHECK(scheduled({.kind = "oneCycle", .total = 1, .rise = 0.2}, 1) == 1);

  const ScheduleOptions warm{.kind = "constant", .warmup = 4};
  CHECK(near(scheduled(warm, 1), 0.2) && near(scheduled(warm, 4), 0.8) && scheduled(warm, 5) == 1);
  const ScheduleOptions warmCosine{.kind = "cosine", .warmup = 20, .total = 100};
  CHECK(near(scheduled(warmCosine, 21), 1) && near(scheduled(warmCosine, 101), 0));
}
