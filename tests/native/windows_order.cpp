#include <algorithm>

#include "tests/native/check.h"
#include "tests/native/training_program.h"
#include "training/batches/order.h"
#include "training/loop/trainer.h"

using namespace gatecast;
using namespace gatecast::test;

TEST(every_pass_of_an_order_has_each_sample_once) {
  for (const std::int64_t samples : {1, 2, 3, 7, 64, 65, 1000}) {
    for (const Order& order : {Order(samples), Order::shuffled(samples, 5)}) {
      for (std::int64_t pass = 0; pass < 3; pass++) {
        std::vector<int> seen(static_cast<std::size_t>(samples));
        for (std::int64_t i = 0; i < samples; i++) {
          const std::int64_t sample = order[static_cast<std::uint64_t>(pass * samples + i)];
          CHECK(sample >= 0 && sample < samples, sample);
          CHECK(++seen[static_cast<std::size_t>(sample)] == 1, sample);
        }
      }
    }
  }
}

TEST(a_shuffled_order_puts_every_sample_at_every_place_equally_often) {
  // Chi-squared over 12 x 12 cells, (12 - 1)^2 = 121 degrees of freedom: mean 121, standard deviation 15.6.
  constexpr std::int64_t samples = 12, passes = 24000;
  const Order order = Order::shuffled(samples, 1);
  std::vector<double> counts(samples * samples);
  for (std::int64_t turn = 0; turn < samples * passes; turn++) {
    counts[static_cast<std::size_t>(turn % samples * samples + order[static_cast<std::uint64_t>(turn)])]++;
  }
  double chiSquared = 0;
  constexpr double expected = passes / samples;
  for (const double count : counts) chiSquared += (count - expected) * (count - expected) / expected;
  CHECK(chiSquared > 121 - 5 * 15.6 && chiSquared < 121 + 5 * 15.6, chiSquared);
}

TEST(a_shuffled_order_of_many_samples_has_no_pattern) {
  // The correlations of neighbouring turns, of the same turn in two passes, and of sample and turn are within 5 standard
  // errors of 0.
  constexpr std::int64_t samples = 100003;
  const Order order = Order::shuffled(samples, 9);
  const auto at = [&](std::int64_t turn) {
    return static_cast<double>(order[static_cast<std::uint64_t>(turn)]) / samples - 0.5;
  };
  double neighbours = 0, passes = 0, drift = 0;
  for (std::int64_t i = 0; i + 1 < samples; i++) {
    const double here = at(i);
    neighbours += 12 * here * at(i + 1);
    passes += 12 * here * at(i + samples);
    drift += 12 * here * (static_cast<double>(i) / samples - 0.5);
  }
  const double limit = 5 * std::sqrt(samples);
  CHECK(std::abs(neighbours) < limit && std::abs(passes) < limit && std::abs(drift) < limit, neighbours, ' ', passes,
        ' ', drift);
}

TEST(shorter_epochs_go_on_with_samples_that_had_no_turn_yet) {
  // Three epochs of 15 samples are one pass over 45 samples. They have the same batches, and so the same bits, as one epoch
  // of 45 samples.
  const auto program = lstmProgram(false);
  const auto trained = [&](std::int64_t samplesPerEpoch, int epochs) {
    TrainerOptions options;
    options.batchSize = 5;
    options.seed = 3;
    options.optimizer.kind = "sgd";
    options.samplesPerEpoch = samplesPerEpoch;
    Trainer trainer(program, initialWeights(*program), options, waves(*program, false, 45, 17), std::nullopt);
    for (int i = 0; i < epochs; i++) trainer.epoch(Cancel());
    CHECK(trainer.stepsToDo() == (samplesPerEpoch == 0 ? 9 : samplesPerEpoch / 5));
    return trainer.state().weights;
  };
  CHECK(trained(15, 3) == trained(0, 1));
  CHECK(trained(60, 3) == trained(0, 4));
  CHECK(trained(15, 3) != trained(15, 2));
}

TEST(an_epoch_number_beyond_all_reason_still_gives_samples) {
  const Order order = Order::shuffled(1000, 1);
  for (const std::uint64_t turn : {~std::uint64_t{0}, std::uint64_t{1} << 63, std::uint64_t{1} << 53}) {
    CHECK(order[turn] >= 0 && order[turn] < 1000);
  }
}
