#include <algorithm>

#include "tests/fuzz/inputs/ops.h"
#include "tests/fuzz/inputs/programs.h"

namespace gatecast::fuzz {

std::vector<std::string> usualFirst(Bytes& bytes, const std::string& kind) {
  static const std::vector<std::string> times{"time", "time", "6", "12"}, widths{"1", "2", "3", "4", "8", "17"};
  if (kind == "embedding") return {"batch", "time"};
  if (kind == "smoothing") return {"batch", bytes.one(times)};
  return {"batch", bytes.one(times), bytes.one(widths)};
}

std::vector<Wanted> usualInputs(Bytes& bytes, const std::string& kind, const Shape& first) {
  const auto is = [&](auto... kinds) { return ((kind == kinds) || ...); };
  const auto dims = [](auto... sizes) { return std::vector<std::string>{std::to_string(sizes)...}; };
  const std::vector<std::string> same = printed(first);
  const auto part = [&](int dims) {
    return std::vector(same.begin(), same.begin() + std::clamp(dims, 0, first.rank()));
  };
  const auto with = [](std::vector<std::string> dims, std::int64_t last) {
    dims.push_back(std::to_string(last));
    return dims;
  };
  constexpr bool optional = true, isInt = true, isWeight = true;
  const std::int64_t wide = widthOf(first), own = bytes.small(1, 5);
  if (wide > 64) return {};
  std::vector<Wanted> all;
  const auto weight = [&](std::vector<std::string> dims, bool optional) {
    all.push_back({std::move(dims), optional, false, isWeight});
  };
  const auto given = [&](std::vector<std::string> dims, bool optional, bool isInt = false) {
    all.push_back({std::move(dims), optional, isInt, false});
  };
  if (is("linear", "conv1d")) {
    if (is("linear")) weight(dims(own, wide), false);
    else weight(dims(own, wide, bytes.small(1, 4)), false);
    weight(dims(own), optional);
  } else if (is("rnn", "lstm", "gru")) {
    const std::int64_t rows = own * (is("lstm") ? 4 : is("gru") ? 3 : 1);
    weight(dims(rows, wide), false);
    weight(dims(rows, own), false);
    weight(dims(rows), optional);
    weight(dims(rows), optional);
    for (int i = is("lstm") ? 2 : 1; i > 0; i--) given(with(part(1), own), optional);
    given(part(1), optional, isInt);
  } else if (is("sLstm")) {
    const std::int64_t heads = wide % 8 == 0 && bytes.flag() ? 2 : 1;
    weight(dims(wide, std::max<std::int64_t>(1, wide / 4 / heads)), false);
    for (int i = 0; i < 4; i++) given(with(part(1), wide / 4), optional);
  } else if (is("scan")) {
    given(same, false);
    given(with(part(1), wide), optional);
  } else if (is("smoothing")) {
    given(same, false);
    for (int i = 0; i < 3; i++) given(with(part(1), 1), false);
    given(with(part(1), own), false);
  } else if (is("attention")) {
    const std::int64_t time = bytes.small(1, 5);
    const std::vector<std::string> other{same.empty() ? "1" : same[0], std::to_string(time), std::to_string(wide)};
    for (int i = 0; i < 2; i++) given(bytes.byte() < 60 ? other : same, false);
    given(part(1), optional, isInt);
  } else if (is("layerNorm")) {
    for (int i = 0; i < 2; i++) weight(dims(wide), optional);
  } else if (is("last")) {
    given(part(1), optional, isInt);
  } else if (is("embedding")) {
    weight(dims(own, std::int64_t{bytes.small(1, 5)}), false);
  } else if (is("matmul")) {
    weight(bytes.flag() ? dims(own, wide) : dims(wide, own), false);
  } else if (is("add", "subtract", "multiply", "divide")) {
    const int kept = bytes.small(0, first.rank());
    weight(bytes.flag() ? dims(1) : std::vector(same.begin() + kept, same.end()), false);
  } else if (is("concat")) {
    given(same, false);
  } else if (is("mse", "mae", "huber", "gaussian", "studentT", "negativeBinomial", "quantile", "crossEntropy")) {
    const bool rows = is("quantile", "crossEntropy");
    const std::vector<std::string> target = rows ? part(first.rank() - 1) : same;
    for (int i = is("studentT") ? 2 : is("gaussian", "negativeBinomial") ? 1 : 0; i > 0; i--) given(same, false);
    given(target, false, is("crossEntropy"));
    for (int i = 0; i < 2; i++)
      given(std::vector(target.begin(), target.begin() + bytes.byte() % (target.size() + 1)), optional);
  }
  return all;
}

}  // namespace gatecast::fuzz
