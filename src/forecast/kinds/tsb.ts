import type { LocalForecaster, LocalOptions } from '../local/local_forecaster.ts'
import { localFields, localKind } from '../local/local_kind.ts'
import { againstDense, demandUses, smoothingField } from './croston.ts'

/** Options of the method of Teunter, Syntetos and Babai. */
export interface TsbOptions extends LocalOptions {
  /** Smoothing parameter of the sizes; default that from 0.0001 to 0.3 with the least squared error. */
  smoothing?: number
  /** Smoothing parameter of the probability of a demand; default that from 0.0001 to 0.3 with the least squared error. */
  chanceSmoothing?: number
}

export const tsbKind = localKind<TsbOptions>({
  name: 'tsb',
  summary: 'intermittent demand that may end: the probability of a demand changes in every period',
  options: {
    ...localFields,
    smoothing: smoothingField('the sizes'),
    chanceSmoothing: smoothingField('the probability of a demand'),
  },
  uses: demandUses,
  learns: 'each series',
  cost: 'instant',
  auto: [{}],
  against: againstDense,
  quick: {},
})

/**
 * The method of Teunter, Syntetos and Babai for intermittent demand. Unlike {@link croston} it lowers the forecast in
 * each period without demand, so it suits products that may become obsolete. Quantiles are as those of `croston`.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Teunter, Syntetos, Babai 2011
 * @example
 * const forecast = await tsb({ horizon: 12 }).predict(panel)
 */
export const tsb = (options: TsbOptions): LocalForecaster => tsbKind.make(options)
