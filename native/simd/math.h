// Elementary functions on vectors. The table gives the largest errors in units of the last place (ULP) of the exact
// result, measured on every 97th float on all x86 tiers. tests/native/kernels_math.cpp checks limits just above them.
//
//   exp       1.0   in the whole range, down to denormals; overflows to infinity
//   log       0.8   -infinity at 0, NaN below
//   tanh      2.4
//   sigmoid   2.3   down to denormals
//   softplus  2.7
//   gelu      6.1   computed from normal() below; if the result is above 1e-37
//   silu      3.0   if the result is above 1e-36
//
// NaN gives NaN: in every clamp a NaN fails the comparison and stays (see select).

#pragma once

#include "simd/vector.h"

namespace gatecast::GATECAST_TIER {
namespace {

constexpr float infinity = __builtin_inff();
constexpr float ln2High = 0.693359375f;  // has so few bits that n * ln2High is exact for |n| < 512
constexpr float ln2Low = -2.12194440e-4f;

inline Floats absolute(Floats x) { return floats(bits(x) & 0x7fffffff); }
inline Floats withSignOf(Floats magnitude, Floats x) { return floats(bits(magnitude) | (bits(x) & INT32_MIN)); }

// e^x = 2^n (1 + p),  n = round(x / ln 2),  p = e^r - 1 for r = x - n ln 2, |r| <= ln(2)/2
struct ExpParts {
  Floats n, p;
};
// The exponent is x + low, where `low` holds digits that x has no room for; |low| < 0.06.
inline ExpParts expParts(Floats x, Floats low = Floats{}) {
  const Floats n = rounded(x * 1.44269504f);
  const Floats r = (x - n * ln2High) - (n * ln2Low - low);
  Floats q = r * 0.000199525864f + 0.00139330479f;
  q = q * r + 0.00833319873f;
  q = q * r + 0.0416664854f;
  q = q * r + 0.166666672f;
  q = q * r + 0.5f;
  return {n, r * r * q + r};
}

inline Floats exp(Floats x, Floats low = Floats{}) {
  // e^89 overflows to infinity and e^-105 rounds to 0, so larger or smaller x need no case of their own.
  const auto [n, p] = expParts(atLeast(-105.0f, atMost(89.0f, x)), low);
  // 2^n in two factors: 2^128 and 2^-150 are no floats, but p + 1 times them may be one.
  const Floats half = rounded(n * 0.5f);
  return timesPowerOfTwo(timesPowerOfTwo(p + 1.0f, half), n - half);
}

// exp for x <= 1, as exact as above. One factor is enough because results below e^-87, near the smallest normal number,
// become 0.
inline Floats expNegative(Floats x) {
  const auto [n, p] = expParts(x);
  return select(x < -87.0f, Floats{}, timesPowerOfTwo(p + 1.0f, n));
}

// e^x - 1 for |x| <= 87.
inline Floats expm1(Floats x) {
  const auto [n, p] = expParts(x);
  const Floats power = timesPowerOfTwo(broadcast(1.0f), n);
  return p * power + (power - 1.0f);
}

// tanh |x| = t / (t + 2),  t = e^(2|x|) - 1: no cancellation for small x.
inline Floats tanh(Floats x) {
  const Floats a = atMost(10.0f, absolute(x));  // from 9.02 on, tanh rounds to 1
  const Floats t = expm1(a + a);
  return withSignOf(t / (t + 2.0f), x);
}

// 1 / (1 + e^-x). For negative x it is computed as e / (1 + e) with e = e^-|x|, so that small results keep their
// digits.
inline Floats sigmoid(Floats x) {
  const Floats e = exp(-absolute(x));
  return select(x < 0.0f, e, broadcast(1.0f)) / (e + 1.0f);
}

// ---- Several quotients for the price of one division: a division takes as long as all other work of a gate ----

// The denominator is in [1, 2], so that products of a few denominators neither overflow nor lose digits.
struct Fraction {
  Floats over, under;
};

// e^-87 is not denormal, e^-88 is.
constexpr float longestFall = 87.0f;

// sigmoid and tanh as above, except that no sigmoid is below e^-87.
inline Fraction sigmoidFraction(Floats x) {
  const auto [n, p] = expParts(-atMost(longestFall, absolute(x)));
  const Floats e = timesPowerOfTwo(p + 1.0f, n);
  return {select(x < 0.0f, e, broadcast(1.0f)), e + 1.0f};
}
// tanh |x| = -m / (2 + m),  m = e^(-2|x|) - 1
inline Fraction tanhFraction(Floats x) {
  const Floats m = expm1(-atMost(longestFall, absolute(x + x)));
  return {withSignOf(absolute(m), x), m + 2.0f};
}

// Errors are below 5 units of the last place for these fractions. A NaN in one fraction makes all quotients NaN.
struct Two {
  Floats first, second;
};
struct Four {
  Floats first, second, third, fourth;
};
inline Two quotients(const Fraction (&f)[2]) {
  const Floats r = 1.0f / (f[0].under * f[1].under);
  return {f[0].over * (f[1].under * r), f[1].over * (f[0].under * r)};
}
inline Four quotients(const Fraction (&f)[4]) {
  const Floats left = f[0].under * f[1].under, right = f[2].under * f[3].under;
  const Floats r = 1.0f / (left * right), ofLeft = right * r, ofRight = left * r;
  return {f[0].over * (f[1].under * ofLeft), f[1].over * (f[0].under * ofLeft), f[2].over * (f[3].under * ofRight),
          f[3].over * (f[2].under * ofRight)};
}

// log x = e ln 2 + log(1 + f),  x = 2^e (1 + f),  sqrt(1/2) <= 1 + f < sqrt(2)
inline Floats log(Floats x) {
  const Floats positive = select(x > 0.0f, x, broadcast(1.0f));  // the results for x <= 0 are set at the end
  const Ints denormal = positive < 1.17549435e-38f;
  const Floats scaled = select(denormal, positive * 8388608.0f, positive);
  const Ints offset = bits(scaled) - 0x3f3504f3;  // the bits of sqrt(1/2)
  const Ints exponent = (offset >> 23) - (denormal & 23);
  const Floats f = floats((offset & 0x007fffff) + 0x3f3504f3) - 1.0f;
  Floats q = f * 0.0691540465f - 0.117892668f;
  q = q * f + 0.118726321f;
  q = q * f - 0.123844102f;
  q = q * f + 0.142187163f;
  q = q * f - 0.166692495f;
  q = q * f + 0.200022236f;
  q = q * f - 0.249999866f;
  q = q * f + 0.333333105f;
  const Floats e = __builtin_convertvector(exponent, Floats);
  const Floats square = f * f;
  const Floats low = square * f * q + e * ln2Low;
  Floats y = e * ln2High + (f + (low - square * 0.5f));
  y = select(x == 0.0f, broadcast(-infinity), y);
  y = select(x == infinity, x, y);
  return select(x >= 0.0f, y, broadcast(__builtin_nanf("")));
}

// log(1 + x) = 2 atanh(s),  s = x / (2 + x), for 0 <= x <= 1
inline Floats log1pUnit(Floats x) {
  const Floats s = x / (x + 2.0f);
  const Floats z = s * s;
  Floats q = z * 0.242449179f + 0.214439496f;
  q = q * z + 0.286152095f;
  q = q * z + 0.399989486f;
  q = q * z + 0.666666746f;
  return s * z * q + (s + s);
}

// log(1 + e^x) = max(x, 0) + log(1 + e^-|x|)
inline Floats softplus(Floats x) { return select(x > 0.0f, x, Floats{}) + log1pUnit(exp(-absolute(x))); }

// The normal distribution function Phi and its density phi. With a = |x|, u = 1 / (a + 4) and t = 1 - 8 u,
//   Phi(-a) = e^(-a^2 / 2) u P(t)
// which has a small relative error even where Phi is small; (1 + erf(x / sqrt 2)) / 2 would lose all digits there.
struct Normal {
  Floats cdf, density;
};
inline Normal normal(Floats x) {
  Floats a = absolute(x);
  a = select(a > 15.0f, broadcast(15.0f), a);  // from 14.5 on, Phi(-a) and phi(a) round to 0
  // a^2 is rounded, and exp would multiply that error by up to 100. So a is split so that high^2 is exact.
  const Floats high = floats(bits(a) & ~0xfff);
  const Floats e = exp(high * high * -0.5f, (high - a) * (high + a) * 0.5f);
  const Floats u = 1.0f / (a + 4.0f);
  const Floats t = (a - 4.0f) * u;  // 1 - 8 u would have four times the rounding error of u
  Floats q = t * -0.000130158165f + 0.000190947641f;
  q = q * t + 0.00158102042f;
  q = q * t - 0.00351934414f;
  q = q * t - 0.00753385201f;
  q = q * t + 0.0604053959f;
  q = q * t - 0.186521545f;
  q = q * t + 0.387136668f;
  q = q * t - 0.607896686f;
  q = q * t + 0.755285144f;
  const Floats tail = u * q * e;
  return {select(x > 0.0f, 1.0f - tail, tail), e * 0.398942280f};
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER
