#include "tests/fuzz/inputs/tables.h"

#include <cmath>

namespace gatecast::fuzz {
namespace {

TableColumn anyColumn(Bytes& bytes, std::int64_t rows, bool isInt) {
  TableColumn column;
  column.type = isInt ? Type::int32 : Type::float32;
  if (bytes.byte() >= 252) rows += bytes.small(-1, 1);
  const bool doubles = !isInt && bytes.flag();
  for (std::int64_t i = 0; i < rows; i++) {
    const std::uint8_t kind = bytes.byte();
    const double value = kind < 40 ? NAN : kind < 250 ? (kind - 140) / 8.0 : bytes.number();
    if (doubles) column.doubles.push_back(value);
    else column.values.push_back(static_cast<float>(value));
  }
  return column;
}

}  // namespace

std::shared_ptr<const Table> anyTable(Bytes& bytes) {
  std::vector<std::int64_t> offsets;
  std::int64_t row = 0;
  const int series = bytes.small(0, 5);
  for (int s = 0; s <= series; s++) {
    offsets.push_back(bytes.byte() < 250 ? row : bytes.whole());
    row += bytes.small(0, 12);
  }
  if (bytes.byte() >= 254) offsets.clear();
  const std::int64_t rows = offsets.empty() || offsets.back() < 0 || offsets.back() > 200 ? 3 : offsets.back();
  TableColumns columns, statics;
  columns["y"] = anyColumn(bytes, rows, bytes.byte() >= 252);
  if (bytes.flag()) columns["x"] = anyColumn(bytes, rows, false);
  if (bytes.flag()) columns["ids"] = anyColumn(bytes, rows, true);
  if (bytes.flag()) statics["x"] = anyColumn(bytes, series, false);
  if (bytes.flag()) statics["ids"] = anyColumn(bytes, series, true);
  return std::make_shared<const Table>(std::move(columns), std::move(offsets), std::move(statics));
}

WindowInput anyInput(Bytes& bytes) {
  static const std::vector<std::string> names{"y", "x", "ids", "y", "nothing"};
  WindowInput input;
  input.kind = static_cast<WindowInput::Kind>(bytes.small(0, 6));
  for (int i = bytes.small(0, 2); i > 0; i--) {
    input.columns.push_back(bytes.one(names));
    input.scaled.push_back(bytes.flag());
  }
  if (bytes.byte() >= 252) input.scaled.push_back(true);
  input.from = bytes.byte() < 250 ? bytes.small(-6, 3) : bytes.whole();
  input.to = bytes.byte() < 250 ? input.from + bytes.small(0, 6) : bytes.whole();
  input.missing = bytes.byte() < 128 ? bytes.small(-3, 3) : bytes.number();
  return input;
}

Windows anyWindows(Bytes& bytes, std::shared_ptr<const Table> table) {
  static const std::vector<std::string> names{"y", "y", "y", "x", "ids", "nothing"};
  Windows windows;
  windows.stride = bytes.byte() < 250 ? bytes.small(1, 4) : bytes.whole() & 0x7fffffff;
  windows.together = bytes.byte() < 200 ? 1 : bytes.small(0, 4);
  for (std::int64_t s = 0; s < table->series(); s++) {
    const bool any = bytes.byte() >= 252;
    windows.first.push_back(any ? static_cast<std::int32_t>(bytes.word()) : bytes.small(0, 3));
    const std::int64_t most = std::max<std::int64_t>(
        0, (table->length(s) - windows.first.back()) / std::max<std::int64_t>(1, windows.stride) + 1);
    windows.count.push_back(any ? static_cast<std::int32_t>(bytes.word())
                                : static_cast<std::int32_t>(std::min<std::int64_t>(most, bytes.small(0, 12))));
    const std::size_t lead = static_cast<std::size_t>(s - s % std::max<std::int64_t>(1, windows.together));
    if (windows.together > 1 && bytes.byte() < 250) {
      windows.first.back() = windows.first[lead];
      windows.count.back() = windows.count[lead];
    }
  }
  if (bytes.byte() >= 254) windows.count.pop_back();
  windows.table = std::move(table);
  windows.target = bytes.one(names);
  windows.context = bytes.byte() < 250 ? bytes.small(1, 8) : bytes.whole();
  windows.horizon = bytes.byte() < 250 ? bytes.small(1, 4) : bytes.whole();
  windows.needTarget = bytes.flag();
  static const std::vector<std::string> scalings{"none", "mean", "standard", "robust", "last"};
  windows.scaling = scalingNamed(bytes.byte() < 250 ? bytes.one(scalings) : "nothing");
  windows.subtractLevel = bytes.flag();
  return windows;
}

}  // namespace gatecast::fuzz
