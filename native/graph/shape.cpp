#include "graph/shape.h"

#include <charconv>
#include <ostream>

namespace gatecast {
namespace {

// Largest number of elements of an array. It is so small that sizes in bytes cannot overflow 64 bits.
constexpr std::int64_t mostElements = std::int64_t{1} << 48;

std::int64_t multiply(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product) || product > mostElements) {
    fail(Code::range, "Expected an array of at most 2^48 elements, got dimensions whose product is larger");
  }
  return product;
}

Dim parseDim(const std::string& word) {
  Dim dim;
  std::string rest = word;
  if (const auto star = word.find('*'); star != std::string::npos || (!word.empty() && word[0] <= '9')) {
    const std::string number = word.substr(0, star);
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), dim.factor);
    const bool whole = error == std::errc() && end == number.data() + number.size();
    if (!whole || dim.factor < 1 || dim.factor > mostElements) {
      fail(Code::shape, "Expected dimensions to be whole numbers from 1, \"batch\" or \"time\", got ", word);
    }
    if (star == std::string::npos) return dim;
    rest = word.substr(star + 1);
  }
  if (rest == "batch") dim.symbol = Symbol::batch;
  else if (rest == "time") dim.symbol = Symbol::time;
  else fail(Code::shape, "Expected dimensions to be whole numbers from 1, \"batch\" or \"time\", got \"", word, '"');
  return dim;
}

template <typename List>
std::ostream& print(std::ostream& stream, const List& list, int rank) {
  stream << '[';
  for (int i = 0; i < rank; i++) stream << (i > 0 ? ", " : "") << list[i];
  return stream << ']';
}

}  // namespace

std::int64_t Dim::at(Sizes sizes) const {
  switch (symbol) {
    case Symbol::batch: return multiply(factor, sizes.batch);
    case Symbol::time: return multiply(factor, sizes.time);
    case Symbol::none: break;
  }
  return factor;
}

std::int64_t Extents::product(int from, int to) const {
  std::int64_t product = 1;
  for (int i = from; i < to; i++) product *= sizes_[i];
  return product;
}

Shape::Shape(std::vector<Dim> dims) : dims_(std::move(dims)) {
  if (rank() > Extents::maxRank) {
    fail(Code::shape, "Expected at most ", Extents::maxRank, " dimensions, got ", rank());
  }
}

bool Shape::fixed() const {
  for (const Dim& dim : dims_) {
    if (!dim.fixed()) return false;
  }
  return true;
}

bool Shape::has(Symbol symbol) const {
  for (const Dim& dim : dims_) {
    if (dim.symbol == symbol) return true;
  }
  return false;
}

Shape Shape::with(int axis, Dim dim) const {
  Shape changed = *this;
  changed.dims_[static_cast<std::size_t>(axis)] = dim;
  return changed;
}

Shape Shape::slice(int from, int to) const { return Shape(std::vector<Dim>(dims_.begin() + from, dims_.begin() + to)); }

Extents Shape::at(Sizes sizes) const {
  Extents extents;
  std::int64_t count = 1;
  for (const Dim& dim : dims_) {
    extents.push(dim.at(sizes));
    count = multiply(count, extents.last());
  }
  return extents;
}

int Shape::axis(std::int64_t given) const {
  if (given < -rank() || given >= rank()) {
    fail(Code::shape, "Expected an axis from ", -rank(), " to ", rank() - 1, " for shape ", *this, ", got ", given);
  }
  return static_cast<int>(given < 0 ? given + rank() : given);
}

Shape parseShape(const std::vector<std::string>& words) {
  std::vector<Dim> dims;
  for (const std::string& word : words) dims.push_back(parseDim(word));
  Shape shape(std::move(dims));
  shape.at({1, 1});  // throws if the product overflows
  return shape;
}

std::ostream& operator<<(std::ostream& stream, const Dim& dim) {
  if (dim.fixed()) return stream << dim.factor;
  if (dim.factor != 1) stream << dim.factor << '*';
  return stream << (dim.symbol == Symbol::batch ? "batch" : "time");
}

std::ostream& operator<<(std::ostream& stream, const Shape& shape) { return print(stream, shape, shape.rank()); }

std::ostream& operator<<(std::ostream& stream, const Extents& extents) {
  return print(stream, extents, extents.rank());
}

std::ostream& operator<<(std::ostream& stream, Type type) {
  return stream << (type == Type::float32 ? "float32" : "int32");
}

}  // namespace gatecast
