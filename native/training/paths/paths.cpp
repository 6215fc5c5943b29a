#include "training/paths/paths.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "runtime/threads/parallel_for.h"
#include "training/paths/draw.h"
#include "training/paths/path_inputs.h"

namespace gatecast {
namespace {

constexpr double mostRows = 0x1p31, mostValues = 0x1p46;
// Dropout is off, so that no random numbers are drawn.
const Random unused{0, 0};

std::vector<int> parameterValues(const Program& program, const PathOptions& options) {
  const auto expected = static_cast<std::size_t>(parametersOf(options.likelihood));
  if (options.outputs.size() != expected) {
    fail(Code::data, "Expected outputs to name ", expected, " outputs, one for each parameter of the likelihood, got ",
         options.outputs.size());
  }
  std::vector<int> values;
  for (const std::string& name : options.outputs) {
    const auto found = program.outputs().find(name);
    if (found == program.outputs().end())
      fail(Code::data, "Expected outputs to name outputs of the Program, got \"", name, '"');
    const Spec& spec = program.values()[static_cast<std::size_t>(found->second)];
    const Dim batch{1, Symbol::batch}, time{1, Symbol::time};
    if (spec.type != Type::float32 ||
        (spec.shape != Shape{batch, time} && spec.shape != Shape{batch, time, Dim::of(1)})) {
      fail(Code::shape, "Expected output \"", name, "\" to be float32 [batch, time] or [batch, time, 1], got ",
           spec.type, ' ', spec.shape);
    }
    values.push_back(found->second);
  }
  return values;
}

class Sampler {
 public:
  Sampler(const Program& program, const float* weights, Windows windows, const PathOptions& options, Team& team)
      : options_(options),
        team_(team),
        parameters_(parameterValues(program, options)),
        source_(program, parameters_, std::move(windows)),
        largest_(std::min(options.batchSize, source_.samples())),
        before_(stepsBefore(source_, options)),
        stepper_(program, {rowsOf(source_, largest_, options), 1}, carrying(parameters_)) {
    stepper_.setWeights(weights, team);
    if (before_ > 0) {
      warmer_.emplace(program, Sizes{largest_, before_}, carrying(parameters_));
      warmer_->setWeights(weights, team);
    }
    inputs_.emplace(program, parameters_, source_, options, before_, largest_, stepper_, warmer_ ? &*warmer_ : nullptr);
  }

  Paths run() {
    result_.shape = {source_.samples(), options_.paths, options_.horizon};
    result_.values.resize(static_cast<std::size_t>(source_.samples() * options_.paths * options_.horizon));
    for (std::int64_t first = 0; first < source_.samples(); first += largest_) {
      begin(first, std::min(largest_, source_.samples() - first));
      double* const drawn = result_.values.data() + first * options_.paths * options_.horizon;
      for (std::int64_t step = 0; step < options_.horizon; step++) {
        inputs_->fillStepper(samples_, scales_, step, drawn, team_);
        stepper_.forward({std::ssize(samples_) * options_.paths, 1}, team_, unused);
        draw(step, drawn);
      }
    }
    return std::move(result_);
  }

 private:
  static std::int64_t rowsOf(const WindowSource& source, std::int64_t windows, const PathOptions& options);
  static std::int64_t stepsBefore(const WindowSource& source, const PathOptions& options);
  ExecutorOptions carrying(const std::vector<int>& wanted) const;
  void begin(std::int64_t first, std::int64_t count);
  void draw(std::int64_t step, double* drawn);

  const PathOptions& options_;
  Team& team_;
  std::vector<int> parameters_;  // values
  WindowSource source_;
  std::int64_t largest_;            // the largest number of windows that run together
  std::int64_t before_;             // time steps before the horizon
  Executor stepper_;                // runs one time step, one batch row for each path
  std::optional<Executor> warmer_;  // runs the steps before the horizon, one batch row for each window
  std::optional<PathInputs> inputs_;
  Paths result_;

  // The windows that run together now.
  std::vector<std::int64_t> samples_;
  std::vector<Origin> origins_;
  std::vector<Scale> scales_;
};

// The rows of a batch. Sizes are compared as doubles, which do not overflow.
std::int64_t Sampler::rowsOf(const WindowSource& source, std::int64_t windows, const PathOptions& options) {
  if (source.windows().together > 1) {
    fail(Code::range, "Expected windows.together of 1 for paths, whose series are drawn one by one, got ",
         source.windows().together);
  }
  const double paths = static_cast<double>(options.paths), rows = static_cast<double>(windows) * paths;
  const double values = static_cast<double>(source.samples()) * paths * static_cast<double>(options.horizon);
  if (rows > mostRows || values > mostValues) {
    fail(Code::memory, "Expected paths that fit in memory, got ", values, " values in all, with ", rows,
         " paths at a time. Use fewer paths or a smaller batchSize.");
  }
  return windows * options.paths;
}

std::int64_t Sampler::stepsBefore(const WindowSource& source, const PathOptions& options) {
  if (options.horizon > source.timeSteps()) {
    fail(Code::range, "Expected horizon to be at most ", source.timeSteps(), ", the time steps of the windows, got ",
         options.horizon);
  }
  return source.timeSteps() - options.horizon;
}

ExecutorOptions Sampler::carrying(const std::vector<int>& wanted) const {
  ExecutorOptions options;
  options.wanted = wanted;
  options.carry = true;
  options.precision = options_.precision;
  options.threads = team_.size();
  return options;
}

// Computes the state of each window at its origin. All paths of the window start from that state.
void Sampler::begin(std::int64_t first, std::int64_t count) {
  samples_.resize(static_cast<std::size_t>(count));
  std::iota(samples_.begin(), samples_.end(), first);
  origins_.clear();
  scales_.clear();
  for (const std::int64_t sample : samples_) {
    origins_.push_back(source_.origin(sample));
    scales_.push_back(source_.scale(origins_.back()));
  }
  stepper_.resetState();
  if (!warmer_) return;
  warmer_->resetState();
  inputs_->fillWarmer(samples_, team_);
  warmer_->forward({count, before_}, team_, unused);
  stepper_.takeState(*warmer_, count, options_.paths);
}

void Sampler::draw(std::int64_t step, double* drawn) {
  parallelFor(team_, std::ssize(samples_) * options_.paths, 64, [&](std::int64_t from, std::int64_t to, int) {
    for (std::int64_t r = from; r < to; r++) {
      const auto window = static_cast<std::size_t>(r / options_.paths);
      std::array<float, 3> parameters{};
      for (std::size_t i = 0; i < parameters_.size(); i++) parameters[i] = stepper_.value(parameters_[i])[r];
      const StepOfPath at{origins_[window].series, origins_[window].row, r % options_.paths, step};
      drawn[r * options_.horizon + step] = drawStep(options_, parameters, scales_[window], at);
    }
  });
}

}  // namespace

Likelihood likelihoodNamed(const std::string& name) {
  if (name == "gaussian") return Likelihood::gaussian;
  if (name == "studentT") return Likelihood::studentT;
  if (name == "negativeBinomial") return Likelihood::negativeBinomial;
  if (name == "point") return Likelihood::point;
  fail(Code::range, "Expected likelihood to be gaussian, studentT, negativeBinomial or point, got \"", name, '"');
}

Paths samplePaths(const Program& program, const float* weights, Windows windows, const PathOptions& options,
                  Team& team) {
  return Sampler(program, weights, std::move(windows), options, team).run();
}

}  // namespace gatecast
