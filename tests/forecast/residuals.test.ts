import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  conformal,
  croston,
  drift,
  ensemble,
  Forecast,
  fittedColumns,
  imapa,
  levelShape,
  mean,
  naive,
  naive2,
  residualDiagnostics,
  seasonalNaive,
} from '../../src/forecast/index.ts'
import { gru } from '../../src/forecast/kinds/index.ts'
import { chiSquareTail } from '../../src/forecast/residuals/chi_square.ts'
import { panelFromSeries } from '../../src/series/index.ts'
import { airPassengers, normal, panelOf } from './data.ts'

interface Case {
  readonly name: string
  readonly residuals: readonly (number | null)[]
  readonly lags: number
  readonly parameters: number
  readonly autocorrelation: readonly number[]
  readonly ljungBox: readonly [number, number]
  readonly jarqueBera: readonly [number, number]
}
const cases: Case[] = JSON.parse(readFileSync(new URL('../fixtures/residuals.json', import.meta.url), 'utf8'))

const missing = Number.NaN
const fitted = { fitted: true }

/** A forecast whose residuals are given. */
function withResiduals(residuals: readonly (number | null)[]): Forecast {
  const values = Float64Array.from(residuals, (value) => value ?? missing)
  const fit = { values, fitted: new Float64Array(values.length) }
  const mean = Float64Array.of(0)
  return Forecast.of(panelOf({ a: values }, 'd'), { horizon: 1, mean, quantileLevels: [], quantiles: [], fits: [fit] })
}

describe('residualDiagnostics', () => {
  it.for(cases)('has the numbers of R and statsmodels: $name', (one) => {
    const { lags, parameters } = one
    const [found] = residualDiagnostics(withResiduals(one.residuals), { lags, parameters })
    expect(found.count).toBe(one.residuals.filter((value) => value !== null).length)
    one.autocorrelation.forEach((value, i) => {
      expect(found.autocorrelation[i]).toBeCloseTo(value, 10)
    })
    expect([found.ljungBox.statistic, found.ljungBox.probability]).toEqual(
      one.ljungBox.map((value) => expect.closeTo(value, 9)),
    )
    expect([found.jarqueBera.statistic, found.jarqueBera.probability]).toEqual(
      one.jarqueBera.map((value) => expect.closeTo(value, 9)),
    )
  })

  it('has the tail of chi-square on both sides of its mean', () => {
    // With 2 degrees of freedom the tail is exp(-x / 2), with 4 it is (1 + x / 2) exp(-x / 2).
    for (const x of [1e-9, 0.1, 2, 3, 10, 80, 700]) {
      expect(chiSquareTail(x, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 11)
      expect(chiSquareTail(x, 4) / ((1 + x / 2) * Math.exp(-x / 2))).toBeCloseTo(1, 11)
    }
    // Tables: the 5 % points of 1, 10 and 100 degrees of freedom.
    for (const [x, degrees] of [
      [3.841458820694124, 1],
      [18.30703805327515, 10],
      [124.34211340400407, 100],
    ])
      expect(chiSquareTail(x, degrees)).toBeCloseTo(0.05, 10)
  })

  it('tells a naive forecast of a season from one that has it', async () => {
    const values = Float64Array.from({ length: 120 }, (_, t) => 10 * Math.sin((2 * Math.PI * t) / 12) + normal(t))
    const panel = panelOf({ a: values })
    const [plain] = residualDiagnostics(await naive({ horizon: 3 }).predict(panel, fitted))
    expect(plain.autocorrelation).toHaveLength(23)
    expect(plain.ljungBox.probability).toBeLessThan(1e-6)
  })

  it('rejects noise as rarely as it says', () => {
    const found = Array.from({ length: 200 }, (_, seed) => {
      const noise = Array.from({ length: 150 }, (_, t) => normal(t, seed))
      return residualDiagnostics(withResiduals(noise))[0]
    })
    const rejected = (test: 'ljungBox' | 'jarqueBera') => found.filter((one) => one[test].probability < 0.05).length
    for (const test of ['ljungBox', 'jarqueBera'] as const) {
      expect(rejected(test)).toBeGreaterThan(2)
      expect(rejected(test)).toBeLessThan(20)
    }
  })

  it('has NaN for residuals without spread, and numbers for few', () => {
    const [equal] = residualDiagnostics(withResiduals([0, 0, 0, 0, 0, 0]))
    expect(equal).toMatchObject({ mean: 0, deviation: 0 })
    expect(equal.ljungBox.probability).toBeNaN()
    const [two] = residualDiagnostics(withResiduals([1, -1]))
    expect(two.autocorrelation).toHaveLength(1)
  })

  it('refuses a forecast without fitted values, and options that are wrong', async () => {
    const forecast = await naive({ horizon: 2 }).predict(panelOf({ a: airPassengers }))
    expect(() => residualDiagnostics(forecast)).toThrow(
      /got none for series "a". Use predict\(panel, { fitted: true }\)/,
    )
    expect(() => fittedColumns(forecast)).toThrow(/Use predict\(panel, { fitted: true }\)/)
    const good = withResiduals([1, 2, 3])
    expect(() => residualDiagnostics(good, { lags: 0 })).toThrow('Expected lags to be a whole number from 1 on')
    expect(() => residualDiagnostics(good, { lags: 2, parameters: 2 })).toThrow('Expected more lags than parameters')
    expect(() => residualDiagnostics({} as Forecast)).toThrow('Expected a forecast, got')
  })
})

describe('predict with fitted: true', () => {
  const history = [1, 5, missing, 8, 3, 6]
  const fitOf = async (model: ReturnType<typeof naive>, values: ArrayLike<number> = history) => {
    const { fitted: own, residuals, components } = (await model.predict(panelOf({ a: values }), fitted)).of('a')
    return { fitted: own && Array.from(own), residuals: residuals && Array.from(residuals), components }
  }

  it('has one-step forecasts of the simple methods, and what is left', async () => {
    const own = await fitOf(naive({ horizon: 2 }))
    expect(own.fitted).toEqual([missing, 1, 5, 5, 8, 3])
    expect(own.residuals).toEqual([missing, 4, missing, 3, -5, 3])
    expect((await fitOf(seasonalNaive({ horizon: 2, season: 2 }))).fitted).toEqual([missing, missing, 1, 5, 1, 8])
    expect((await fitOf(mean({ horizon: 2 }))).fitted).toEqual(new Array(6).fill(23 / 5))
    // The slope is 1.
    expect((await fitOf(drift({ horizon: 2 }))).fitted).toEqual([missing, 2, missing, 7, 9, 4])
    const place = [1.2, 0.8, 1.1, 0.9]
    const seasonal = Array.from({ length: 24 }, (_, t) => 100 * place[t % 4])
    const adjusted = (await fitOf(naive2({ horizon: 2, season: 4 }), seasonal)).fitted
    expect(adjusted?.slice(1)).toEqual(seasonal.slice(1).map((value) => expect.closeTo(value, 9)))
  })

  it('has NaN in rows before the first and after the last value', async () => {
    const own = await fitOf(naive({ horizon: 2 }), [missing, 2, 3, missing])
    expect(own.fitted).toEqual([missing, missing, 2, missing])
    expect(own.residuals).toEqual([missing, missing, 1, missing])
  })

  it('leaves the forecast as it is, and is absent without the option', async () => {
    const panel = panelOf({ a: airPassengers, b: airPassengers.subarray(20) })
    const [plain, with_] = await Promise.all([undefined, fitted].map((o) => naive({ horizon: 2 }).predict(panel, o)))
    expect(with_.mean).toEqual(plain.mean)
    expect(with_.toColumns()).toEqual(plain.toColumns())
    expect(plain.fits).toBeUndefined()
    expect(plain.of('a')).not.toHaveProperty('fitted')
    expect(with_.of('b').fitted).toHaveLength(airPassengers.length - 20)
  })

  it('has components over the history and the horizon', async () => {
    const values = Float64Array.from(
      { length: 24 * 20 + 5 },
      (_, t) => 50 + 10 * Math.sin((2 * Math.PI * t) / 24) + normal(t),
    )
    const forecast = await levelShape({ horizon: 30, season: 24 }).predict(panelOf({ a: values }, 'h'), fitted)
    const { mean: forecasts, components = {}, fitted: none } = forecast.of('a')
    expect(none).toBeUndefined()
    expect(Object.keys(components)).toEqual(['level', 'season 24'])
    const { level, 'season 24': season } = components
    expect(level).toHaveLength(values.length + 30)
    forecasts.forEach((value, step) => {
      expect(level[values.length + step] + season[values.length + step]).toBeCloseTo(value, 9)
    })
  })

  it('reads rows from the wall clock back', async () => {
    const options = { frequency: 'h', timeZone: 'Europe/Berlin' }
    // The clock is set forward on 31 March 2024 at 02:00.
    const hour = (t: number) => (t + (t < 24 * 4 + 2 ? 0 : 1)) % 24
    const values = Float64Array.from({ length: 24 * 8 }, (_, t) => t + 1000 * hour(t))
    const panel = panelFromSeries([{ id: 'a', start: '2024-03-27 00:00', values }], options)
    const model = seasonalNaive({ horizon: 4, season: 'clock' })
    const { fitted: own = new Float64Array(), residuals } = (await model.predict(panel, fitted)).of('a')
    expect(own).toHaveLength(values.length)
    // The day of the change has 23 hours, so the value of the same hour of the day before is 23 rows back.
    expect(residuals?.[24 * 4 - 1]).toBe(24)
    expect(residuals?.[24 * 4 + 10]).toBe(23)
    expect(residuals?.[24 * 5 + 10]).toBe(24)
  })

  it('comes with the columns of fittedColumns', async () => {
    const forecast = await naive({ horizon: 1 }).predict(panelOf({ a: [1, 2], b: [5, 7, 4] }), fitted)
    expect(fittedColumns(forecast)).toEqual({
      series: ['a', 'a', 'b', 'b', 'b'],
      time: ['2000-01-01', '2000-02-01', '2000-01-01', '2000-02-01', '2000-03-01'],
      value: Float64Array.of(1, 2, 5, 7, 4),
      fitted: Float64Array.of(missing, 1, missing, 5, 7),
      residual: Float64Array.of(missing, 1, missing, 2, -3),
    })
  })

  it('names the targets of a panel with several', async () => {
    const values = [1, 2, 4]
    const two = panelFromSeries([{ id: 'a', start: '2000-01-01', values, observed: { other: [5, 6, 8] } }], {
      frequency: 'MS',
      target: 'own',
    }).withTargets(['own', 'other'])
    const columns = fittedColumns(await naive({ horizon: 1 }).predict(two, fitted))
    expect(columns.series).toEqual(new Array(6).fill('a'))
    expect(columns.target).toEqual([...new Array(3).fill('own'), ...new Array(3).fill('other')])
    expect(columns.residual).toEqual(Float64Array.of(missing, 1, 2, missing, 1, 2))
  })

  it('is kept by conformal intervals, which do not change the mean', async () => {
    const panel = panelOf({ a: airPassengers })
    const model = conformal(naive({ horizon: 2 }))
    await model.fit(panel)
    expect((await model.predict(panel, fitted)).of('a').fitted?.[1]).toBe(airPassengers[0])
  })

  it('is refused by networks, ensembles and methods that have none, with what to do', async () => {
    const panel = panelOf({ a: airPassengers })
    const network = gru({ horizon: 2, hiddenSize: 2, context: 8 })
    await network.fit(panel, { epochs: 1, samplesPerEpoch: 32, calibrate: false })
    for (const model of [network, ensemble([naive({ horizon: 2 })]), imapa({ horizon: 2 })])
      await expect(model.predict(panel, fitted)).rejects.toMatchObject({
        code: 'ERR_PROGRAM',
        message: expect.stringMatching(
          /^Expected predict without fitted: true for [\w ]+\. .*use backtest\(panel, { step: 1/,
        ),
      })
  })

  it('is true or false', async () => {
    const options = { fitted: 'yes' as unknown as boolean }
    await expect(naive({ horizon: 2 }).predict(panelOf({ a: airPassengers }), options)).rejects.toMatchObject({
      code: 'ERR_TYPE',
      message: expect.stringContaining('Expected fitted to be'),
    })
  })

  it('checks the fits of a forecast that is made by hand', () => {
    const parts = { horizon: 1, mean: Float64Array.of(0), quantileLevels: [], quantiles: [] }
    const panel = panelOf({ a: [1, 2, 3] })
    expect(() => Forecast.of(panel, { ...parts, fits: [] })).toThrow('Expected a fit for each of 1 series, got 0')
    expect(() => Forecast.of(panel, { ...parts, fits: [{ values: new Float64Array(2) }] })).toThrow(
      'Expected 3 numbers in values of a fit, got 2',
    )
  })

  it('croston has the fitted values of its method', async () => {
    const own = await fitOf(croston({ horizon: 1, smoothing: 0.5, variant: 'classic' }), [0, 2, 0, 4])
    // After the first demand the size is 2 and the interval 2.
    expect(own.fitted).toEqual([missing, missing, 1, 1])
  })
})
