// Arrays of any shape and type for the inputs of a Program, and what is gathered from them.

#include "tests/fuzz/inputs/programs.h"
#include "tests/fuzz/targets.h"
#include "training/data/array_source.h"

namespace gatecast::fuzz {

void arrays(Bytes& bytes) {
  static const std::vector<std::string> usual{"batch", "time", "2*batch", "3*time", "1", "2", "3"};
  ProgramData data;
  const int count = bytes.small(1, 3);
  for (int i = 0; i < count; i++) {
    OpData op;
    op.kind = "input";
    op.attributes.set("name", text("in", i));
    std::vector<std::string> dims;
    for (int d = bytes.small(0, 4); d > 0; d--) dims.push_back(bytes.one(usual));
    op.attributes.set("shape", std::move(dims));
    op.attributes.set("type", std::string(bytes.byte() < 40 ? "int32" : "float32"));
    data.ops.push_back(std::move(op));
    data.outputs[text("out", i)] = i;
  }
  const Program program(data);

  const Sizes sizes{bytes.small(0, 4), bytes.small(0, 4)};
  Arrays given;
  for (int i = 0; i < count; i++) {
    const Spec& spec = program.values()[static_cast<std::size_t>(i)];
    Array array;
    array.type = bytes.byte() < 250 ? spec.type : Type::int32;
    std::int64_t floats = 1;
    for (const Dim& dim : spec.shape.dims()) {
      array.shape.push_back(bytes.byte() < 250 ? dim.at(sizes) : bytes.small(0, 9));
      floats *= array.shape.back();
    }
    if (bytes.byte() >= 253) array.shape.push_back(1);
    if (bytes.byte() >= 253) floats += 1;
    for (std::int64_t k = 0; k < floats; k++) array.data.push_back(static_cast<float>(k));
    given[bytes.byte() < 250 ? text("in", i) : "other"] = std::move(array);
  }
  std::vector<int> wanted;
  for (int i = 0; i < count; i++) {
    if (bytes.byte() < 200) wanted.push_back(i);
  }
  const ArraySource source(program, wanted, std::move(given));
  require(source.samples() >= 1 && source.timeSteps() >= 1, "A source has samples and time steps");

  const std::int64_t from = bytes.small(0, 255) % source.timeSteps();
  const std::int64_t to = from + 1 + bytes.small(0, 255) % (source.timeSteps() - from);
  std::vector<std::int64_t> samples;
  for (int i = bytes.small(1, 4); i > 0; i--) samples.push_back(bytes.small(0, 255) % source.samples());
  std::vector<std::vector<float>> slots;
  std::vector<float*> places;
  for (const int input : wanted) {
    const Shape& shape = program.values()[static_cast<std::size_t>(input)].shape;
    slots.emplace_back(static_cast<std::size_t>(shape.at({std::ssize(samples), to - from}).count()), -1.0f);
  }
  for (auto& slot : slots) places.push_back(slot.data());
  Team team(1);
  source.gather({samples.data(), std::ssize(samples), from, to}, wanted, places, team);
  for (const auto& slot : slots) {
    for (const float value : slot) require(value >= 0, "Every place of a slot is written");
  }
  require(source.bytes() >= 0, "A source has a size");
}

}  // namespace gatecast::fuzz
