/** Error, trend and season of an exponential smoothing model: A additive, Ad damped, M multiplicative, N none. */
export type EtsModel = `${'A' | 'M'}${'N' | 'A' | 'Ad'}${'N' | 'A'}` | `M${'N' | 'A' | 'Ad'}M`

export interface Form {
  readonly name: EtsModel
  readonly multiplicativeError: boolean
  readonly trend: boolean
  readonly damped: boolean
  readonly season: 'none' | 'additive' | 'multiplicative'
}

const names: EtsModel[] = [
  ...(['ANN', 'MNN', 'AAN', 'MAN', 'AAdN', 'MAdN'] as const),
  ...(['ANA', 'MNA', 'AAA', 'MAA', 'AAdA', 'MAdA'] as const),
  ...(['MNM', 'MAM', 'MAdM'] as const),
]

/**
 * The models to choose from, simple ones first. Models with multiplicative trends are left out because they forecast
 * poorly. Models with additive errors and a multiplicative season are left out because they may divide by almost 0.
 *
 * Source: Hyndman, Koehler, Ord, Snyder 2008, section 2.8; the same models as `ets` in R's forecast.
 */
export const forms: readonly Form[] = names.map((name) => ({
  name,
  multiplicativeError: name.startsWith('M'),
  trend: name[1] === 'A',
  damped: name[2] === 'd',
  season: name.endsWith('N') ? 'none' : name.endsWith('A') ? 'additive' : 'multiplicative',
}))

/** The number of estimated values: smoothing parameters, initial states (one season index follows), variance. */
export function parameterCount({ trend, damped, season }: Form, period: number): number {
  return 3 + (trend ? 2 : 0) + (damped ? 1 : 0) + (season === 'none' ? 0 : period)
}
