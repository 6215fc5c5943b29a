// Shapes: with symbols while a Program is built, plain numbers while it runs.

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

// What the symbols stand for in one run.
struct Sizes {
  std::int64_t batch = 1;
  std::int64_t time = 1;
};

// A fixed size, or a multiple of a symbol: 24, batch, 7*batch.
struct Dim {
  std::int64_t factor = 1;
  Symbol symbol = Symbol::none;

  bool fixed() const { return symbol == Symbol::none; }
  bool operator==(const Dim&) const = default;
  std::int64_t at(Sizes sizes) const;
  static Dim of(std::int64_t size) { return {size, Symbol::none}; }
};

// Sizes of one tensor in one run. A plain array: no step allocates.
class Extents {
 public:
  static constexpr int maxRank = 8;
  Extents() = default;
  int rank() const { return rank_; }
  std::int64_t operator[](int i) const { return sizes_[i < 0 ? rank_ + i : i]; }
  std::int64_t last() const { return sizes_[rank_ - 1]; }
  std::int64_t count() const { return product(0, rank_); }
  std::int64_t rows() const { return product(0, rank_ - 1); }  // of the last dimension
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
  // An axis given by a user, -rank..rank-1, as 0..rank-1; ERR_SHAPE otherwise.
  int axis(std::int64_t given) const;

 private:
  std::vector<Dim> dims_;
};

// One value of a Program.
struct Spec {
  Shape shape;
  Type type = Type::float32;
};

// A shape as a Program writes it: sizes in decimal, "batch", "time", "7*batch". ERR_SHAPE for anything else or a size
// below 1.
Shape parseShape(const std::vector<std::string>& words);

std::ostream& operator<<(std::ostream& stream, const Dim& dim);
std::ostream& operator<<(std::ostream& stream, const Shape& shape);  // [batch, time, 8]
std::ostream& operator<<(std::ostream& stream, const Extents& extents);
std::ostream& operator<<(std::ostream& stream, Type type);

// For shape rules: expect(x.rank() == 3, "x of 3 dimensions, got ", x.shape). The op's name is put in front by the caller.
template <typename... Parts>
void expect(bool condition, const Parts&... parts) {
  if (!condition) fail(Code::shape, "Expected ", parts...);
}

}  // namespace gatecast
