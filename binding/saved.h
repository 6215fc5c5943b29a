#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "kernel_runs.h"

namespace gatecast::binding {

// Gradients by the outputs of a Program, in their order; none is zero.
using Seeds = std::vector<std::optional<Floats>>;
// Copies of the caller's arrays.
Seeds readSeeds(Napi::Value given, const Program& program);
// Places for the gradients by all float inputs. given: an array or undefined for each input of the Program.
std::shared_ptr<Results> gradientResults(Napi::Env env, Napi::Value given, const Program& program);

// A forward pass that is kept for one backward pass, which works in place on it.
struct SavedPass {
  SavedPass(std::shared_ptr<const KernelPart> kernel, int threads);

  void forward(Team& team, const Cancel& cancel);
  // Sets `gradient(i)` for the float inputs.
  void backward(const Seeds& seeds, Team& team, const Cancel& cancel);
  const float* output(std::size_t i) const { return executor.value(kernel->outputs[i]); }
  const float* gradient(std::size_t i) const { return executor.inputGradient(inputs[i]); }

  std::shared_ptr<const KernelPart> kernel;
  std::vector<int> inputs;  // values: those of all float inputs
  Executor executor;
};

// Saved in src/native/types.ts.
class JsSaved final : public Napi::ObjectWrap<JsSaved> {
 public:
  using Part = SavedPass;

  static Napi::Function define(Napi::Env env);
  explicit JsSaved(const Napi::CallbackInfo& info);

 private:
  Napi::Value backward(const Napi::CallbackInfo& info);
  Napi::Value dispose(const Napi::CallbackInfo& info);

  Held<Part> part_;
};

}  // namespace gatecast::binding
