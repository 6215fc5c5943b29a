// Changes the forecasts of a hierarchy so that they add up.
//
// Source: Hyndman, Ahmed, Athanasopoulos, Shang 2011 (ols); Athanasopoulos, Hyndman, Kourentzes, Petropoulos 2017
// (wlsStructural); Hyndman, Lee, Wang 2016 (wlsVariance); Wickramasuriya, Athanasopoulos, Hyndman 2019 (mintShrink);
// Athanasopoulos, Ahmed, Hyndman 2009 (topDown by forecast proportions).

import { checkChoice, checkFlag, checkOptions, listNames } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { Turns } from '../../base/resources/turns.ts'
import type { Backtest } from '../backtest/backtest.ts'
import { isForecast } from '../check.ts'
import { Forecast } from '../forecast.ts'
import { correlation, type Errors, errorsOf } from './errors.ts'
import { checkHierarchy, type Hierarchy, idsOf } from './hierarchy.ts'
import { type Covariance, type Projection, project, projectionOf } from './projection.ts'
import { shareOut } from './share_out.ts'
import { reconcileQuantiles, type StepForecast } from './spreads.ts'

const methods = ['bottomUp', 'topDown', 'ols', 'wlsStructural', 'wlsVariance', 'mintShrink'] as const

/** Options of a reconciliation. */
export interface ReconcileOptions {
  /**
   * How forecasts that do not add up are changed. `mintShrink` (default with a `backtest`): as little as possible, by the
   * covariance of their errors. `wlsVariance`: by the variances of their errors. `wlsStructural` (default without a
   * `backtest`): by the number of bottom series in each. `ols`: all alike. `bottomUp`: aggregates are sums of the bottom
   * forecasts. `topDown`: the total is shared out by the bottom forecasts of each step.
   */
  method?: (typeof methods)[number]
  /**
   * A backtest of all series, on the panel of {@link aggregate}. `mintShrink` and `wlsVariance` need it, and so do
   * quantiles, since the spread of a sum depends on how errors go together.
   */
  backtest?: Backtest
  /** Whether negative means of bottom series become 0, and aggregates their sums; default false. */
  nonNegative?: boolean
  /** Stops the call, which then rejects with an `AbortError`. */
  signal?: AbortSignal
}

/**
 * Changes the forecasts of a hierarchy so that they add up. If the base forecasts are unbiased, so are the new ones
 * (`topDown` excepted). The quantiles belong to each series by itself: quantiles of sums are not sums of quantiles.
 *
 * @param forecast - base forecasts of all series of the hierarchy, in any order
 * @param hierarchy - the hierarchy that {@link hierarchy} found
 * @returns the forecast of all series, the aggregates first
 * @throws {GatecastError} `ERR_DATA` naming a series that the forecast or the backtest does not have, or for a method that
 * needs a backtest; `ERR_RANGE`, `ERR_TYPE` naming the option; `ABORT_ERR`
 * @example
 * const shops = panelFromSeries(
 *   ['a/1', 'a/2', 'b/1'].map((id) => ({ id, start: '2020-01', values: Array.from({ length: 60 }, (_, t) => 20 + (t % 12)) })),
 *   { frequency: 'MS' },
 * )
 * const sums = hierarchy(shops, { columns: ['state', 'shop'] })
 * const all = aggregate(shops, sums)
 * const model = ets({ horizon: 12 })
 * const backtest = await model.backtest(all, { windows: 4 })
 * const forecast = await reconcile(await model.predict(all), sums, { method: 'mintShrink', backtest })
 */
export async function reconcile(
  forecast: Forecast,
  hierarchy: Hierarchy,
  options: ReconcileOptions = {},
): Promise<Forecast> {
  checkHierarchy(hierarchy)
  checkOptions('reconcile', options, ['method', 'backtest', 'nonNegative', 'signal'])
  if (!isForecast(forecast)) throw new GatecastError('ERR_TYPE', 'Expected a forecast, as predict(panel) returns it')
  const { backtest, nonNegative = false, signal } = options
  const method = checkChoice('method', options.method ?? (backtest ? 'mintShrink' : 'wlsStructural'), methods)
  checkFlag('nonNegative', nonNegative)
  const ids = idsOf(hierarchy)
  const order = orderOf(forecast, ids)
  const levels = forecast.quantileLevels
  const needsErrors = method === 'mintShrink' || method === 'wlsVariance' || (levels.length > 0 && method !== 'topDown')
  if (needsErrors && !backtest) throw withoutBacktest(method)
  const errors = needsErrors && backtest ? errorsOf(backtest, ids) : undefined
  const projection = method === 'topDown' ? undefined : projectionFor(method, hierarchy, errors)
  const { horizon } = forecast
  const parts = {
    mean: new Float64Array(forecast.mean.length),
    quantiles: levels.map(() => new Float64Array(forecast.mean.length)),
  }
  const turns = new Turns(signal)
  for (let step = 0; step < horizon; step++) {
    const at = (values: Float64Array) => Float64Array.from(order, (series) => values[series * horizon + step])
    const base = { mean: at(forecast.mean), quantiles: forecast.quantiles.map(at) }
    const done = projection ? reconcileStep(base, levels, projection, errors) : shareOut(base, hierarchy)
    const kept = nonNegative ? withoutNegative(done, hierarchy) : done
    put(parts.mean, kept.mean, step, horizon)
    parts.quantiles.forEach((values, level) => {
      put(values, kept.quantiles[level], step, horizon)
    })
    if (turns.isOver) await turns.next()
  }
  const placed = (values: Float64Array) => Float64Array.from(order, (series) => values[series])
  return new Forecast({
    ...forecast,
    ...{ ids, starts: placed(forecast.starts), lengths: placed(forecast.lengths), ...parts },
  })
}

function orderOf({ ids: known, seriesCount }: Forecast, ids: readonly string[]): number[] {
  const places = new Map(known.map((id, i) => [id, i]))
  const missing = ids.filter((id) => !places.has(id))
  if (missing.length > 0)
    throw new GatecastError(
      'ERR_DATA',
      `Expected a forecast of all series of the hierarchy, got none of ${listNames(missing.slice(0, 3))}. Forecast the ` +
        'panel of aggregate(panel, hierarchy)',
    )
  if (seriesCount !== ids.length)
    throw new GatecastError('ERR_DATA', `Expected ${ids.length} series as in the hierarchy, got ${seriesCount}`)
  return ids.map((id) => places.get(id) as number)
}

const withoutBacktest = (method: string): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected a backtest for ${method === 'mintShrink' || method === 'wlsVariance' ? method : 'the quantiles'}, which ` +
      'depend on how errors go together. Give backtest: await model.backtest(panel of all series)' +
      (method === 'mintShrink' || method === 'wlsVariance' ? '' : ', or forecast with quantiles: []'),
  )

function projectionFor(method: string, hierarchy: Hierarchy, errors: Errors | undefined): Projection {
  const { aggregates, bottom } = hierarchy
  if (method === 'bottomUp') {
    // Bottom series whose forecasts are taken to be exact do not change.
    const diagonal = new Float64Array(aggregates.length + bottom.length)
    return projectionOf(hierarchy, { diagonal: diagonal.fill(1, 0, aggregates.length) })
  }
  return projectionOf(hierarchy, covarianceFor(method, hierarchy, errors))
}

function covarianceFor(method: string, { aggregates, bottom }: Hierarchy, errors: Errors | undefined): Covariance {
  const sizes = [...aggregates.map(({ members }) => members.length), ...bottom.map(() => 1)]
  if (method === 'ols') return { diagonal: new Float64Array(sizes.length).fill(1) }
  if (method === 'wlsStructural' || !errors) return { diagonal: Float64Array.from(sizes) }
  const { sizes: deviations } = errors
  if (method === 'wlsVariance') return { diagonal: deviations.map((size) => size ** 2) }
  return { of: (i, j) => correlation(errors, i, j) * deviations[i] * deviations[j] }
}

function reconcileStep(
  base: StepForecast,
  levels: readonly number[],
  projection: Projection,
  errors: Errors | undefined,
): StepForecast {
  const mean = summed(project(projection, base.mean), projection.hierarchy)
  return {
    mean,
    quantiles: errors && levels.length > 0 ? reconcileQuantiles(base, mean, levels, projection, errors) : [],
  }
}

/** Aggregates as sums of their members, so that rounding does not leave a difference. */
function summed(values: Float64Array, { aggregates }: Hierarchy): Float64Array {
  aggregates.forEach(({ members }, i) => {
    values[i] = members.reduce((sum, member) => sum + values[aggregates.length + member], 0)
  })
  return values
}

function withoutNegative({ mean, quantiles }: StepForecast, hierarchy: Hierarchy): StepForecast {
  const positive = (values: Float64Array) => values.map((value) => Math.max(0, value))
  const before = mean.slice()
  const after = summed(positive(mean), hierarchy)
  return {
    mean: after,
    quantiles: quantiles.map((values) => positive(values.map((value, i) => value + after[i] - before[i]))),
  }
}

function put(all: Float64Array, values: Float64Array, step: number, horizon: number): void {
  values.forEach((value, series) => {
    all[series * horizon + step] = value
  })
}
