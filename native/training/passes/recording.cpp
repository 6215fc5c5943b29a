#include "training/passes/recording.h"

#include <algorithm>

#include "kernels/kernels.h"
#include "runtime/random_streams.h"
#include "training/batches/feed.h"

namespace gatecast {
namespace {

const std::vector<int>& checked(const std::vector<int>& outputs, const Program& program) {
  if (outputs.empty()) fail(Code::range, "Expected at least one output to record, got none");
  const int values = static_cast<int>(program.values().size());
  for (const int value : outputs) {
    if (value < 0 || value >= values) {
      fail(Code::range, "Expected outputs to be values from 0 to ", values - 1, ", got ", value);
    }
  }
  return outputs;
}

ExecutorOptions bothPasses(const Program& program, const RecordOptions& options) {
  ExecutorOptions passes;
  passes.wanted = checked(options.outputs, program);
  passes.training = options.training;
  passes.precision = options.precision;
  passes.backward = true;
  passes.hiddenNorms = true;
  passes.threads = options.threads;
  const std::vector<int> needed = program.neededInputs(passes.wanted);
  for (const std::string& name : options.inputGradients) {
    const Program::Source* source = program.findInput(name);
    bool takesPart = false;
    for (const int input : needed) takesPart |= &program.inputs()[static_cast<std::size_t>(input)] == source;
    if (source == nullptr || !takesPart) {
      fail(Code::data, "Expected inputGradients to name inputs that the recorded outputs depend on, got \"", name, '"');
    }
    if (program.values()[static_cast<std::size_t>(source->value)].type != Type::float32) {
      fail(Code::type, "Expected inputGradients to name float32 inputs, got \"", name, "\" of type int32");
    }
    passes.inputGradients.push_back(source->value);
  }
  return passes;
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
  std::string list;
  for (const std::int64_t size : shape) list += (list.empty() ? "" : ", ") + std::to_string(size);
  return '[' + list + ']';
}

std::vector<std::int64_t> shapeOf(const Extents& extents) {
  std::vector<std::int64_t> shape;
  for (int axis = 0; axis < extents.rank(); axis++) shape.push_back(extents[axis]);
  return shape;
}

}  // namespace

Dataset recordedData(const Program& program, const std::vector<int>& outputs, Arrays inputs) {
  return {program, checked(outputs, program), std::move(inputs)};
}

Recording::Recording(std::shared_ptr<const Program> program, std::shared_ptr<const Buffer> weights, Dataset data,
                     RecordOptions options)
    : program_(std::move(program)),
      weights_(std::move(weights)),
      options_(std::move(options)),
      data_(std::move(data)),
      executor_(*program_, data_.sizes(), bothPasses(*program_, options_)) {}

Type Recording::typeOf(int value) const { return program_->values()[static_cast<std::size_t>(value)].type; }

void Recording::run(Team& team) {
  const Piece all{0, data_.samples(), 0, data_.timeSteps()};
  Feed(executor_, *program_, data_, all.count).fill(all, Order(all.count), 0, team);
  executor_.forward(data_.sizes(), team, randomFor(Use::record, options_.seed, 0));
  fresh_ = true;
}

void Recording::forward(std::span<float* const> places, Team& team) {
  executor_.setWeights(weights_->data(), team);
  for (std::size_t i = 0; i < places.size(); i++) executor_.place(options_.outputs[i], places[i]);
  run(team);
  for (std::size_t i = 0; i < places.size(); i++) {
    const int value = options_.outputs[i];
    if (executor_.value(value) != places[i]) std::copy_n(executor_.value(value), sizeOf(value), places[i]);
  }
  // From now on these places belong to the caller. A second backward runs forward again, which must not write to them.
  for (const int value : options_.outputs) executor_.place(value, nullptr);
}

void Recording::checkSeeds(const std::vector<std::optional<Array>>& seeds) const {
  if (seeds.size() != options_.outputs.size()) {
    fail(Code::shape, "Expected ", options_.outputs.size(), " gradients, one for each output, got ", seeds.size());
  }
  for (std::size_t i = 0; i < seeds.size(); i++) {
    if (!seeds[i]) continue;
    const Extents expected = executor_.extents(options_.outputs[i], data_.sizes());
    const Type type = typeOf(options_.outputs[i]);
    if (type != Type::float32 || seeds[i]->type != Type::float32) {
      fail(Code::type, "Expected gradient ", i, " to be float32 and to belong to a float32 output, got ",
           seeds[i]->type, " for an output of type ", type);
    }
    if (seeds[i]->shape != shapeOf(expected)) {
      fail(Code::shape, "Expected gradient ", i, " of shape ", expected, ", got shape ", shapeText(seeds[i]->shape));
    }
  }
}

// The seed of a value is the sum of all its seeds, because a value can be recorded more than once.
void Recording::putSeed(int value, std::vector<std::optional<Array>>& seeds) {
  Floats* sum = nullptr;
  for (std::size_t i = 0; i < seeds.size(); i++) {
    if (options_.outputs[i] != value || !seeds[i]) continue;
    Floats& given = seeds[i]->data;
    if (sum == nullptr) sum = &given;
    else kernels().addTo(given.data(), sum->data(), static_cast<std::int64_t>(given.size()));
  }
  executor_.placeSeed(value, sum != nullptr ? sum->data() : nullptr);
  float* const slot = executor_.seed(value);  // null if no gradient can flow through the value
  if (sum == nullptr && slot != nullptr) std::fill_n(slot, sizeOf(value), 0.0f);
}

HiddenNorms Recording::backward(std::vector<std::optional<Array>> seeds, const Gradients& gradients, Team& team) {
  checkSeeds(seeds);
  if (!fresh_) run(team);
  std::vector<int> outputs = options_.outputs;
  std::ranges::sort(outputs);
  outputs.erase(std::unique(outputs.begin(), outputs.end()), outputs.end());
  for (const int value : outputs) putSeed(value, seeds);
  fresh_ = false;
  executor_.backward(team, gradients.parameters);
  for (std::size_t i = 0; i < gradients.inputs.size(); i++) {
    const int value = program_->findInput(options_.inputGradients[i])->value;
    const float* const gradient = executor_.inputGradient(value);
    if (gradient != nullptr) std::copy_n(gradient, sizeOf(value), gradients.inputs[i]);
    else std::fill_n(gradients.inputs[i], sizeOf(value), 0.0f);
  }
  return executor_.hiddenNorms();
}

}  // namespace gatecast
