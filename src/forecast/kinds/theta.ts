import type { LocalForecaster, LocalOptions } from '../local/local_forecaster.ts'
import { localFields, localKind } from '../local/local_kind.ts'

export const thetaKind = localKind({
  name: 'theta',
  summary: 'Theta method: half a trend line, half exponential smoothing',
  options: localFields,
  learns: 'each series',
  cost: 'estimate',
  auto: [{}],
  quick: {},
})

/**
 * The Theta method of the M3 and M4 competitions: the mean of a trend line and of exponential smoothing, after seasonal
 * adjustment if a test finds a season.
 *
 * @throws {GatecastError} `ERR_RANGE` naming the option
 * @see Assimakopoulos and Nikolopoulos 2000
 * @example
 * const forecast = await theta({ horizon: 12 }).predict(panel)
 */
export const theta = (options: LocalOptions): LocalForecaster => thetaKind.make(options)
