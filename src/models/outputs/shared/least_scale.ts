/** Scales stay above this, in units of the series: a loss divides by them. */
export const leastScale = 1e-3
