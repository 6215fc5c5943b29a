#include "training/data/array_source.h"

#include <algorithm>

#include "training/data/listed.h"

namespace gatecast {
namespace {

Extents extentsOf(const Array& array) {
  Extents extents;
  for (const std::int64_t size : array.shape) extents.push(size);
  return extents;
}

}  // namespace

ArraySource::ArraySource(const Program& program, const std::vector<int>& wanted, Arrays arrays)
    : program_(program), columns_(program.inputs().size()) {
  for (const auto& [name, array] : arrays) {
    const Program::Source* source = program.findInput(name);
    if (source == nullptr) {
      fail(Code::data, "Expected data for inputs of the Program (",
           listed(program.inputs(), [](const auto& input) { return input.name; }), "), got an array named \"", name,
           '"');
    }
    check(*source, array);
  }
  for (const int input : program.neededInputs(wanted)) {
    const Program::Source& source = program.inputs()[static_cast<std::size_t>(input)];
    const auto found = arrays.find(source.name);
    if (found == arrays.end()) {
      fail(Code::data, "Expected data for input \"", source.name, "\", got ",
           listed(arrays, [](const auto& entry) { return entry.first; }));
    }
    Column& column = columns_[static_cast<std::size_t>(input)];
    column.dims = program.values()[static_cast<std::size_t>(source.value)].shape.dims();
    const Extents extents = extentsOf(found->second);
    for (int axis = 0; axis < extents.rank(); axis++) {
      column.strides.push_back(extents.product(axis + 1, extents.rank()));
      if (!column.dims[static_cast<std::size_t>(axis)].fixed()) column.whole = axis + 1;
    }
    column.data = std::move(found->second.data);
  }
}

void ArraySource::check(const Program::Source& source, const Array& array) {
  const Spec& spec = program_.values()[static_cast<std::size_t>(source.value)];
  if (array.type != spec.type) {
    fail(Code::type, "Expected input \"", source.name, "\" to be ", spec.type, ", got ", array.type);
  }
  const bool ranksMatch = static_cast<int>(array.shape.size()) == spec.shape.rank();
  if (!ranksMatch) {
    std::string shape;
    for (const std::int64_t size : array.shape) shape += (shape.empty() ? "" : ", ") + std::to_string(size);
    fail(Code::shape, "Expected input \"", source.name, "\" of shape ", spec.shape, ", got [", shape, ']');
  }
  const Extents extents = extentsOf(array);
  if (static_cast<std::int64_t>(array.data.size()) != extents.count()) {
    fail(Code::shape, "Expected input \"", source.name, "\" to hold ", extents.count(), " values for its shape ",
         extents, ", got ", array.data.size());
  }
  for (int axis = 0; axis < extents.rank(); axis++) {
    const Dim& dim = spec.shape[axis];
    const std::int64_t size = extents[axis];
    if (dim.fixed() ? size != dim.factor : size % dim.factor != 0) {
      fail(Code::shape, "Expected input \"", source.name, "\" of shape ", spec.shape, ", got ", extents);
    }
    if (dim.fixed()) continue;
    const bool isBatch = dim.symbol == Symbol::batch;
    const char* const counted = isBatch ? "samples" : "time steps";
    if (size == 0) fail(Code::data, "Expected input \"", source.name, "\" to have ", counted, ", got shape ", extents);
    std::int64_t& known = isBatch ? samples_ : time_;
    std::string& knownOf = isBatch ? samplesOf_ : timeOf_;
    if (knownOf.empty()) {
      known = size / dim.factor;
      knownOf = source.name;
    } else if (known != size / dim.factor) {
      fail(Code::shape, "Expected input \"", source.name, "\" to have ", known, ' ', counted,
           ", the number of input \"", knownOf, "\", got ", size / dim.factor);
    }
  }
}

// Uses one thread only: a batch is a few long copies, which more threads do not make faster.
void ArraySource::gather(const Selection& selection, std::span<const int> inputs, std::span<float* const> slots,
                         Team& team) const {
  for (std::size_t i = 0; i < inputs.size(); i++) {
    const Column& column = columns_[static_cast<std::size_t>(inputs[i])];
    copy(column, 0, column.data.data(), selection, team, slots[i]);
  }
}

float* ArraySource::copy(const Column& column, int axis, const float* from, const Selection& selection,
                         const Team& team, float* slot) {
  if (column.whole == 0) return std::copy(column.data.begin(), column.data.end(), slot);
  const Dim& dim = column.dims[static_cast<std::size_t>(axis)];
  const std::int64_t stride = column.strides[static_cast<std::size_t>(axis)];
  const auto range = [&](std::int64_t first, std::int64_t count) {
    if (axis + 1 == column.whole) {
      slot = std::copy_n(from + first * stride, count * stride, slot);
    } else {
      for (std::int64_t i = first; i < first + count; i++) {
        slot = copy(column, axis + 1, from + i * stride, selection, team, slot);
      }
    }
  };
  switch (dim.symbol) {
    case Symbol::none: range(0, dim.factor); break;
    case Symbol::time: range(selection.from * dim.factor, (selection.to - selection.from) * dim.factor); break;
    case Symbol::batch:
      for (std::int64_t i = 0; i < selection.count; i++) {
        team.check();
        range(selection.samples[i] * dim.factor, dim.factor);
      }
      break;
  }
  return slot;
}

std::int64_t ArraySource::bytes() const {
  std::size_t floats = 0;
  for (const Column& column : columns_) floats += column.data.size();
  return static_cast<std::int64_t>(floats * sizeof(float));
}

}  // namespace gatecast
