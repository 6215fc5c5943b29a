// The logarithm of the gamma function and its derivative, for positive x. The result is NaN for other x.
//
// std::lgamma is not used because in the C library it writes the sign to a global variable, a data race between
// threads.

#pragma once

namespace gatecast {

double logGamma(double x);
double digamma(double x);

// Differences for r > 0 and r + y > 0, without their leading terms. For large r, the difference of two values of
// logGamma or digamma would lose all digits.
double logGammaRatio(double r, double y);  // log(gamma(r + y) / gamma(r)) - y log r
double digammaRatio(double r, double y);   // digamma(r + y) - digamma(r) - log(1 + y / r)

}  // namespace gatecast
