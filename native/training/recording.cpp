#include "training/recording.h"

#include <algorithm>

#include "kernels/kernels.h"
#include "training/feed.h"
#include "training/streams.h"

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
      fail(Code::data, "Expected inputGradients to name inputs that the outputs depend on, got \"", name, '"');
    }
    if (program.values()[static_cast<std::size_t>(source->value)].type != Type::float32) {
      fail(Code::type, "Expected inputGradients to name float32 inputs, got \"", name, "\" of type int32");
    }
    passes.inputGradients.push_back(source->value);
  }
  return passes;
}

std::vector<std::int64_t> shapeOf(const Extents& extents) {
  std::vector<std::int64_t> shape;
  for (int axis = 0; axis < extents.rank(); axis++) shape.push_back(extents[axis]);
  return shape;
}

}  // namespace

Recording::Recording(std::shared_ptr<const Program> program, std::shared_ptr<const Buffer> weights, Arrays inputs,
                     RecordOptions options)
    : program_(std::move(program)),
      weights_(std::move(weights)),
      options_(std::move(options)),
      data_(*program_, checked(options_.outputs, *program_), std::move(inputs)),
      executor_(*program_, data_.sizes(), bothPasses(*program_, options_)) {}

Type Recording::typeOf(int value) const { return program_->values()[static_cast<std::size_t>(value)].type; }

Array Recording::array(int value, const float* data) const {
  const Extents extents = executor_.extents(value, data_.sizes());
  Array array{shapeOf(extents), typeOf(value), {}};
  const auto count = static_cast<std::size_t>(extents.count());
  if (data != nullptr) array.data.assign(data, data + count);
  else array.data.assign(count, 0.0f);
  return array;
}

void Recording::run(Team& team, const Cancel& cancel) {
  const Piece all{0, data_.samples(), 0, data_.timeSteps()};
  Feed(executor_, *program_, data_, all.count).fill(all, Order(all.count), 0, team);
  executor_.forward(data_.sizes(), team, randomFor(Use::record, options_.seed, 0), &cancel);
  fresh_ = true;
}

std::vector<Array> Recording::forward(Team& team, const Cancel& cancel) {
  executor_.setWeights(weights_->data(), team);
  run(team, cancel);
  std::vector<Array> outputs;
  for (const int value : options_.outputs) outputs.push_back(array(value, executor_.value(value)));
  return outputs;
}

void Recording::seed(const std::vector<std::optional<Array>>& seeds) {
  if (seeds.size() != options_.outputs.size()) {
    fail(Code::shape, "Expected ", options_.outputs.size(), " gradients, one for each output, got ", seeds.size());
  }
  for (std::size_t i = 0; i < seeds.size(); i++) {
    if (!seeds[i]) continue;
    const Extents expected = executor_.extents(options_.outputs[i], data_.sizes());
    const Type type = typeOf(options_.outputs[i]);
    if (type != Type::float32 || seeds[i]->type != Type::float32) {
      fail(Code::type, "Expected gradient ", i, " to be float32 and of a float32 output, got ", seeds[i]->type,
           " for an output of ", type);
    }
    if (seeds[i]->shape != shapeOf(expected)) {
      fail(Code::shape, "Expected gradient ", i, " of shape ", expected, ", got ", seeds[i]->data.size(),
           " values of another shape");
    }
  }
  for (const int value : options_.outputs) putSeed(value, seeds);
}

// The sum of what was given for it: one value may be recorded twice.
void Recording::putSeed(int value, const std::vector<std::optional<Array>>& seeds) {
  float* const slot = executor_.seed(value);
  if (slot == nullptr) return;  // no gradient can flow through it
  bool isSet = false;
  for (std::size_t i = 0; i < seeds.size(); i++) {
    if (options_.outputs[i] != value || !seeds[i]) continue;
    const Floats& given = seeds[i]->data;
    if (isSet) kernels().addTo(given.data(), slot, static_cast<std::int64_t>(given.size()));
    else std::copy(given.begin(), given.end(), slot);
    isSet = true;
  }
  if (!isSet) std::fill_n(slot, executor_.extents(value, data_.sizes()).count(), 0.0f);
}

Recording::Gradients Recording::backward(const std::vector<std::optional<Array>>& seeds, Team& team,
                                         const Cancel& cancel) {
  if (!fresh_) run(team, cancel);
  seed(seeds);
  Gradients gradients;
  gradients.parameters.resize(static_cast<std::size_t>(program_->weightCount()));
  fresh_ = false;
  executor_.backward(team, gradients.parameters.data(), &cancel);
  for (const std::string& name : options_.inputGradients) {
    const int value = program_->findInput(name)->value;
    gradients.inputs[name] = array(value, executor_.inputGradient(value));
  }
  gradients.hiddenNorms = executor_.hiddenNorms();
  return gradients;
}

}  // namespace gatecast
