// Quantiles of forecasts that add up. Errors are taken to be jointly normal, with the shrunk correlations R of a backtest,
// and with the spreads D that the base forecasts have at each step:
//
//   spread~ = sqrt(diag(M D R D M'))
//
// Each quantile keeps its side: its distance to the mean is scaled by spread~ / spread.
//
// Source: Wickramasuriya 2021, "Probabilistic forecast reconciliation under the Gaussian framework".

import { normalQuantile } from '../../models/index.ts'
import type { Errors } from './errors.ts'
import { type Projection, rowOf } from './projection.ts'

/** Means and quantiles of one step, for all series of a hierarchy. */
export interface StepForecast {
  readonly mean: Float64Array
  readonly quantiles: readonly Float64Array[]
}

/** Standard deviations that the quantiles stand for. A forecast of the median alone has those of its past errors. */
function spreadsOf({ mean, quantiles }: StepForecast, levels: readonly number[], { sizes }: Errors): Float64Array {
  const scores = levels.map(normalQuantile)
  const sides = levels.flatMap((level, l) => (Math.abs(level - 0.5) < 1e-9 ? [] : [l]))
  if (sides.length === 0) return sizes.slice()
  return mean.map((value, i) => {
    const sum = sides.reduce((total, l) => total + Math.abs((quantiles[l][i] - value) / scores[l]), 0)
    return sum / sides.length
  })
}

/** The quantiles around means that add up. */
export function reconcileQuantiles(
  base: StepForecast,
  mean: Float64Array,
  levels: readonly number[],
  projection: Projection,
  errors: Errors,
): Float64Array[] {
  const spreads = spreadsOf(base, levels, errors)
  const scores = levels.map(normalQuantile)
  const after = mean.map((_, j) => {
    const row = rowOf(projection, j)
    return Math.sqrt(
      variance(
        row.map((weight, i) => weight * spreads[i]),
        errors,
      ),
    )
  })
  return levels.map((_, l) =>
    mean.map((value, j) => {
      if (spreads[j] === 0) return value + scores[l] * after[j]
      return value + ((base.quantiles[l][j] - base.mean[j]) * after[j]) / spreads[j]
    }),
  )
}

/** x' R x with the shrunk correlation R, without making R. */
function variance(x: Float64Array, { values, points, shrinkage }: Errors): number {
  const n = x.length
  let [own, shared] = [0, 0]
  for (let i = 0; i < n; i++) own += x[i] ** 2
  for (let point = 0; point < points; point++) {
    let sum = 0
    for (let i = 0; i < n; i++) sum += x[i] * values[point * n + i]
    shared += sum ** 2
  }
  return shrinkage * own + ((1 - shrinkage) * shared) / points
}
