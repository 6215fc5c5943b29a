// The gamma function's logarithm and its derivative, for positive x; NaN otherwise.
//
// std::lgamma will not do: the C library's writes the sign to a global variable, a data race between threads.

#pragma once

namespace gatecast {

double logGamma(double x);
double digamma(double x);

// What is left of differences for r > 0 and r + y > 0 once their leading terms are taken away. For large r the
// difference itself would have lost all digits.
double logGammaRatio(double r, double y);  // log(gamma(r + y) / gamma(r)) - y log r
double digammaRatio(double r, double y);   // digamma(r + y) - digamma(r) - log(1 + y / r)

}  // namespace gatecast
