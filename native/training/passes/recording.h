// A forward pass that is kept, so that the gradients of chosen values can be propagated back through it.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "graph/executor.h"
#include "training/batches/dataset.h"

namespace gatecast {

struct RecordOptions {
  std::vector<int> outputs;                 // numbers of values
  std::vector<std::string> inputGradients;  // inputs whose gradient is wanted
  std::uint64_t seed = 0;
  bool training = false;  // whether dropout is on
  Precision precision = Precision::float32;
  int threads = 1;  // the largest number of threads of a team that runs a pass
};

// The inputs of a recording. Throws ERR_RANGE for an unknown output, and the errors of Dataset.
Dataset recordedData(const Program& program, const std::vector<int>& outputs, Arrays inputs);

class Recording {
 public:
  // The memory that gradients are written to.
  struct Gradients {
    std::vector<float*> inputs;  // in the order of RecordOptions
    float* parameters;
  };

  // data: recordedData of the same outputs. weights: those of the Program; they must not change. Throws ERR_DATA if
  // options.inputGradients names an unknown input or one that no output depends on.
  Recording(std::shared_ptr<const Program> program, std::shared_ptr<const Buffer> weights, Dataset data,
            RecordOptions options);

  // Runs all samples at once and writes each output to its place.
  void forward(std::span<float* const> places, Team& team);
  // seeds[i] is dLoss/doutput i; nothing stands for zero. Can be called several times. Returns the norms of dLoss/dHidden,
  // see Executor::hiddenNorms. Throws ERR_SHAPE or ERR_TYPE if a seed does not fit its output.
  HiddenNorms backward(std::vector<std::optional<Array>> seeds, const Gradients& gradients, Team& team);

  int threads() const { return options_.threads; }
  std::int64_t bytes() const { return executor_.arenaBytes() + data_.bytes(); }
  const Program& program() const { return *program_; }
  const RecordOptions& options() const { return options_; }
  Sizes sizes() const { return data_.sizes(); }

 private:
  void run(Team& team);
  void checkSeeds(const std::vector<std::optional<Array>>& seeds) const;
  void putSeed(int value, std::vector<std::optional<Array>>& seeds);
  Type typeOf(int value) const;
  std::int64_t sizeOf(int value) const { return executor_.extents(value, data_.sizes()).count(); }

  std::shared_ptr<const Program> program_;
  std::shared_ptr<const Buffer> weights_;
  RecordOptions options_;
  Dataset data_;
  Executor executor_;
  bool fresh_ = false;  // no backward pass has run since the last forward pass
};

}  // namespace gatecast
