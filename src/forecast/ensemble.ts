import { checkOptions } from '../base/check.ts'
import { defined } from '../base/defined.ts'
import { GatecastError } from '../base/error.ts'
import type { Json } from '../base/json.ts'
import type { Panel } from '../series/index.ts'
import { rowsFor } from './backtest/enough_rows.ts'
import { BaseForecaster } from './base_forecaster.ts'
import { checkForecaster } from './check.ts'
import { Forecast } from './forecast.ts'
import type {
  FitOptions,
  FitReport,
  Forecaster,
  ForecasterFacts,
  ForecasterState,
  Learns,
  PredictOptions,
} from './forecaster.ts'
import { allCovariates, nestedOptions, packNested, unpackNested } from './nested.ts'
import { noFitted } from './residuals/series_fit.ts'

/** Options of an ensemble. */
export interface EnsembleOptions {
  /** The average of the forecasts: their `mean` (default) or their `median`. */
  average?: 'mean' | 'median'
}

/**
 * Several forecasters whose forecasts are averaged.
 *
 * @example
 * const model = ensemble([gru({ horizon: 28 }), theta({ horizon: 28 })], { average: 'median' })
 */
export class Ensemble extends BaseForecaster implements Forecaster {
  readonly kind = 'ensemble'
  readonly horizon: number
  /** The forecasters, in the order of the argument. */
  readonly members: readonly Forecaster[]
  /** The average of their forecasts. */
  readonly average: 'mean' | 'median'
  /** {@inheritDoc Forecaster.learns} */
  readonly learns: Learns

  /** @internal */
  constructor(members: readonly Forecaster[], options: EnsembleOptions = {}) {
    super()
    checkOptions('an ensemble', options, ['average'])
    const { average = 'mean' } = options
    if (average !== 'mean' && average !== 'median')
      throw new GatecastError('ERR_RANGE', `Expected average to be "mean" or "median", got ${JSON.stringify(average)}`)
    if (!Array.isArray(members) || members.length === 0)
      throw new GatecastError('ERR_DATA', 'Expected an array of one forecaster or more')
    for (const member of members) checkForecaster('an ensemble', member)
    const horizons = [...new Set(members.map(({ horizon }) => horizon))]
    if (horizons.length > 1)
      throw new GatecastError('ERR_SHAPE', `Expected forecasters with the same horizon, got ${horizons.join(', ')}`)
    this.horizon = horizons[0]
    this.members = members
    this.average = average
    this.learns = members.some(({ learns = 'all series' }) => learns === 'all series') ? 'all series' : 'each series'
  }

  /** {@inheritDoc Forecaster.needs} */
  override get needs(): number {
    return Math.max(...this.members.map(rowsFor))
  }

  async fit(panel: Panel, options: FitOptions = {}): Promise<FitReport> {
    let seconds = 0
    for (const member of this.members) seconds += (await member.fit(panel, options)).seconds
    return { seconds }
  }

  async predict(panel: Panel, options: PredictOptions = {}): Promise<Forecast> {
    if (options.fitted) throw noFitted(this.kind, 'Its members have their own')
    const forecasts: Forecast[] = []
    for (const member of this.members) forecasts.push(await member.predict(panel, options))
    return averageForecasts(forecasts, this.average)
  }

  /** {@inheritDoc Forecaster.options} */
  get options(): Json {
    return { average: this.average, members: nestedOptions(this.members) }
  }

  /**
   * {@inheritDoc Forecaster.facts}
   *
   * @returns the covariates that a member reads; an empty object before `fit`
   */
  override facts(): ForecasterFacts {
    return defined({ covariates: allCovariates(this.members) })
  }

  toState(): ForecasterState {
    const { config, tensors } = packNested(this.members)
    return { kind: this.kind, config: { average: this.average, members: config }, tensors }
  }

  fresh(): Ensemble {
    return new Ensemble(
      this.members.map((member) => member.fresh()),
      { average: this.average },
    )
  }

  /** @internal */
  static fromState({ config, tensors }: ForecasterState): Ensemble {
    const { average, members } = config as { average: 'mean' | 'median'; members: Json }
    return new Ensemble(unpackNested(members, tensors), { average })
  }
}

/**
 * Averages the forecasts of several forecasters: their means, and their quantiles level by level. Each interval is then
 * as wide as the intervals of the members are on average. Averaging probabilities instead would make it wider.
 *
 * @param members - forecasters with the same horizon; `fit` fits all of them
 * @throws {GatecastError} `ERR_SHAPE` if their horizons differ
 * @see Lichtendahl, Grushka-Cockayne, Winkler 2013, "Is it better to average probabilities or quantiles?"
 * @example
 * const model = ensemble([theta({ horizon: 12 }), ets({ horizon: 12 })])
 */
export const ensemble = (members: readonly Forecaster[], options?: EnsembleOptions): Ensemble =>
  new Ensemble(members, options)

/** Averages several forecasts of the same series, horizon and levels. */
export function averageForecasts(forecasts: readonly Forecast[], average: 'mean' | 'median'): Forecast {
  const combine = average === 'mean' ? meanOf : medianOf
  const [first] = forecasts
  return new Forecast({
    ...first,
    mean: combine(forecasts.map(({ mean }) => mean)),
    quantiles: first.quantileLevels.map((_, level) => combine(forecasts.map(({ quantiles }) => quantiles[level]))),
  })
}

const meanOf = (arrays: readonly Float64Array[]): Float64Array =>
  arrays[0].map((_, i) => arrays.reduce((sum, values) => sum + values[i], 0) / arrays.length)

function medianOf(arrays: readonly Float64Array[]): Float64Array {
  const values = new Float64Array(arrays.length)
  return arrays[0].map((_, i) => {
    arrays.forEach((array, member) => {
      values[member] = array[i]
    })
    values.sort()
    return (values[(values.length - 1) >> 1] + values[values.length >> 1]) / 2
  })
}
