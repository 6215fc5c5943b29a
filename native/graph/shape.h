// Shapes: they may have symbols (batch, time) while a Program is built, and are plain numbers while it runs.

#pragma once

#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "runtime/error.h"

namespace gatecast {

enum class Symbol : std::uint8_t { none, batch, time };
enum class Type : std::uint8_t { float32, int32 };

// The numbers that the symbols stand for in one run.
struct Sizes {
  std::int64_t batch = 1;
  std::int64_t time = 1;
};

// A fixed size or a multiple of a symbol: 24, batch, 7*batch.
struct Dim {
  std::int64_t factor = 1;
  Symbol symbol = Symbol::none;

  bool fixed() const { return symbol == Symbol::none; }
  bool operator==(const Dim&) const = default;
  std::int64_t at(Sizes sizes) const;
  static Dim of(std::int64_t size) { return {size, Symbol::none}; }
};

// The sizes of one tensor in one run. A plain array, because a pass must not allocate.
class Extents {
 public:
  static constexpr int maxRank = 8;
  Extents() = default;
  int rank() const { return rank_; }
  std::int64_t operator[](int i) const { return sizes_[i < 0 ? rank_ + i : i]; }
  std::int64_t last() const { return sizes_[rank_ - 1]; }
  std::int64_t count() const { return product(0, rank_); }
  std::int64_t rows() const { return product(0, rank_ - 1); }  // all dimensions but the last
  std::int64_t product(int from, int to) const;                // over dimensions [from, to)
  void push(std::int64_t size) { sizes_[rank_++] = size; }

 private:
  std::int64_t sizes_[maxRank]{};
  int rank_ = 0;
};

class Shape {
 public:
  Shape() = default;
  Shape(std::initializer_list<Dim> dims) : Shape(std::vector<Dim>(dims)) {}
  explicit Shape(std::vector<Dim> dims);  // ERR_SHAPE above Extents::maxRank dimensions

  int rank() const { return static_cast<int>(dims_.size()); }
  const Dim& operator[](int i) const { return dims_[static_cast<std::size_t>(i < 0 ? rank() + i : i)]; }
  const Dim& last() const { return dims_.back(); }
  const std::vector<Dim>& dims() const { return dims_; }
  bool operator==(const Shape&) const = default;

  bool fixed() const;
  bool has(Symbol symbol) const;
  Shape with(int axis, Dim dim) const;  // one dimension replaced
  Shape slice(int from, int to) const;  // dimensions [from, to)
  Extents at(Sizes sizes) const;
  // Turns an axis from -rank to rank-1 into one from 0 to rank-1; ERR_SHAPE for other numbers.
  int axis(std::int64_t given) const;

 private:
  std::vector<Dim> dims_;
};

// The shape and type of one value of a Program.
struct Spec {
  Shape shape;
  Type type = Type::float32;
};

// Reads the dimensions of a shape: sizes in decimal, "batch", "time", or for example "7*batch". ERR_SHAPE for other words
// and for a size below 1.
Shape parseShape(const std::vector<std::string>& words);

std::ostream& operator<<(std::ostream& stream, const Dim& dim);
std::ostream& operator<<(std::ostream& stream, const Shape& shape);  // [batch, time, 8]
std::ostream& operator<<(std::ostream& stream, const Extents& extents);
std::ostream& operator<<(std::ostream& stream, Type type);

// For shape rules: expect(x.rank() == 3, "x of 3 dimensions, got ", x.shape). The caller adds the label of the op.
template <typename... Parts>
void expect(bool condition, const Parts&... parts) {
  if (!condition) fail(Code::shape, "Expected ", parts...);
}

}  // namespace gatecast
