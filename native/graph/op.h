// What an op is to the rest of the core: a shape rule, the memory it needs, and two passes.

#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "graph/attributes.h"
#include "graph/shape.h"
#include "kernels/kernels.h"
#include "runtime/random.h"
#include "runtime/threads.h"

namespace gatecast {

// The inputs of an op while its Program is built. An absent optional input has no spec.
class Inputs {
 public:
  explicit Inputs(std::vector<const Spec*> specs) : specs_(std::move(specs)) {}
  int size() const { return static_cast<int>(specs_.size()); }
  bool has(int i) const { return i < size() && specs_[static_cast<std::size_t>(i)] != nullptr; }
  const Spec& operator[](int i) const { return *specs_[static_cast<std::size_t>(i)]; }
  const Shape& shape(int i) const { return (*this)[i].shape; }

  // ERR_PROGRAM unless there are `required` inputs at least (all of them present) and `most` at most.
  void checkCount(int required, int most) const;
  // ERR_TYPE unless input i, if present, has this type.
  void checkType(int i, Type type, const char* name) const;

 private:
  std::vector<const Spec*> specs_;
};

// Floats an op asks for besides its inputs and outputs, for one size of its inputs. All are 64-byte aligned. A smaller
// batch or fewer time steps never ask for more.
struct Memory {
  std::int64_t saved = 0;     // written by forward, read by backward (in inference only forward sees it)
  std::int64_t prepared = 0;  // written by prepare whenever weights change: packed weights
  std::int64_t state = 0;    // kept from one run to the next while streaming, row after row of the batch; zero at first
  std::int64_t scratch = 0;  // during one pass, shared by the threads
  std::int64_t perThread = 0;  // during one pass, one for each thread
};

// Floats rounded up to cache lines, for ops that put several parts into one of these.
inline std::int64_t wholeLines(std::int64_t floats) { return (floats + 15) / 16 * 16; }

// The sizes of an op's inputs and outputs in one run.
struct Geometry {
  std::vector<Extents> inputs;  // rank 0 and size 1 for an absent input; see Run::has
  std::vector<Extents> outputs;
};

// Everything an op may touch during a pass. Pointers are valid for that pass only.
class Run {
 public:
  const Kernels& kernels;
  Team& team;
  bool training;  // backward will follow: what it needs goes to saved()
  bool dropping;  // dropout drops
  bool carry;     // take the first state from state() if stateIsSet(), and leave the last one there
  Random random;  // of this step and this op
  const Geometry& geometry;

  const Extents& shape(int i) const { return geometry.inputs[static_cast<std::size_t>(i)]; }
  const Extents& outShape(int i = 0) const { return geometry.outputs[static_cast<std::size_t>(i)]; }

  bool has(int i) const { return i < static_cast<int>(in_.size()) && in_[static_cast<std::size_t>(i)] != nullptr; }
  const float* in(int i) const { return in_[static_cast<std::size_t>(i)]; }
  const float* optional(int i) const { return has(i) ? in(i) : nullptr; }
  const std::int32_t* integers(int i) const { return reinterpret_cast<const std::int32_t*>(optional(i)); }
  float* out(int i = 0) const { return out_[static_cast<std::size_t>(i)]; }

  // Gradient of the loss by output i, or null when nothing reaches that output (take it as zero).
  const float* dOut(int i = 0) const { return dOut_[static_cast<std::size_t>(i)]; }
  // Where to ADD the gradient by input i, or null when nobody wants it. Never the same memory as dOut. When one value is
  // two inputs of an op, both get the same pointer.
  float* dIn(int i) const { return i < static_cast<int>(dIn_.size()) ? dIn_[static_cast<std::size_t>(i)] : nullptr; }

  float* saved() const { return saved_; }
  float* prepared() const { return prepared_; }
  float* state() const { return state_; }
  bool stateIsSet() const { return stateIsSet_; }
  float* scratch() const { return scratch_; }
  float* perThread(int thread) const { return perThread_ + thread * perThreadStride_; }
  // Recurrent ops, backward: where to put the norm of dLoss/dHidden of each time step, or null when nobody asks.
  float* hiddenNorms() const { return hiddenNorms_; }

 private:
  friend class Executor;
  Run(const Kernels& k, Team& t, bool training, bool dropping, bool carry, Random random, const Geometry& geometry)
      : kernels(k), team(t), training(training), dropping(dropping), carry(carry), random(random), geometry(geometry) {}

  std::span<float* const> in_, out_, dOut_, dIn_;
  float *saved_ = nullptr, *prepared_ = nullptr, *state_ = nullptr, *scratch_ = nullptr, *perThread_ = nullptr;
  float* hiddenNorms_ = nullptr;
  std::int64_t perThreadStride_ = 0;
  bool stateIsSet_ = false;
};

// How an op behaves when time comes one step after another.
enum class Streaming { eachStep, state, no };

// Implementations read their attributes in the constructor. Everything is const afterwards: one op serves many runs at
// once.
class Op {
 public:
  virtual ~Op() = default;

  // The shape rule: what the op puts out for these inputs. Throws ERR_SHAPE, ERR_TYPE or ERR_PROGRAM.
  virtual std::vector<Spec> outputs(const Inputs& in) const = 0;
  virtual Memory memory(const Geometry&, const Kernels&, bool /*training*/) const { return {}; }
  // Called before the first pass and again whenever weights change. prepareReads: the inputs that it looks at.
  virtual void prepare(const Run&) const {}
  virtual bool prepareReads(int /*input*/) const { return false; }
  virtual void forward(const Run&) const = 0;
  virtual void backward(const Run&) const = 0;
  virtual Streaming streaming(const Inputs& in) const = 0;
  // False for an input through which no gradient ever flows: targets, masks, lengths.
  virtual bool differentiable(int /*input*/) const { return true; }
  // What backward reads besides dOut and saved: lets the plan give other values' memory away earlier.
  virtual bool backwardReadsInput(int /*input*/) const { return true; }
  virtual bool backwardReadsOutput(int /*output*/) const { return true; }
  virtual bool recurrent() const { return false; }
};

using MakeOp = std::unique_ptr<Op> (*)(const Attributes&);

// Throws ERR_PROGRAM for an unknown kind, and what the constructor throws, with the kind in front.
std::unique_ptr<Op> makeOp(const std::string& kind, const Attributes& attributes);
std::vector<std::string> opKinds();

struct RegisterOp {
  RegisterOp(const char* kind, MakeOp make);
};

// At the end of an op's file: OP("lstm", Lstm)
#define GATECAST_JOIN2(a, b) a##b
#define GATECAST_JOIN(a, b) GATECAST_JOIN2(a, b)
#define OP(kind, Class)                                                                       \
  static const ::gatecast::RegisterOp GATECAST_JOIN(registered, __LINE__)(                    \
      kind, [](const ::gatecast::Attributes& attributes) -> std::unique_ptr<::gatecast::Op> { \
        return std::make_unique<Class>(attributes);                                           \
      });

// body(from, to, thread) over pieces of [0, count). Pieces hold `grain` items at least (fewer in the last), so that small
// work stays on one thread. Only for items that do not touch each other's results.
void parallelFor(Team& team, std::int64_t count, std::int64_t grain,
                 FunctionRef<void(std::int64_t from, std::int64_t to, int thread)> body);

}  // namespace gatecast
