/** The smallest scale of a distribution, as a share of the window's `unit`. The loss divides by the scale. */
export const leastScale = 1e-3
