// One forward pass that is kept, so that gradients of chosen values can be sent back through it.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "graph/executor.h"
#include "training/dataset.h"

namespace gatecast {

struct RecordOptions {
  std::vector<int> outputs;                 // values, by number
  std::vector<std::string> inputGradients;  // inputs whose gradient is wanted
  std::uint64_t seed = 0;
  bool training = false;  // dropout drops
  Precision precision = Precision::float32;
  int threads = 1;  // at most this many in the teams of both passes
};

// Inputs for a recording. Throws ERR_RANGE for an output that is not there, and what Dataset throws.
Dataset recordedData(const Program& program, const std::vector<int>& outputs, Arrays inputs);

class Recording {
 public:
  // Where gradients are written.
  struct Gradients {
    std::vector<float*> inputs;  // in the order of RecordOptions
    float* parameters;
  };

  // data: recordedData of the same outputs. Throws ERR_DATA for an input that is not there or that no output depends on.
  // weights must hold the Program's, and do not change.
  Recording(std::shared_ptr<const Program> program, std::shared_ptr<const Buffer> weights, Dataset data,
            RecordOptions options);

  // All samples at once; writes each of the outputs to its place.
  void forward(std::span<float* const> places, Team& team, const Cancel& cancel);
  // seeds[i] is dLoss/doutput i, none for zero. Returns the norms of dLoss/dHidden. Throws ERR_SHAPE or ERR_TYPE when a
  // seed does not fit its output.
  std::vector<std::vector<float>> backward(std::vector<std::optional<Array>> seeds, const Gradients& gradients,
                                           Team& team, const Cancel& cancel);

  int threads() const { return options_.threads; }
  std::int64_t bytes() const { return executor_.arenaBytes() + data_.bytes(); }
  const Program& program() const { return *program_; }
  const RecordOptions& options() const { return options_; }
  Sizes sizes() const { return data_.sizes(); }

 private:
  void run(Team& team, const Cancel& cancel);
  void checkSeeds(const std::vector<std::optional<Array>>& seeds) const;
  void putSeed(int value, std::vector<std::optional<Array>>& seeds);
  Type typeOf(int value) const;
  std::int64_t sizeOf(int value) const { return executor_.extents(value, data_.sizes()).count(); }

  std::shared_ptr<const Program> program_;
  std::shared_ptr<const Buffer> weights_;
  RecordOptions options_;
  Dataset data_;
  Executor executor_;
  bool fresh_ = false;  // what the forward pass kept has not been used up by a backward pass
};

}  // namespace gatecast
