// Options and states of any numbers for a trainer, and the epochs that follow.

#include <cmath>

#include "tests/fuzz/targets.h"
#include "tests/native/training_program.h"
#include "training/loop/trainer.h"

namespace gatecast::fuzz {
namespace {

using test::initialWeights, test::lstmProgram, test::waves;

TrainerOptions anyOptions(Bytes& bytes) {
  static const std::vector<std::string> optimizers{"adam", "sgd", "adamW", "rmsProp", "adam", "other"};
  static const std::vector<std::string> schedules{"constant", "step", "cosine", "oneCycle", "constant", "other"};
  const auto share = [&] { return bytes.byte() < 240 ? bytes.small(0, 20) / 20.0 : bytes.number(); };
  const auto steps = [&] { return bytes.byte() < 240 ? bytes.small(0, 12) : bytes.whole(); };
  TrainerOptions options;
  options.optimizer = {.kind = bytes.one(optimizers),
                       .learningRate = share() / 10,
                       .momentum = bytes.flag() ? share() * 0.9 : 0,
                       .nesterov = bytes.byte() < 64,
                       .beta1 = share() * 0.9,
                       .beta2 = share() * 0.99,
                       .alpha = share() * 0.99,
                       .epsilon = share() / 1000,
                       .weightDecay = share() / 10};
  options.schedule = {.kind = bytes.one(schedules),
                      .warmup = steps(),
                      .every = steps(),
                      .factor = share(),
                      .total = steps() + (bytes.flag() ? 12 : 0),
                      .floor = share(),
                      .rise = share(),
                      .start = share()};
  options.batchSize = steps();
  options.clipNorm = bytes.flag() ? share() : 0;
  options.clipValue = bytes.flag() ? share() : 0;
  options.shuffle = bytes.flag();
  options.seed = bytes.word();
  options.truncate = bytes.flag() ? steps() : 0;
  options.samplesPerEpoch = bytes.flag() ? bytes.small(-1, 12) : 0;
  options.averaging = bytes.flag() ? share() * 10 : 0;
  options.threads = bytes.small(0, 2);
  return options;
}

TrainerState anyState(Bytes& bytes, TrainerState state) {
  const auto change = [&](std::vector<float>& numbers) {
    const std::uint8_t kind = bytes.byte();
    if (kind < 3) numbers.push_back(1);
    else if (kind < 6) numbers.clear();
    else if (kind < 40 && !numbers.empty()) numbers[bytes.byte() % numbers.size()] = static_cast<float>(bytes.number());
  };
  change(state.weights);
  change(state.average);
  for (auto& moment : state.moments) change(moment);
  if (bytes.byte() >= 253) state.moments.emplace_back();
  state.epoch = bytes.byte() < 200 ? bytes.small(-1, 9) : bytes.whole();
  state.step = bytes.byte() < 200 ? bytes.small(-1, 99) : bytes.whole();
  return state;
}

}  // namespace

void trainer(Bytes& bytes) {
  const bool everyStep = bytes.flag();
  static const auto last = lstmProgram(false), every = lstmProgram(true);
  const auto& program = everyStep ? every : last;
  std::optional<Dataset> validation;
  if (bytes.flag()) validation = waves(*program, everyStep, 3, 4);
  Trainer trainer(program, initialWeights(*program), anyOptions(bytes), waves(*program, everyStep, 5, 6),
                  std::move(validation));
  for (int i = bytes.small(1, 3); i > 0; i--) {
    const TrainerState before = trainer.state();
    try {
      if (bytes.flag()) trainer.restore(anyState(bytes, before));
      const TrainerState restored = trainer.state();
      const EpochResult result = trainer.epoch(Cancel());
      require(std::isfinite(result.loss) && std::isfinite(result.gradientNorm), "An epoch has a finite loss");
      require(trainer.state().epoch == restored.epoch + 1, "An epoch counts");
    } catch (const Error& error) {
      if (error.code() == Code::data) continue;  // the state was refused
      require(error.code() == Code::notFinite, "Epochs fail only if numbers are not finite");
    }
  }
  require(trainer.bytes() > 0, "A trainer has a size");
}

}  // namespace gatecast::fuzz
