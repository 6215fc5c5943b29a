// Functions of each element of an array. Every loop runs one lambda over the whole vectors and then over the tail.

#include "kernels/tier.h"
#include "simd/math.h"

namespace gatecast::GATECAST_TIER {
namespace {

inline Floats relu(Floats x) { return select(x < 0.0f, Floats{}, x); }
inline Floats gelu(Floats x) { return x * normal(x).cdf; }

// d silu = s + x s (1 - s),  s = sigmoid(x)
inline Floats siluSlope(Floats x) {
  const Floats s = sigmoid(x);
  return s * (x * (1.0f - s) + 1.0f);
}

// d gelu = Phi(x) + x phi(x)
inline Floats geluSlope(Floats x) {
  const Normal n = normal(x);
  return n.cdf + x * n.density;
}

template <typename Function>
void map(const float* x, float* y, Index n, Function f) {
  forEachVector(n, [&](auto at) { at.store(y, f(at.load(x))); });
}

// `point` is x or y, the one of which the slope is the simpler function.
template <typename Slope>
void addSlopes(const float* point, const float* dy, float* dx, Index n, Slope slope) {
  forEachVector(n, [&](auto at) { at.store(dx, at.load(dx) + at.load(dy) * slope(at.load(point))); });
}

// This selects 0 and does not multiply by 0, because an infinite dy must not become NaN where relu is flat.
void reluBack(const float* x, const float* dy, float* dx, Index n) {
  forEachVector(n, [&](auto at) { at.store(dx, at.load(dx) + select(at.load(x) <= 0.0f, Floats{}, at.load(dy))); });
}

// Computes y[i] = f(a[i * aStride], b[i * bStride]). With a stride of 0, the operand is one value for the whole array.
template <typename Operation>
void combine(const float* a, Index aStride, const float* b, Index bStride, float* y, Index n, Operation f) {
  if (n == 0) return;
  const Floats a0 = broadcast(*a), b0 = broadcast(*b);
  if (aStride != 0 && bStride != 0) {
    forEachVector(n, [&](auto at) { at.store(y, f(at.load(a), at.load(b))); });
  } else if (aStride != 0) {
    forEachVector(n, [&](auto at) { at.store(y, f(at.load(a), b0)); });
  } else if (bStride != 0) {
    forEachVector(n, [&](auto at) { at.store(y, f(a0, at.load(b))); });
  } else {
    const Floats value = f(a0, b0);
    forEachVector(n, [&](auto at) { at.store(y, value); });
  }
}

}  // namespace

void unary(Unary op, const float* x, float* y, Index n) {
  switch (op) {
    case Unary::tanh: return map(x, y, n, [](Floats v) { return tanh(v); });
    case Unary::sigmoid: return map(x, y, n, [](Floats v) { return sigmoid(v); });
    case Unary::relu: return map(x, y, n, [](Floats v) { return relu(v); });
    case Unary::gelu: return map(x, y, n, [](Floats v) { return gelu(v); });
    case Unary::silu: return map(x, y, n, [](Floats v) { return v * sigmoid(v); });
    case Unary::softplus: return map(x, y, n, [](Floats v) { return softplus(v); });
    case Unary::exp: return map(x, y, n, [](Floats v) { return exp(v); });
    case Unary::log: return map(x, y, n, [](Floats v) { return log(v); });
  }
}

void unaryBack(Unary op, const float* x, const float* y, const float* dy, float* dx, Index n) {
  switch (op) {
    case Unary::tanh: return addSlopes(y, dy, dx, n, [](Floats v) { return 1.0f - v * v; });
    case Unary::sigmoid: return addSlopes(y, dy, dx, n, [](Floats v) { return v * (1.0f - v); });
    case Unary::relu: return reluBack(x, dy, dx, n);
    case Unary::gelu: return addSlopes(x, dy, dx, n, [](Floats v) { return geluSlope(v); });
    case Unary::silu: return addSlopes(x, dy, dx, n, [](Floats v) { return siluSlope(v); });
    case Unary::softplus: return addSlopes(x, dy, dx, n, [](Floats v) { return sigmoid(v); });
    case Unary::exp: return addSlopes(y, dy, dx, n, [](Floats v) { return v; });
    case Unary::log: return addSlopes(x, dy, dx, n, [](Floats v) { return 1.0f / v; });
  }
}

void binary(Binary op, const float* a, Index aStride, const float* b, Index bStride, float* y, Index n) {
  switch (op) {
    case Binary::add: return combine(a, aStride, b, bStride, y, n, [](Floats u, Floats v) { return u + v; });
    case Binary::subtract: return combine(a, aStride, b, bStride, y, n, [](Floats u, Floats v) { return u - v; });
    case Binary::multiply: return combine(a, aStride, b, bStride, y, n, [](Floats u, Floats v) { return u * v; });
    case Binary::divide: return combine(a, aStride, b, bStride, y, n, [](Floats u, Floats v) { return u / v; });
  }
}

void addTo(const float* x, float* y, Index n) {
  forEachVector(n, [&](auto at) { at.store(y, at.load(y) + at.load(x)); });
}

void multiplyAdd(float a, const float* x, float* y, Index n) {
  forEachVector(n, [&](auto at) { at.store(y, at.load(y) + a * at.load(x)); });
}

void multiplyAddTo(const float* a, const float* b, float* y, Index n) {
  forEachVector(n, [&](auto at) { at.store(y, at.load(y) + at.load(a) * at.load(b)); });
}

void scale(float a, float* x, Index n) {
  forEachVector(n, [&](auto at) { at.store(x, a * at.load(x)); });
}

}  // namespace gatecast::GATECAST_TIER
