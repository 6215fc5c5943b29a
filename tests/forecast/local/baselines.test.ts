import { describe, expect, it } from 'vitest'
import { ar, drift, mean, naive, naive2, seasonalNaive, theta } from '../../../src/forecast/kinds/index.ts'
import type { LocalForecaster } from '../../../src/forecast/local/local_forecaster.ts'
import { arForecast } from '../../../src/forecast/local/methods/ar/ar.ts'
import { airPassengers, noise, panelOf } from '../data.ts'

const missing = Number.NaN

/** Mean and standard deviation of the forecast of one series; the deviation from the 0.9 quantile. */
async function forecast(forecaster: LocalForecaster, history: ArrayLike<number>, frequency = 'd') {
  const result = await forecaster.predict(panelOf({ a: history }, frequency), { quantiles: [0.9] })
  const deviation = result.quantiles[0].map((value, i) => (value - result.mean[i]) / 1.2815515655446004)
  return { mean: Array.from(result.mean), deviation: Array.from(deviation) }
}
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 6))

describe('naive', () => {
  it('repeats the last value, with the spread of a random walk', async () => {
    // Changes 1, -2, 3: mean square 14 / 3.
    const { mean, deviation } = await forecast(naive({ horizon: 2 }), [1, 2, 0, 3])
    expect(mean).toEqual([3, 3])
    expect(deviation).toEqual(close([Math.sqrt(14 / 3), Math.sqrt(28 / 3)]))
  })

  it('counts a change over a gap as several steps, and a gap at the end as steps of the horizon', async () => {
    // Changes 2 over 2 steps and 3 over 1: (4 / 2 + 9) / 2; the first step is the second after the last value.
    const { mean, deviation } = await forecast(naive({ horizon: 1 }), [missing, 1, missing, 3, 6, missing])
    expect(mean).toEqual([6])
    expect(deviation).toEqual(close([Math.sqrt(5.5 * 2)]))
  })
})

describe('seasonalNaive', () => {
  it('repeats the last season, with a spread that grows from season to season', async () => {
    const { mean, deviation } = await forecast(seasonalNaive({ horizon: 5, season: 2 }), [1, 5, 2, 8])
    expect(mean).toEqual([2, 8, 2, 8, 2])
    expect(deviation).toEqual(close([5, 5, 10, 10, 15].map(Math.sqrt)))
  })

  it('takes the season from the frequency', async () => {
    const { mean } = await forecast(seasonalNaive({ horizon: 8 }), [1, 2, 9, 4, 5, 0, 7, 1, 2, 9, 4, 5, 0, 7])
    expect(mean).toEqual([1, 2, 9, 4, 5, 0, 7, 1])
  })

  it('repeats the last value if that is better in the history and no season is given', async () => {
    const line = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]
    expect((await forecast(seasonalNaive({ horizon: 2 }), line)).mean).toEqual([15, 15])
    expect((await forecast(seasonalNaive({ horizon: 2, season: 7 }), line)).mean).toEqual([9, 10])
  })

  it('repeats the last observed value of each season step, or the last value if a step has none', async () => {
    const { mean } = await forecast(seasonalNaive({ horizon: 3, season: 3 }), [1, missing, 7, missing, missing, 8])
    expect(mean).toEqual([1, 8, 8])
  })
})

it('drift continues the line from the first value to the last', async () => {
  // The slope is 2. The changes are 1, 2, 3, so their squared differences from the slope sum to 2. With 2 degrees of
  // freedom the variance is 1.
  const { mean, deviation } = await forecast(drift({ horizon: 2 }), [1, 2, 4, 7])
  expect(mean).toEqual([9, 11])
  expect(deviation).toEqual(close([Math.sqrt(1 * (1 + 1 / 3)), Math.sqrt(2 * (1 + 2 / 3))]))
})

it('mean forecasts the mean of the observed values', async () => {
  const { mean: level, deviation } = await forecast(mean({ horizon: 2 }), [1, missing, 2, 6])
  expect(level).toEqual([3, 3])
  expect(deviation).toEqual(close([Math.sqrt(7 * (1 + 1 / 3)), Math.sqrt(7 * (1 + 1 / 3))]))
})

describe('naive2 and theta', () => {
  const seasonal = Float64Array.from({ length: 48 }, (_, t) => 100 * [1.2, 0.8, 1.1, 0.9][t % 4])

  it('remove a multiplicative season and put it back', async () => {
    const options = { horizon: 4, season: 4 }
    expect((await forecast(naive2(options), seasonal)).mean).toEqual(close([120, 80, 110, 90]))
    expect((await forecast(theta(options), seasonal)).mean.map(Math.round)).toEqual([120, 80, 110, 90])
  })

  it('use an additive season for values that are not above 0', async () => {
    const around0 = seasonal.map((value) => value - 100)
    expect((await forecast(naive2({ horizon: 4, season: 4 }), around0)).mean).toEqual(close([20, -20, 10, -10]))
  })

  it('do not adjust a series in which the test finds no season, or that is shorter than three seasons', async () => {
    const wild = Float64Array.from({ length: 40 }, (_, t) => noise(t))
    expect((await forecast(naive2({ horizon: 1, season: 4 }), wild)).mean[0]).toBe(wild[39])
    // Seasonal, but shorter than three seasons.
    expect((await forecast(naive2({ horizon: 1, season: 4 }), seasonal.subarray(0, 11))).mean[0]).toBeCloseTo(110, 9)
  })

  it('theta of the standard form continues a trend with half its slope', async () => {
    // The line of theta 2 is the line itself, which smoothing ends at: T + h / 2.
    const { mean } = await forecast(
      theta({ horizon: 4, season: 1, form: 'standard' }),
      Float64Array.from({ length: 50 }, (_, t) => t),
    )
    expect(mean.map((value, i) => value - mean[0] - i / 2)).toEqual(close([0, 0, 0, 0]))
    expect(mean[0]).toBeCloseTo(49.5, 1)
  })

  it('theta forecasts a series with gaps as the filled one', async () => {
    const holed = seasonal.map((value, t) => (t % 7 === 3 ? missing : value))
    const { mean } = await forecast(theta({ horizon: 4, season: 4 }), holed)
    expect(mean.map(Math.round)).toEqual([120, 80, 110, 90])
  })
})

describe('ar', () => {
  const recursion = (length: number) => {
    const values = [1, 2]
    for (let t = 2; t < length; t++) values.push(1.6 * values[t - 1] - 0.9 * values[t - 2] + 3)
    return values
  }

  it('continues the recursion of its history', async () => {
    const values = recursion(48)
    const { mean, deviation } = await forecast(ar({ horizon: 8, lags: [1, 2], around: 'mean' }), values.slice(0, 40))
    mean.forEach((value, i) => {
      expect(value).toBeCloseTo(values[40 + i], 4)
    })
    expect(Math.max(...deviation)).toBeLessThan(1e-3)
  })

  it('with scope global, learns one recursion from several series', async () => {
    const values = recursion(60)
    const panel = panelOf({ a: values.slice(0, 30), b: values.slice(10, 50) })
    const model = ar({ horizon: 2, lags: [1, 2], around: 'mean', scope: 'global' })
    await model.fit(panel)
    const { of } = { of: (await model.predict(panelOf({ c: values.slice(0, 50) }))).of('c') }
    // The series differ in mean and deviation, and the constant is an average over them: so the forecast is inexact.
    expect(of.mean[0]).toBeCloseTo(values[50], 0)
  })

  it('with lag 1 alone, has the mean and spread of a random walk with drift', () => {
    // Around the last value with lag 1 alone: a random walk with drift.
    const values = [0, 1, 3, 4, 6, 7, 9, 10]
    const { mean, deviation } = arForecast(Float64Array.from(values), { season: 1, horizon: 2, lags: [1] })
    const variance = values.slice(1).reduce((sum, v, i) => sum + (v - values[i] - 10 / 7) ** 2, 0) / 6
    expect([...mean]).toEqual(close([10 + 10 / 7, 10 + 20 / 7]))
    expect([...deviation]).toEqual(close([Math.sqrt(variance), Math.sqrt(2 * variance)]))
  })

  it('uses fewer lags on a short series', async () => {
    const { mean } = await forecast(ar({ horizon: 1, season: 12 }), [5, 7, 6])
    expect(mean[0]).toBeCloseTo(6.5, 6)
  })

  it('beats seasonal naive on airline passengers', async () => {
    const panel = panelOf({ air: airPassengers })
    const [own, reference] = await Promise.all(
      [ar({ horizon: 12 }), seasonalNaive({ horizon: 12 })].map((model) => model.backtest(panel, { windows: 3 })),
    )
    expect(own.overall.mase).toBeLessThan(0.7 * reference.overall.mase)
  })
})

describe('a constant series', () => {
  it.for([naive, seasonalNaive, drift, mean, naive2, theta, ar])('is forecast as constant, %o', async (make) => {
    const { mean, deviation } = await forecast(make({ horizon: 3, season: 4 }), new Float64Array(30).fill(5))
    expect(mean).toEqual(close([5, 5, 5]))
    expect(deviation).toEqual(close([0, 0, 0]))
  })
})

it('theta and ar give the same bits in every run', async () => {
  const panel = panelOf({ air: airPassengers })
  for (const make of [theta, ar])
    expect((await make({ horizon: 12 }).predict(panel)).mean).toEqual((await make({ horizon: 12 }).predict(panel)).mean)
})
