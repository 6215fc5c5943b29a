#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "binding/kernels/kernel_runs.h"

namespace gatecast::binding {

// The gradients with respect to the outputs of a Program, in the order of the outputs; nothing stands for zero.
using Seeds = std::vector<std::optional<Floats>>;
// Copies the caller's arrays.
Seeds readSeeds(Napi::Value given, const Program& program);
// The results of a backward pass: the gradients with respect to all float inputs. given: for each input of the Program an
// array for its gradient, or undefined for a new one.
std::shared_ptr<Results> gradientResults(Napi::Env env, Napi::Value given, const Program& program);

// A forward pass that is kept for one backward pass. The backward pass overwrites it.
struct SavedPass {
  SavedPass(std::shared_ptr<const KernelPart> kernel, int threads);

  void forward(Team& team);
  // Computes gradient(i) for all float inputs.
  void backward(const Seeds& seeds, Team& team);
  const float* output(std::size_t i) const { return executor.value(kernel->outputs[i]); }
  const float* gradient(std::size_t i) const { return executor.inputGradient(inputs[i]); }

  std::shared_ptr<const KernelPart> kernel;
  std::vector<int> inputs;  // the values of all float inputs
  Executor executor;
};

// Saved in src/addon/types/kernel.ts.
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
