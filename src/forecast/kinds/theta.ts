import type { LocalForecaster, LocalOptions } from '../local/local_forecaster.ts'
import { localFields, localKind, localUses } from '../local/local_kind.ts'

export const thetaKind = localKind({
  name: 'theta',
  summary: 'Theta method: half a trend line, half exponential smoothing',
  options: localFields,
  uses: { ...localUses, known: true },
  learns: 'each series',
  cost: 'estimate',
  auto: [{}],
  quick: {},
  // With regressors, each series takes up to a second: orders are searched for the errors of a regression.
  withCovariates: { mostSeries: 1000 },
})

/**
 * The Theta method of the M3 and M4 competitions: the mean of a trend line and of exponential smoothing, after seasonal
 * adjustment if a test finds a season. Covariates that are known in the future are regressors: a regression with ARIMA
 * errors gives their effects, and the method forecasts the series without them.
 *
 * @throws {GatecastError} `ERR_RANGE` naming the option
 * @see Assimakopoulos and Nikolopoulos 2000
 * @example
 * const forecast = await theta({ horizon: 12 }).predict(panel)
 */
export const theta = (options: LocalOptions): LocalForecaster => thetaKind.make(options)
