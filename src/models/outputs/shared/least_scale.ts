/** Scales stay above this share of `unit`, because the loss divides by them. */
export const leastScale = 1e-3
