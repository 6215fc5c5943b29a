#pragma once

#include <memory>
#include <string>
#include <vector>

#include "graph/executor.h"

namespace gatecast::binding {

// Runs a Program one time step at a time. All inputs and outputs of a step are in one buffer.
class Stepper {
 public:
  // An input or output of the step, and its place in the buffer that JS and C++ share.
  struct Slot {
    std::string name;
    int value;
    Type type;
    Extents extents;
    std::int64_t first;  // its place in the buffer, in words of four bytes
  };

  Stepper(std::shared_ptr<const Program> program, std::shared_ptr<const Buffer> weights, std::int64_t batch);

  // Reads the inputs from the buffer and writes the outputs to it. Throws ERR_NOT_FINITE for NaN or infinite inputs; the
  // state has not changed then.
  void step(float* buffer);
  void resetState() { executor_.resetState(); }

  const Program& program() const { return *program_; }
  const std::vector<Slot>& inputs() const { return inputs_; }
  const std::vector<Slot>& outputs() const { return outputs_; }
  std::size_t bufferBytes() const { return static_cast<std::size_t>(words_) * sizeof(float); }
  std::int64_t arenaBytes() const { return executor_.arenaBytes(); }

 private:
  Slot slotOf(const std::string& name, int value);

  std::shared_ptr<const Program> program_;
  std::shared_ptr<const Buffer> weights_;
  Sizes sizes_;
  Team team_{1};
  Executor executor_;
  std::vector<Slot> inputs_, outputs_;
  std::int64_t words_ = 0;
};

}  // namespace gatecast::binding
