#include "tests/fuzz/programs.h"

#include <memory>

namespace gatecast::fuzz {
namespace {

const std::vector<std::string>& words() {
  static const std::vector<std::string> all{"batch",
                                            "time",
                                            "1",
                                            "2",
                                            "3",
                                            "4",
                                            "6",
                                            "8",
                                            "2*batch",
                                            "3*time",
                                            "12",
                                            "16",
                                            "-1",
                                            "0",
                                            "",
                                            "*",
                                            "4294967296",
                                            "281474976710656",
                                            "99999999999999999999",
                                            "9*batch*",
                                            "281474976710656*time",
                                            "1000000",
                                            "relu",
                                            "before",
                                            "same",
                                            "valid",
                                            "causal",
                                            "after",
                                            "tanh",
                                            "float32",
                                            "exponential",
                                            "sigmoid",
                                            "int32",
                                            "x"};
  return all;
}

// The attributes that ops read, each with the kind of value that it usually has.
void setAttribute(Bytes& bytes, Attributes& to) {
  struct Known {
    const char* name;
    int kind;
  };
  enum { flag, whole, number, word, axes, numbers, shape };
  static constexpr Known known[] = {
      {"causal", flag},       {"keep", flag},      {"transposeA", flag}, {"transposeB", flag}, {"reverse", flag},
      {"axis", whole},        {"dilation", whole}, {"end", whole},       {"heads", whole},     {"longest", whole},
      {"size", whole},        {"start", whole},    {"stride", whole},    {"base", number},     {"delta", number},
      {"epsilon", number},    {"rate", number},    {"scale", number},    {"forget", word},     {"padding", word},
      {"nonlinearity", word}, {"reset", word},     {"axes", axes},       {"factors", numbers}, {"quantiles", numbers},
      {"values", numbers},    {"shape", shape},    {"times", word}};
  const Known& one = known[bytes.byte() % std::size(known)];
  const auto list = [&](const auto& item) {
    std::vector<double> values;
    for (int i = bytes.small(0, 6); i > 0; i--) values.push_back(item());
    return values;
  };
  if (bytes.byte() < 20) return to.set(one.name, anyValue(bytes));
  switch (one.kind) {
    case flag: return to.set(one.name, bytes.flag());
    case whole: return to.set(one.name, static_cast<double>(bytes.whole()));
    case number: return to.set(one.name, bytes.small(0, 20) / 20.0);
    case word: return to.set(one.name, bytes.one(words()));
    case axes: return to.set(one.name, list([&] { return static_cast<double>(bytes.small(-3, 3)); }));
    case numbers: return to.set(one.name, list([&] { return bytes.small(1, 19) / 20.0; }));
    case shape: {
      std::vector<std::string> dims;
      for (int i = bytes.small(0, 4); i > 0; i--) dims.push_back(bytes.one(words()));
      return to.set(one.name, std::move(dims));
    }
  }
}

// Programs under construction. Shape rules are asked as TypeScript asks them: an op that they refuse is tried no further.
struct Building {
  Bytes& bytes;
  ProgramData data;
  std::vector<Spec> values;

  void source() {
    OpData op;
    op.kind = bytes.byte() < 100 ? "parameter" : "input";
    std::vector<std::string> dims;
    static const std::vector<std::string> usual{"batch", "time", "1", "2", "4", "8", "3", "12"};
    for (int i = bytes.small(0, 3); i > 0; i--) dims.push_back(bytes.one(usual));
    op.attributes.set("name", text("v", bytes.byte() < 5 ? 0 : data.ops.size()));
    op.attributes.set("shape", std::move(dims));
    if (op.kind == "input") op.attributes.set("type", std::string(bytes.byte() < 40 ? "int32" : "float32"));
    add(std::move(op));
  }

  // A parameter of the shape that an op wants for its input i, for example the weights of an lstm.
  int parameter(std::vector<std::string> dims) {
    OpData op;
    op.kind = "parameter";
    op.attributes.set("name", text("p", data.ops.size()));
    op.attributes.set("shape", std::move(dims));
    add(std::move(op));
    return static_cast<int>(values.size()) - 1;
  }

  void op() {
    static const std::vector<std::string> kinds = opKinds();
    OpData op;
    op.kind = bytes.one(kinds);
    for (int i = bytes.small(0, 3); i > 0; i--) setAttribute(bytes, op.attributes);
    const int count = bytes.small(0, 4);
    for (int i = 0; i < count; i++) {
      const std::uint8_t which = bytes.byte();
      if (which < 6) op.inputs.push_back(std::nullopt);
      else if (which < 9) op.inputs.push_back(static_cast<int>(bytes.whole()));
      else op.inputs.push_back(values.empty() ? 0 : static_cast<int>(which % values.size()));
    }
    weights(op);
    add(std::move(op));
  }

  // Gives ops with weights the weights that fit their first input, which random values would seldom do.
  void weights(OpData& op) {
    if (op.inputs.empty() || !op.inputs[0] || bytes.byte() < 30) return;
    const int first = *op.inputs[0];
    if (first < 0 || first >= static_cast<int>(values.size())) return;
    const Shape shape = values[static_cast<std::size_t>(first)].shape;
    if (shape.rank() == 0 || !shape.last().fixed() || shape.last().factor > 64) return;
    const std::int64_t wide = shape.last().factor, own = bytes.small(1, 5);
    const auto is = [&](const char* kind) { return op.kind == kind; };
    const auto dims = [](auto... sizes) { return std::vector<std::string>{std::to_string(sizes)...}; };
    const std::int64_t gates = is("lstm") ? 4 : is("gru") ? 3 : 1;
    if (is("linear")) op.inputs = {first, parameter(dims(own, wide)), parameter(dims(own))};
    else if (is("conv1d")) op.inputs = {first, parameter(dims(own, wide, std::int64_t{bytes.small(1, 4)}))};
    else if (is("lstm") || is("gru") || is("rnn"))
      op.inputs = {first, parameter(dims(gates * own, wide)), parameter(dims(gates * own, own))};
    else if (is("layerNorm")) op.inputs = {first, parameter(dims(wide)), parameter(dims(wide))};
    else if (is("sLstm") && wide % 4 == 0) op.inputs = {first, parameter(dims(wide, wide / 4))};
    else if (is("embedding")) op.inputs = {first, parameter(dims(own, wide))};
    else if (is("attention")) op.inputs = {first, first, first};
  }

  void add(OpData op) {
    try {
      std::vector<const Spec*> specs;
      for (const auto& input : op.inputs) {
        const bool known = input && *input >= 0 && *input < static_cast<int>(values.size());
        if (input && !known) throw Error(Code::program, "unknown");
        specs.push_back(input ? &values[static_cast<std::size_t>(*input)] : nullptr);
      }
      const auto made = makeOp(op.kind, op.attributes);
      const auto outputs = made->outputs(Inputs(std::move(specs)));
      values.insert(values.end(), outputs.begin(), outputs.end());
    } catch (const Error&) {
      if (bytes.byte() >= 8) return;  // Program must refuse the few that stay
    }
    data.ops.push_back(std::move(op));
  }
};

}  // namespace

Attributes::Value anyValue(Bytes& bytes) {
  const auto some = [&](const auto& item) {
    std::vector<std::decay_t<decltype(item())>> list;
    for (int i = bytes.small(0, 10); i > 0; i--) list.push_back(item());
    return list;
  };
  switch (bytes.small(0, 4)) {
    case 0: return bytes.number();
    case 1: return bytes.flag();
    case 2: return bytes.one(words());
    case 3: return some([&] { return bytes.number(); });
    default: return some([&] { return std::string(bytes.one(words())); });
  }
}

std::vector<std::string> printed(const Shape& shape) {
  std::vector<std::string> dims;
  for (const Dim& dim : shape.dims()) dims.push_back(text(dim));
  return dims;
}

ProgramData anyProgram(Bytes& bytes) {
  Building building{bytes, {}, {}};
  for (int i = bytes.small(1, 4); i > 0; i--) building.source();
  for (int i = bytes.small(1, 10); i > 0 && !bytes.empty(); i--) building.op();
  const int count = static_cast<int>(building.values.size());
  building.data.outputs["out"] = bytes.byte() < 4 ? static_cast<int>(bytes.whole()) : count - 1;
  if (bytes.flag()) building.data.outputs["other"] = count == 0 ? 0 : bytes.byte() % count;
  if (bytes.flag()) building.data.loss = count - 2;
  if (bytes.byte() < 8) building.data.metrics["metric"] = bytes.small(-1, 9);
  return std::move(building.data);
}

}  // namespace gatecast::fuzz
