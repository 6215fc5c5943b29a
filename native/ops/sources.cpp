// The ops that have no inputs. Inputs and parameters have no passes: the executor lets their values point to the
// caller's arrays and to the weights.

#include <algorithm>

#include "graph/op.h"

namespace gatecast {
namespace {

struct Source : Op {
  void forward(const Run&) const override {}
  void backward(const Run&) const override {}
  Streaming streaming(const Inputs&) const override { return Streaming::eachStep; }
  bool backwardReadsOutput(int) const override { return false; }
};

struct Input final : Source {
  explicit Input(const Attributes& a)
      : spec{parseShape(a.words("shape")),
             a.choice("type", {"float32", "int32"}) == "int32" ? Type::int32 : Type::float32} {
    a.text("name");
  }

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(0, 0);
    return {spec};
  }

  Spec spec;
};

struct Parameter final : Source {
  explicit Parameter(const Attributes& a) : shape(parseShape(a.words("shape"))) {
    a.text("name");
    // The builder draws initial weights from these two attributes. The passes do not use them.
    if (a.has("initial")) a.text("initial");
    if (a.has("scale")) a.number("scale");
  }

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(0, 0);
    expect(shape.fixed(), "a parameter of fixed size, got ", shape);
    return {{shape}};
  }

  Shape shape;
};

struct Constant final : Source {
  explicit Constant(const Attributes& a) : shape(parseShape(a.words("shape"))) {
    for (const double value : a.numbers("values")) values.push_back(static_cast<float>(value));
  }

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(0, 0);
    expect(shape.fixed(), "a constant of fixed size, got ", shape);
    const std::int64_t count = shape.at({}).count();
    expect(count == static_cast<std::int64_t>(values.size()), count, " values for a constant of shape ", shape,
           ", got ", values.size());
    return {{shape}};
  }

  void forward(const Run& run) const override { std::copy(values.begin(), values.end(), run.out()); }

  Shape shape;
  std::vector<float> values;
};

OP("input", Input)
OP("parameter", Parameter)
OP("constant", Constant)

}  // namespace
}  // namespace gatecast
