// Window index, sampler, scales and the gathering of windows.

#include <cmath>
#include <set>

#include "graph/program.h"
#include "tests/fuzz/inputs/programs.h"
#include "tests/fuzz/inputs/tables.h"
#include "tests/fuzz/targets.h"
#include "training/batches/order.h"
#include "training/windows/window_source.h"

namespace gatecast::fuzz {
namespace {

bool present(Numbers values, std::int64_t from, std::int64_t to) {
  for (std::int64_t row = from; row < to; row++) {
    if (!std::isnan(values[row])) return true;
  }
  return false;
}

// Which windows stay, by a loop over all rows of all windows.
std::vector<Origin> slowIndex(const Windows& windows) {
  std::vector<Origin> origins;
  const Table& table = *windows.table;
  const Numbers target = table.column(windows.target, "a test").numbers();
  for (std::int64_t s = 0; s < table.series(); s += windows.together) {
    for (std::int64_t i = 0; i < windows.count[static_cast<std::size_t>(s)]; i++) {
      const std::int64_t origin = windows.first[static_cast<std::size_t>(s)] + i * windows.stride;
      bool useful = false, lacking = false;
      for (std::int64_t k = s; k < s + windows.together; k++) {
        const Numbers y = target.from(table.start(k));
        useful |= present(y, std::max<std::int64_t>(0, origin - windows.context), origin) &&
                  present(y, origin, std::min(table.length(k), origin + windows.horizon));
        lacking |= !present(y, 0, origin);
      }
      if (!windows.needTarget || (useful && !lacking)) origins.push_back({s, origin});
    }
  }
  return origins;
}

void checkOrder(Bytes& bytes) {
  const std::int64_t samples = bytes.small(1, 60);
  const Order order = Order::shuffled(samples, bytes.word());
  const std::uint64_t pass = bytes.byte() < 200 ? bytes.byte() : bytes.word() / 64;
  std::set<std::int64_t> seen;
  for (std::int64_t i = 0; i < samples; i++) {
    const std::int64_t sample = order[pass * static_cast<std::uint64_t>(samples) + static_cast<std::uint64_t>(i)];
    require(sample >= 0 && sample < samples, "A turn has a sample");
    seen.insert(sample);
  }
  require(std::ssize(seen) == samples, "A pass visits every sample once");
}

}  // namespace

void windows(Bytes& bytes) {
  checkOrder(bytes);
  Windows windows = anyWindows(bytes, anyTable(bytes));
  ProgramData data;
  const int inputs = bytes.small(1, 3);
  for (int i = 0; i < inputs; i++) {
    const std::string name = text("in", i);
    const std::uint8_t given = bytes.byte();
    const WindowInput input = anyInput(bytes);
    if (given < 253) windows.inputs[given < 250 ? name : "other"] = input;
    OpData op;
    op.kind = "input";
    op.attributes.set("name", name);
    std::vector<std::string> dims{windows.together == 1 ? "batch" : text(windows.together, "*batch")};
    static const std::vector<std::string> usual{"time", "2*time", "1", "2", "3", "4", "5", "6"};
    for (int d = bytes.small(0, 2); d > 0; d--) dims.push_back(bytes.one(usual));
    op.attributes.set("shape", std::move(dims));
    op.attributes.set("type", std::string(bytes.byte() < 60 ? "int32" : "float32"));
    data.ops.push_back(std::move(op));
    data.outputs[name] = i;
  }
  const Program program(data);
  const WindowIndex index(windows);
  if (index.size() > 4096) return;
  require(index.bytes() > 0 && index.bytes() < 1 << 20, "The index is small");
  const std::vector<Origin> expected = slowIndex(windows);
  require(index.size() == std::ssize(expected), "The index has the windows that stay");
  for (std::int64_t i = 0; i < index.size(); i++) {
    const auto& [series, row] = expected[static_cast<std::size_t>(i)];
    require(index[i].series == series && index[i].row == row, "The index finds series and origin");
  }
  const std::vector<Scale> scales = scalesOf(windows, Cancel());
  for (const Scale& scale : scales) {
    require(std::isfinite(scale.location) && scale.scale > 0 && std::isfinite(scale.scale), "A scale is above 0");
  }
  std::vector<int> wanted;
  for (int i = 0; i < inputs; i++) wanted.push_back(i);
  const WindowSource source(program, wanted, std::move(windows));
  if (source.timeSteps() > 64) return;
  const std::int64_t from = bytes.small(0, 255) % source.timeSteps();
  const std::int64_t to = from + 1 + bytes.small(0, 255) % (source.timeSteps() - from);
  std::vector<std::int64_t> samples;
  for (int i = bytes.small(1, 5); i > 0; i--) samples.push_back(bytes.small(0, 255) % source.samples());
  std::vector<std::vector<float>> slots;
  std::vector<float*> places;
  for (const auto& input : program.inputs()) {
    const Shape& shape = program.values()[static_cast<std::size_t>(input.value)].shape;
    slots.emplace_back(static_cast<std::size_t>(shape.at({std::ssize(samples), to - from}).count()));
  }
  for (auto& slot : slots) places.push_back(slot.data());
  Team team(bytes.flag() ? 2 : 1);
  source.gather({samples.data(), std::ssize(samples), from, to}, wanted, places, team);
}

}  // namespace gatecast::fuzz
