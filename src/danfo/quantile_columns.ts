/** Names of the columns of quantiles and of ends of intervals: `q0.1`, `p90`, `lower`, `sales-hi-80`. */
const names = [
  /^[qp][_-]?(\d*\.)?\d+%?$/i,
  /(^|[^a-z])(lo|hi|low|high|lower|upper|quantile|median)([^a-z]*\d[\d.]*%?)?$/i,
]

/** Whether a column of a frame of forecasts holds a quantile, by its name. */
export const holdsQuantile = (name: string): boolean => names.some((pattern) => pattern.test(name))
