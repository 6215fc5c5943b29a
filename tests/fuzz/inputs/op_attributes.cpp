#include "tests/fuzz/inputs/ops.h"

#include <algorithm>
#include <iterator>

#include "tests/fuzz/inputs/programs.h"

namespace gatecast::fuzz {
namespace {

enum Form { flag, whole, number, word, axes, numbers, shape };

struct Known {
  const char* name;
  Form form;
};
constexpr Known known[] = {{"causal", flag},       {"keep", flag},      {"transposeA", flag}, {"transposeB", flag},
                           {"reverse", flag},      {"axis", whole},     {"dilation", whole},  {"end", whole},
                           {"heads", whole},       {"longest", whole},  {"size", whole},      {"start", whole},
                           {"stride", whole},      {"base", number},    {"delta", number},    {"epsilon", number},
                           {"rate", number},       {"scale", number},   {"forget", word},     {"padding", word},
                           {"nonlinearity", word}, {"reset", word},     {"axes", axes},       {"factors", numbers},
                           {"quantiles", numbers}, {"values", numbers}, {"shape", shape},     {"times", word}};

void setAny(Bytes& bytes, const Known& one, Attributes& to) {
  const auto list = [&](const auto& item) {
    std::vector<double> values;
    for (int i = bytes.small(0, 6); i > 0; i--) values.push_back(item());
    return values;
  };
  if (bytes.byte() < 20) return to.set(one.name, anyValue(bytes));
  switch (one.form) {
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

std::string one(Bytes& bytes, std::vector<std::string> choices) { return bytes.one(choices); }
std::vector<double> fractions(Bytes& bytes, std::int64_t count) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < count; i++) values.push_back(bytes.small(1, 19) / 20.0);
  return values;
}

}  // namespace

std::int64_t widthOf(const Shape& shape) { return shape.rank() > 0 && shape.last().fixed() ? shape.last().factor : 1; }

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

void setAny(Bytes& bytes, Attributes& to) { setAny(bytes, known[bytes.byte() % std::size(known)], to); }

void setUsual(Bytes& bytes, const std::string& kind, const Shape& first, Attributes& to) {
  const auto is = [&](auto... kinds) { return ((kind == kinds) || ...); };
  const auto whole = [&](const char* name, int low, int high) {
    to.set(name, static_cast<double>(bytes.small(low, high)));
  };
  const int rank = std::max(1, first.rank());
  if (is("concat", "slice", "softmax", "repeat")) whole("axis", -rank, rank - 1);
  if (is("conv1d")) {
    whole("dilation", 1, 3);
    to.set("padding", one(bytes, {"causal", "same", "valid"}));
  }
  if (is("slice") && bytes.flag()) whole("start", -2, 2);
  if (is("slice") && bytes.flag()) whole("end", -2, 4);
  if (is("repeat")) to.set("times", one(bytes, {"2", "time", "1", "3"}));
  if (is("attention", "rotary")) whole("heads", 1, 2);
  if (is("attention")) to.set("causal", bytes.flag());
  if (is("attention") && bytes.flag()) to.set("scale", 0.5);
  if (is("rotary") && bytes.flag()) to.set("base", 100.0);
  if (is("positions")) whole("longest", 1, 20);
  if (is("patch")) {
    whole("size", 1, 4);
    whole("stride", 1, 4);
  }
  if (is("dropout")) to.set("rate", bytes.small(0, 19) / 20.0);
  if (is("huber")) to.set("delta", bytes.small(1, 20) / 10.0);
  if (is("matmul")) to.set("transposeB", bytes.flag());
  if (is("matmul") && bytes.flag()) to.set("transposeA", bytes.flag());
  if (is("rnn", "lstm", "gru")) to.set("reverse", bytes.flag());
  if (is("rnn")) to.set("nonlinearity", one(bytes, {"tanh", "relu"}));
  if (is("gru")) to.set("reset", one(bytes, {"after", "before"}));
  if (is("sLstm")) to.set("forget", one(bytes, {"sigmoid", "exponential"}));
  if (is("mean", "sum")) to.set("keep", bytes.flag());
  if (is("mean", "sum") && bytes.flag()) to.set("axes", std::vector<double>(1, bytes.small(-rank, rank - 1)));
  if (is("transpose")) {
    std::vector<double> order;
    for (int i = 0; i < first.rank(); i++) order.push_back(i);
    if (bytes.flag()) std::ranges::reverse(order);
    if (order.size() > 1 && bytes.flag()) std::swap(order[0], order[1]);
    to.set("axes", order);
  }
  if (is("quantile")) to.set("quantiles", fractions(bytes, std::min<std::int64_t>(8, widthOf(first))));
  if (is("sumOfLosses")) to.set("factors", fractions(bytes, bytes.small(1, 2)));
  if (is("constant")) {
    const int count = bytes.small(1, 6);
    to.set("shape", std::vector<std::string>{std::to_string(count)});
    to.set("values", fractions(bytes, count));
  }
  if (is("reshape")) {
    std::vector<std::string> dims = printed(first);
    if (!dims.empty()) dims[bytes.byte() % dims.size()] = "-1";
    if (bytes.flag()) dims.insert(dims.begin() + static_cast<std::ptrdiff_t>(bytes.byte() % (dims.size() + 1)), "1");
    to.set("shape", std::move(dims));
  }
}

}  // namespace gatecast::fuzz
