// The interface of an op: a shape rule, the memory it needs, a forward pass and a backward pass.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "graph/attributes.h"
#include "graph/run.h"
#include "graph/shape.h"

namespace gatecast {

// The inputs of an op while its Program is built. An absent optional input has no spec.
class Inputs {
 public:
  explicit Inputs(std::vector<const Spec*> specs) : specs_(std::move(specs)) {}
  int size() const { return static_cast<int>(specs_.size()); }
  bool has(int i) const { return i < size() && specs_[static_cast<std::size_t>(i)] != nullptr; }
  const Spec& operator[](int i) const { return *specs_[static_cast<std::size_t>(i)]; }
  const Shape& shape(int i) const { return (*this)[i].shape; }

  // ERR_PROGRAM unless there are at least `required` inputs, none of these absent, and at most `most`.
  void checkCount(int required, int most) const;
  // ERR_TYPE if input i is present and has another type.
  void checkType(int i, Type type, const char* name) const;

 private:
  std::vector<const Spec*> specs_;
};

// Whether an op can run one time step at a time: each step alone (eachStep), with a state from the steps before
// (state), or not at all, because it needs all steps at once (no).
enum class Streaming { eachStep, state, no };

// Implementations read their attributes in the constructor and do not change afterwards: several runs may use one op at
// the same time.
class Op {
 public:
  virtual ~Op() = default;

  // The shape rule: the specs of the outputs for these inputs. Throws ERR_SHAPE, ERR_TYPE or ERR_PROGRAM.
  virtual std::vector<Spec> outputs(const Inputs& in) const = 0;
  virtual Memory memory(const Geometry&, const Kernels&, bool /*training*/) const { return {}; }
  // Called before the first pass and again whenever weights have changed.
  virtual void prepare(const Run&) const {}
  // Whether prepare reads this input.
  virtual bool prepareReads(int /*input*/) const { return false; }
  virtual void forward(const Run&) const = 0;
  virtual void backward(const Run&) const = 0;
  virtual Streaming streaming(const Inputs& in) const = 0;
  // False for an input through which no gradient ever flows: targets, masks, lengths.
  virtual bool differentiable(int /*input*/) const { return true; }
  // Whether backward reads an input or output, besides dOut and saved. The memory of the others can be reused earlier.
  virtual bool backwardReadsInput(int /*input*/) const { return true; }
  virtual bool backwardReadsOutput(int /*output*/) const { return true; }
  virtual bool recurrent() const { return false; }
};

using MakeOp = std::unique_ptr<Op> (*)(const Attributes&);

// Throws ERR_PROGRAM for an unknown kind, and the errors of the op's constructor.
std::unique_ptr<Op> makeOp(const std::string& kind, const Attributes& attributes);
// The kinds of all ops, in alphabetical order.
std::vector<std::string> opKinds();

struct RegisterOp {
  RegisterOp(const char* kind, MakeOp make);
};

// The last line of an op's file, for example OP("lstm", Lstm).
#define GATECAST_JOIN2(a, b) a##b
#define GATECAST_JOIN(a, b) GATECAST_JOIN2(a, b)
#define OP(kind, Class)                                                                       \
  static const ::gatecast::RegisterOp GATECAST_JOIN(registered, __LINE__)(                    \
      kind, [](const ::gatecast::Attributes& attributes) -> std::unique_ptr<::gatecast::Op> { \
        return std::make_unique<Class>(attributes);                                           \
      });

}  // namespace gatecast
