// One forward pass that is kept, so that gradients of chosen values can be sent back through it.

#pragma once

#include <map>
#include <memory>
#include <optional>
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

class Recording {
 public:
  struct Gradients {
    Arrays inputs;
    std::vector<float> parameters;
    std::vector<std::vector<float>> hiddenNorms;
  };

  // Throws ERR_RANGE for a value that is not there, ERR_DATA for an input that is not there or that no output depends on.
  // weights must hold the Program's, and do not change.
  Recording(std::shared_ptr<const Program> program, std::shared_ptr<const Buffer> weights, Arrays inputs,
            RecordOptions options);

  // All samples at once; the outputs in the order asked for.
  std::vector<Array> forward(Team& team, const Cancel& cancel);
  // seeds[i] is dLoss/doutput i, none for zero. Throws ERR_SHAPE or ERR_TYPE when one does not fit its output.
  Gradients backward(const std::vector<std::optional<Array>>& seeds, Team& team, const Cancel& cancel);

  int threads() const { return options_.threads; }
  std::int64_t bytes() const { return executor_.arenaBytes() + data_.bytes(); }

 private:
  void run(Team& team, const Cancel& cancel);
  void seed(const std::vector<std::optional<Array>>& seeds);
  void putSeed(int value, const std::vector<std::optional<Array>>& seeds);
  Type typeOf(int value) const;
  Array array(int value, const float* data) const;  // zeros without data

  std::shared_ptr<const Program> program_;
  std::shared_ptr<const Buffer> weights_;
  RecordOptions options_;
  Dataset data_;
  Executor executor_;
  bool fresh_ = false;  // what the forward pass kept has not been used up by a backward pass
};

}  // namespace gatecast
