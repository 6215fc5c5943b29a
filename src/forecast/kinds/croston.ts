import { choice, type Field, number } from '../../base/options/fields.ts'
import type { PanelFacts, Uses } from '../kind.ts'
import type { LocalForecaster, LocalOptions } from '../local/local_forecaster.ts'
import { localFields, localKind, localUses } from '../local/local_kind.ts'

/** Options of Croston's method. */
export interface CrostonOptions extends LocalOptions {
  /** `'sba'` (default) removes most of the bias of `'classic'`, which forecasts too much. */
  variant?: 'classic' | 'sba'
  /**
   * Smoothing parameter of sizes and intervals, above 0 to 1; default for each that from 0.0001 to 0.3 with the least
   * squared error.
   */
  smoothing?: number
}

/** The option `smoothing` of methods for intermittent demand. */
export const smoothingField = (of: string): Field<number> =>
  number({ min: 0.0001, max: 1, otherwise: 'the least squared error, up to 0.3', help: `smoothing parameter of ${of}` })

/** Methods for intermittent demand leave missing values out, and give quantiles of demands of whole numbers or sizes. */
export const demandUses: Uses = { ...localUses, missing: 'left out', quantiles: 'output' }

/** Below this share of zeros, demand is not intermittent. */
const leastZeros = 0.2

/** Why methods for intermittent demand are not worth a trial on some data. */
export function againstDense({ zeros, least }: PanelFacts): string | undefined {
  if (least < 0) return 'values below 0 are no demands'
  return zeros < leastZeros ? 'less than a fifth of the values are 0' : undefined
}

export const crostonKind = localKind<CrostonOptions>({
  name: 'croston',
  summary: "Croston's method for intermittent demand, with the correction of Syntetos and Boylan",
  options: {
    ...localFields,
    variant: choice({
      of: ['classic', 'sba'],
      default: 'sba',
      help: 'sba removes most of the bias of classic, which forecasts too much',
    }),
    smoothing: smoothingField('sizes and intervals'),
  },
  uses: demandUses,
  learns: 'each series',
  cost: 'instant',
  auto: [{}],
  against: againstDense,
  quick: {},
})

/**
 * Croston's method for intermittent demand, such as the sales of spare parts: values of 0 or more, most of them 0. The
 * sizes of demands and the intervals between them are smoothed each by itself. Quantiles are those of the demand of one
 * period: never below 0, and whole numbers if the history has whole numbers only.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Croston 1972; Syntetos and Boylan 2005
 * @example
 * const forecast = await croston({ horizon: 12, variant: 'classic', smoothing: 0.1 }).predict(panel)
 */
export const croston = (options: CrostonOptions): LocalForecaster => crostonKind.make(options)
