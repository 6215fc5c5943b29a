import type { LocalForecaster, LocalOptions } from '../local/local_forecaster.ts'
import { localFields, localKind } from '../local/local_kind.ts'

export const naive2Kind = localKind({
  name: 'naive2',
  summary: 'repeats the last value after seasonal adjustment, as the M competitions do',
  options: localFields,
  learns: 'each series',
  cost: 'instant',
})

/**
 * The reference of the M competitions: the naive forecast, after seasonal adjustment if a test finds a season.
 *
 * @throws {GatecastError} `ERR_RANGE` naming the option
 * @see Makridakis, Spiliotis, Assimakopoulos 2020, "The M4 Competition"
 * @example
 * const reference = await naive2({ horizon: 12 }).backtest(panel)
 * const owa = (await theta({ horizon: 12 }).backtest(panel)).owa(reference)
 */
export const naive2 = (options: LocalOptions): LocalForecaster => naive2Kind.make(options)
