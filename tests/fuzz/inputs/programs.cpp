#include "tests/fuzz/inputs/programs.h"

#include <memory>

#include "tests/fuzz/inputs/ops.h"

namespace gatecast::fuzz {
namespace {

// Programs under construction. Shape rules are asked as TypeScript asks them: an op that they refuse is tried no further.
struct Building {
  Bytes& bytes;
  ProgramData data;
  std::vector<Spec> values;
  std::vector<int> losses;  // the first of the two values of a loss

  void source() {
    OpData op;
    op.kind = bytes.byte() < 156 ? "input" : "parameter";
    std::vector<std::string> dims;
    static const std::vector<std::string> usual{"batch", "time", "1", "2", "4", "8", "3", "12"};
    for (int i = bytes.small(0, 3); i > 0; i--) dims.push_back(bytes.one(usual));
    op.attributes.set("name", text("v", bytes.byte() < 251 ? data.ops.size() : 0));
    op.attributes.set("shape", std::move(dims));
    if (op.kind == "input") op.attributes.set("type", std::string(bytes.byte() < 216 ? "float32" : "int32"));
    add(std::move(op));
  }

  // A new source of this shape.
  int source(std::vector<std::string> dims, bool isInt, bool isWeight) {
    OpData op;
    op.kind = isWeight ? "parameter" : "input";
    op.attributes.set("name", text("p", data.ops.size()));
    op.attributes.set("shape", std::move(dims));
    if (isInt) op.attributes.set("type", std::string("int32"));
    add(std::move(op));
    return count() - 1;
  }

  void op() {
    static const std::vector<std::string> kinds = opKinds();
    OpData op;
    op.kind = bytes.one(kinds);
    if (bytes.byte() >= 200) any(op);
    else if (op.kind == "input" || op.kind == "parameter") return source();
    else if (op.kind == "sumOfLosses") usualSum(op);
    else usual(op);
    add(std::move(op));
  }

  void any(OpData& op) {
    for (int i = bytes.small(0, 3); i > 0; i--) setAny(bytes, op.attributes);
    for (int i = bytes.small(0, 4); i > 0; i--) {
      const std::uint8_t which = bytes.byte();
      if (which < 6) op.inputs.push_back(std::nullopt);
      else if (which < 9) op.inputs.push_back(static_cast<int>(bytes.whole()));
      else op.inputs.push_back(values.empty() ? 0 : which % count());
    }
  }

  // The inputs and attributes with which its shape rule accepts an op as a rule.
  void usual(OpData& op) {
    Shape shape;
    if (op.kind != "constant") {
      const bool isInt = op.kind == "embedding", own = values.empty() || isInt || bytes.byte() < 100;
      const int first = own ? source(usualFirst(bytes, op.kind), isInt, false) : bytes.byte() % count();
      op.inputs.push_back(first);
      if (first >= 0) shape = values[static_cast<std::size_t>(first)].shape;
    }
    setUsual(bytes, op.kind, shape, op.attributes);
    for (const Wanted& one : usualInputs(bytes, op.kind, shape)) {
      if (one.optional && bytes.flag()) op.inputs.push_back(std::nullopt);
      else op.inputs.push_back(bytes.byte() < 250 ? source(one.dims, one.isInt, one.isWeight) : bytes.byte());
    }
    while (!op.inputs.empty() && !op.inputs.back()) op.inputs.pop_back();
  }

  void usualSum(OpData& op) {
    setUsual(bytes, op.kind, Shape(), op.attributes);
    for (std::size_t i = op.attributes.numbers("factors").size(); i > 0 && !losses.empty(); i--) {
      const int loss = bytes.one(losses);
      op.inputs.push_back(loss);
      op.inputs.push_back(loss + 1);
    }
  }

  int count() const { return static_cast<int>(values.size()); }

  void add(OpData op) {
    try {
      std::vector<const Spec*> specs;
      for (const auto& input : op.inputs) {
        const bool known = input && *input >= 0 && *input < count();
        if (input && !known) throw Error(Code::program, "unknown");
        specs.push_back(input ? &values[static_cast<std::size_t>(*input)] : nullptr);
      }
      const auto made = makeOp(op.kind, op.attributes);
      const auto outputs = made->outputs(Inputs(std::move(specs)));
      if (outputs.size() == 2 && outputs[0].shape.rank() == 0) losses.push_back(count());
      values.insert(values.end(), outputs.begin(), outputs.end());
    } catch (const Error&) {
      if (bytes.byte() < 248) return;  // Program must refuse the few that stay
    }
    data.ops.push_back(std::move(op));
  }
};

}  // namespace

std::vector<std::string> printed(const Shape& shape) {
  std::vector<std::string> dims;
  for (const Dim& dim : shape.dims()) dims.push_back(text(dim));
  return dims;
}

ProgramData anyProgram(Bytes& bytes) {
  Building building{bytes, {}, {}, {}};
  for (int i = bytes.small(1, 4); i > 0; i--) building.source();
  for (int i = bytes.small(1, 10); i > 0 && !bytes.empty(); i--) building.op();
  const int count = building.count();
  building.data.outputs["out"] = bytes.byte() < 252 ? count - 1 : static_cast<int>(bytes.whole());
  const std::uint8_t more = bytes.byte();
  if (more % 3 == 0) building.data.outputs["other"] = count == 0 ? 0 : bytes.byte() % count;
  // With all values as outputs every op runs. Otherwise those that nothing depends on are dropped.
  for (int value = 0; more % 3 == 1 && value < count; value++) {
    const bool isFloat = building.values[static_cast<std::size_t>(value)].type == Type::float32;
    if (isFloat) building.data.outputs[text("v", value)] = value;
  }
  if (bytes.flag()) building.data.loss = count - 2;
  if (bytes.byte() >= 248) building.data.metrics["metric"] = bytes.small(-1, 9);
  return std::move(building.data);
}

}  // namespace gatecast::fuzz
