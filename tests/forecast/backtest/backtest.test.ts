import { describe, expect, it, vi } from 'vitest'
import { BaseForecaster } from '../../../src/forecast/base_forecaster.ts'
import { Forecast } from '../../../src/forecast/forecast.ts'
import type { ForecasterState } from '../../../src/forecast/forecaster.ts'
import { ar, mean, naive, naive2, seasonalNaive } from '../../../src/forecast/kinds/index.ts'
import type { Panel } from '../../../src/series/index.ts'
import { panelFromSeries } from '../../../src/series/panel/panel_from_series.ts'
import { airPassengers, panelOf } from '../data.ts'

/** Forecasts 0 and logs the lengths of the panels that it gets. */
class Witness extends BaseForecaster {
  readonly kind = 'witness'
  readonly horizon = 2
  readonly options = null
  readonly learns = 'all series'
  readonly log: string[]

  constructor(log: string[]) {
    super()
    this.log = log
  }
  async fit(panel: Panel) {
    this.log.push(`fit ${panel.lengths.join(' ')}`)
    return { seconds: 0 }
  }
  async predict(panel: Panel) {
    this.log.push(`predict ${panel.lengths.join(' ')}`)
    const mean = new Float64Array(panel.seriesCount * this.horizon)
    return Forecast.of(panel, { horizon: this.horizon, mean, quantileLevels: [], quantiles: [] })
  }
  toState(): ForecasterState {
    return { kind: this.kind, config: null, tensors: {} }
  }
  fresh() {
    this.log.push('fresh')
    return new Witness(this.log)
  }
}
const rising = (length: number) => Array.from({ length }, (_, t) => t)

describe('the origins of a backtest', () => {
  const logOf = async (options: object) => {
    const log: string[] = []
    await new Witness(log).backtest(panelOf({ a: rising(10), b: rising(8) }), options)
    return log
  }

  it('are counted from the end of each series, a horizon apart', async () => {
    expect(await logOf({ windows: 3 })).toEqual(['fresh', 'fit 4 2', 'predict 4 2', 'predict 6 4', 'predict 8 6'])
  })

  it('can lie closer together than the horizon; refit: 2 fits a fresh forecaster before every second one', async () => {
    expect(await logOf({ windows: 3, step: 1, refit: 2 })).toEqual([
      ...['fresh', 'fit 6 4', 'predict 6 4', 'predict 7 5'],
      ...['fresh', 'fit 8 6', 'predict 8 6'],
    ])
  })

  it('have a history of fixed length with history: 3, and no fit with refit: never', async () => {
    expect(await logOf({ windows: 2, history: 3, refit: 'never' })).toEqual(['predict 3 3', 'predict 3 3'])
  })

  it('leave out series with fewer than two values before them', async () => {
    expect(await logOf({ windows: 4 })).toEqual([
      ...['fresh', 'fit 2', 'predict 2', 'predict 4 2', 'predict 6 4', 'predict 8 6'],
    ])
  })
})

describe('the scores of a backtest', () => {
  it('equal those computed by hand', async () => {
    // Naive over 1 2 4 | 7 11: errors 3 and 7, in units of the mean change 1.5; a rise of 2 and 4 for the other one.
    const panel = panelOf({ a: [1, 2, 4, 7, 11], b: [0, 0, 0, 2, 4] })
    const backtest = await naive({ horizon: 2 }).backtest(panel, { windows: 1, season: 1, quantiles: [] })
    const [a, b] = backtest.perSeries.map(({ scores }) => scores)
    expect(a).toMatchObject({ mae: 5, mse: 29, rmse: Math.sqrt(29), mase: expect.closeTo(5 / 1.5, 12) })
    expect(a.rmsse).toBeCloseTo(Math.sqrt(29 / 2.5), 12)
    expect(b).toMatchObject({ mae: 3, mase: Number.NaN })
    expect(backtest.overall).toMatchObject({ mae: 4, mse: (29 + 10) / 2, mase: expect.closeTo(5 / 1.5, 12) })
    expect(backtest.perHorizon.map(({ mae }) => mae)).toEqual([2.5, 5.5])
  })

  it('skip actual values that are missing', async () => {
    const panel = panelOf({ a: [1, 2, 4, Number.NaN, 11] })
    const { overall } = await naive({ horizon: 2 }).backtest(panel, { windows: 1, season: 1 })
    expect(overall.mae).toBe(7)
  })

  it('include coverage, width and Winkler score of every central pair of levels', async () => {
    const quantiles = [0.05, 0.1, 0.5, 0.9, 0.95]
    const { overall } = await seasonalNaive({ horizon: 12 }).backtest(panelOf({ air: airPassengers }), { quantiles })
    expect(Object.keys(overall).filter((name) => /\d/.test(name))).toEqual([
      ...['coverage90', 'width90', 'winkler90', 'coverage80', 'width80', 'winkler80'],
    ])
    expect(overall.coverage90).toBeGreaterThanOrEqual(overall.coverage80)
    expect(overall.width90).toBeGreaterThan(overall.width80)
  })

  it('give the OWA relative to naive2', async () => {
    const panel = panelOf({ air: airPassengers })
    const reference = await naive2({ horizon: 12 }).backtest(panel)
    expect(reference.owa(reference)).toBe(1)
    expect((await ar({ horizon: 12 }).backtest(panel)).owa(reference)).toBeLessThan(1)
  })
})

it('toRows() lists origin, series, time, step, actual value, mean and quantiles', async () => {
  const backtest = await naive({ horizon: 2 }).backtest(panelOf({ a: [1, 2, 4, 7, Number.NaN] }), {
    windows: 1,
    quantiles: [0.5],
  })
  const common = { origin: '2000-04-01', series: 'a', mean: 4, 'q0.5': 4 }
  expect(backtest.toRows()).toEqual([
    { ...common, time: '2000-04-01', step: 1, actual: 7 },
    { ...common, time: '2000-05-01', step: 2, actual: null },
  ])
})

it('a forecaster sees known covariates after the origin, but neither the target nor observed covariates', async () => {
  const seen: Panel[] = []
  class Spy extends Witness {
    override predict(panel: Panel) {
      seen.push(panel)
      return super.predict(panel)
    }
    override fresh() {
      return new Spy(this.log)
    }
  }
  const panel = panelFromSeries(
    [{ id: 'a', values: rising(6), known: { price: rising(8) }, observed: { rain: rising(6) } }],
    { frequency: 'd' },
  )
  await new Spy([]).backtest(panel, { windows: 1 })
  const [{ target, known, observed }] = seen
  expect(Array.from(target.values.subarray(4, 6))).toEqual([Number.NaN, Number.NaN])
  expect(Array.from(observed[0].values.subarray(4, 6))).toEqual([Number.NaN, Number.NaN])
  expect(Array.from(known[0].values.subarray(4, 8))).toEqual([4, 5, 6, 7])
})

it('a rolling origin has the times and covariates of its own rows', async () => {
  const seen: Panel[] = []
  class Spy extends Witness {
    override predict(panel: Panel) {
      seen.push(panel)
      return super.predict(panel)
    }
  }
  const series = { id: 'a', start: '2000-01-01', values: rising(6), known: { price: rising(6) } }
  const panel = panelFromSeries([series], { frequency: 'd' })
  await new Spy([]).backtest(panel, { windows: 1, history: 3, refit: 'never' })
  expect(Array.from(seen[0].history(0))).toEqual([1, 2, 3])
  expect(Array.from(seen[0].known[0].values)).toEqual([1, 2, 3, 4, 5])
  expect(new Date(seen[0].starts[0]).toISOString()).toBe('2000-01-02T00:00:00.000Z')
})

it('a backtest reports progress after each window, and stops at its signal', async () => {
  const panel = panelOf({ a: rising(40) })
  const onProgress = vi.fn()
  await mean({ horizon: 2 }).backtest(panel, { windows: 2, onProgress })
  expect(onProgress.mock.calls.map(([{ window, windows }]) => [window, windows])).toEqual([
    [1, 2],
    [2, 2],
  ])
  const controller = new AbortController()
  const stopped = mean({ horizon: 2 }).backtest(panel, {
    windows: 3,
    signal: controller.signal,
    onProgress: () => controller.abort('enough'),
  })
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' })
})

describe('a backtest refuses the options', () => {
  const panel = panelOf({ a: rising(10), b: rising(6) })
  it.for([
    [{ windows: 5 }, 'ERR_DATA', 'Expected a series of 12 rows or more'],
    [{ windows: 0 }, 'ERR_RANGE', 'Expected windows to be a whole number'],
    [{ refit: 0 }, 'ERR_RANGE', 'Expected refit to be a whole number'],
    [{ horizon: 3 }, 'ERR_RANGE', 'got "horizon"'],
    [{ quantiles: [0.9, 0.1] }, 'ERR_RANGE', 'Expected quantile levels that ascend'],
  ] as const)('%j', async ([options, code, message]) => {
    const done = naive({ horizon: 2 }).backtest(panel, options as object)
    await expect(done).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
  })
})
