// The argument of an op's passes: the sizes, the memory and the threads of one pass.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "graph/shape.h"
#include "kernels/kernels.h"
#include "runtime/random.h"
#include "runtime/threads/parallel_for.h"
#include "runtime/threads/team.h"

namespace gatecast {

// The number of floats that an op needs besides its inputs and outputs, for given sizes of its inputs. Each part is
// 64-byte aligned. A smaller batch or fewer time steps must not need more.
struct Memory {
  std::int64_t saved = 0;     // written by forward, read by backward; in inference only forward uses it
  std::int64_t prepared = 0;  // written by prepare when weights have changed: packed weights
  // Kept from one run to the next while streaming, one batch row after another; zero at first.
  std::int64_t state = 0;
  std::int64_t scratch = 0;    // for the duration of one pass, shared by all threads
  std::int64_t perThread = 0;  // for the duration of one pass, for each thread
};

// Floats rounded up to whole cache lines, for ops that divide one of these parts further.
inline std::int64_t wholeLines(std::int64_t floats) { return (floats + 15) / 16 * 16; }

// The sizes of an op's inputs and outputs in one run.
struct Geometry {
  std::vector<Extents> inputs;  // an absent input has rank 0 and size 1; see Run::has
  std::vector<Extents> outputs;
};

// Everything that an op may access during a pass. Pointers are valid for that pass only.
class Run {
 public:
  const Kernels& kernels;
  Team& team;
  bool training;  // a backward pass will follow: forward writes to saved() what backward needs
  bool dropping;  // whether dropout is on
  bool carry;     // read the first state from state() if stateIsSet(), and write the last state to nextState()
  Random random;  // the stream of this op in this step
  const Geometry& geometry;

  const Extents& shape(int i) const { return geometry.inputs[static_cast<std::size_t>(i)]; }
  const Extents& outShape(int i = 0) const { return geometry.outputs[static_cast<std::size_t>(i)]; }

  bool has(int i) const { return i < static_cast<int>(in_.size()) && in_[static_cast<std::size_t>(i)] != nullptr; }
  const float* in(int i) const { return in_[static_cast<std::size_t>(i)]; }
  const float* optional(int i) const { return has(i) ? in(i) : nullptr; }
  const std::int32_t* integers(int i) const { return reinterpret_cast<const std::int32_t*>(optional(i)); }
  float* out(int i = 0) const { return out_[static_cast<std::size_t>(i)]; }

  // The gradient of the loss with respect to output i. Null means zero: no gradient reaches that output.
  const float* dOut(int i = 0) const { return dOut_[static_cast<std::size_t>(i)]; }
  // The memory to which backward ADDS the gradient with respect to input i, or null if it is not needed. Never the same
  // memory as dOut. If one value is two inputs of an op, both have the same pointer.
  float* dIn(int i) const { return i < static_cast<int>(dIn_.size()) ? dIn_[static_cast<std::size_t>(i)] : nullptr; }

  float* saved() const { return saved_; }
  float* prepared() const { return prepared_; }
  // Two arrays, so that the state stays as it was if the pass fails or is aborted.
  const float* state() const { return state_; }
  float* nextState() const { return nextState_; }
  bool stateIsSet() const { return stateIsSet_; }
  float* scratch() const { return scratch_; }
  float* perThread(int thread) const { return perThread_ + thread * perThreadStride_; }
  // The memory to which backward of recurrent ops writes the norm of dLoss/dHidden of each time step, or null if it is
  // not needed.
  float* hiddenNorms() const { return hiddenNorms_; }

 private:
  friend class Executor;
  Run(const Kernels& k, Team& t, bool training, bool dropping, bool carry, Random random, const Geometry& geometry)
      : kernels(k), team(t), training(training), dropping(dropping), carry(carry), random(random), geometry(geometry) {}

  std::span<float* const> in_, out_, dOut_, dIn_;
  float *saved_ = nullptr, *prepared_ = nullptr, *scratch_ = nullptr, *perThread_ = nullptr;
  float *state_ = nullptr, *nextState_ = nullptr;
  float* hiddenNorms_ = nullptr;
  std::int64_t perThreadStride_ = 0;
  bool stateIsSet_ = false;
};

}  // namespace gatecast
