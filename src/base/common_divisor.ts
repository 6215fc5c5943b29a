/** The greatest common divisor of two whole numbers from 0 on. */
export const commonDivisor = (a: number, b: number): number => (b ? commonDivisor(b, a % b) : a)
