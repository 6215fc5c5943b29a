import { checkList, checkWhole } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkFields, choice, type Field, type FieldsOf } from '../../base/options/fields.ts'
import { leastRows } from '../backtest/enough_rows.ts'
import type { ForecasterState } from '../forecaster.ts'
import type { KindOf } from '../kind.ts'
import { GlobalAr } from '../local/global_ar.ts'
import { type LocalConfig, LocalForecaster, type LocalOptions } from '../local/local_forecaster.ts'
import { localFields, localUses } from '../local/local_kind.ts'

/** Options of autoregression. */
export interface ArOptions extends LocalOptions {
  /**
   * Lags that a value depends on, ascending; default those that AICc chooses for each series, among the last steps and those
   * around the seasons. With `scope: 'global'`, the default is all of these.
   */
  lags?: readonly number[]
  /**
   * `'last'` (default): the weights sum to 1, so that the forecast starts from the last value. This suits series with a
   * trend or a random walk. `'mean'`: the forecast returns to the mean of the history.
   */
  around?: 'last' | 'mean'
  /** `'series'` (default): each series has coefficients of its own. `'global'`: `fit` learns one set for all series. */
  scope?: 'series' | 'global'
}

const lags: Field<readonly number[]> = {
  help: 'steps back that a value depends on, ascending',
  otherwise: 'chosen by AICc for each series; all lags of two seasons with scope global',
  schema: { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 1 },
  check(name, value) {
    const lags = checkList(name, value as number[])
    if (lags.length === 0) throw new GatecastError('ERR_RANGE', 'Expected lags to hold one lag or more, got none')
    lags.forEach((lag, i) => {
      checkWhole(i === 0 ? 'the first of lags' : `the lag after ${lags[i - 1]}`, lag, (lags[i - 1] ?? 0) + 1)
    })
    return lags
  },
}

const options: FieldsOf<ArOptions> = {
  ...localFields,
  lags,
  around: choice({
    of: ['last', 'mean'],
    default: 'last',
    help: 'whether a forecast starts from the last value or returns to the mean',
  }),
  scope: choice({
    of: ['series', 'global'],
    default: 'series',
    help: 'whether each series has its own coefficients, or all series share one set',
  }),
}

function make(given: ArOptions): LocalForecaster {
  checkFields('ar', options, given)
  const config = given as unknown as LocalConfig
  return given.scope === 'global' ? new GlobalAr(config) : new LocalForecaster('ar', config, 'each series')
}

export const arKind: KindOf<ArOptions, LocalForecaster> = {
  name: 'ar',
  summary: 'autoregression by least squares, for each series or for all together',
  options,
  learns: ({ scope }: Partial<ArOptions>) => (scope === 'global' ? 'all series' : 'each series'),
  uses: localUses,
  needs: () => leastRows,
  cost: 'estimate',
  auto: [{}, { scope: 'global' }],
  against: ({ series }, options: Partial<ArOptions>) =>
    series === 1 && options.scope === 'global' ? 'with one series it is the same as ar of each series' : undefined,
  make,
  fromState(state: ForecasterState) {
    const made = make(state.config as unknown as ArOptions)
    return made instanceof GlobalAr ? GlobalAr.fromState(state) : made
  },
}

/**
 * Autoregression by least squares: each value depends on the values at fixed lags.
 *
 * @throws {GatecastError} `ERR_RANGE` for lags that do not ascend from 1
 * @see Hyndman and Athanasopoulos 2021, "Forecasting: Principles and Practice", section 9.3
 * @example
 * const model = ar({ horizon: 24, lags: [1, 7, 14], scope: 'global' })
 * await model.fit(panel)
 */
export const ar = (options: ArOptions): LocalForecaster => arKind.make(options)
