import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { arima } from '../../../src/forecast/kinds/index.ts'
import type { Regressors } from '../../../src/forecast/local/method.ts'
import { arimaForecast } from '../../../src/forecast/local/methods/arima/arima.ts'
import { chooseArima } from '../../../src/forecast/local/methods/arima/choose.ts'
import { evaluationOf, filtered, fitModel } from '../../../src/forecast/local/methods/arima/fit.ts'
import { forecastFit } from '../../../src/forecast/local/methods/arima/forecast.ts'
import { makeProblem } from '../../../src/forecast/local/methods/arima/problem.ts'
import { airPassengers, normal, panelOf } from '../data.ts'

/** A model that R has estimated (tests/fixtures/make_arima_fixtures.R). */
interface Case {
  readonly name: string
  readonly values: (number | null)[]
  readonly season: number
  readonly order: [number, number, number]
  readonly seasonalOrder: [number, number, number]
  readonly constant: boolean
  readonly logLikelihood: number
  readonly aicc: number
  readonly mean: number[]
  readonly deviation: number[]
  readonly regressors?: number[][]
}
const { models, searches } = JSON.parse(
  readFileSync(new URL('../../fixtures/arima.json', import.meta.url), 'utf8'),
) as { models: Case[]; searches: Case[] }

const historyOf = ({ values }: Case) => Float64Array.from(values, (value) => value ?? Number.NaN)
function regressorsOf({ regressors, values }: Case): Regressors | undefined {
  const columns = regressors?.map((column) => Float64Array.from(column))
  return (
    columns && {
      names: columns.map((_, i) => `x${i}`),
      history: columns.map((column) => column.subarray(0, values.length)),
      future: columns.map((column) => column.subarray(values.length)),
    }
  )
}
function near(actual: ArrayLike<number>, expected: readonly number[], share: number) {
  expect(actual).toHaveLength(expected.length)
  expected.forEach((value, i) => {
    expect(Math.abs(actual[i] - value), `${actual[i]} for ${value}`).toBeLessThan(share * Math.abs(value))
  })
}

describe('arima with the orders of R', () => {
  it.for(models)('has the likelihood and the forecast of R: $name', (one) => {
    const { season, order, seasonalOrder, constant } = one
    const task = { history: historyOf(one), season, horizon: 6, regressors: regressorsOf(one) }
    const fit = chooseArima({ ...task, order, seasonalOrder, constant })
    // R's diffuse start is a large number, not infinity; that moves its likelihood by some thousandths.
    expect(Math.abs((fit?.logLikelihood as number) - one.logLikelihood)).toBeLessThan(6e-3)
    const { mean, variance } = forecastFit(fit as NonNullable<typeof fit>, 6)
    near(mean, one.mean, 1e-3)
    const deviation = variance.map(Math.sqrt)
    // R leaves out the uncertainty of the mean, the drift and the regressors.
    if (constant || one.regressors)
      for (const [h, value] of one.deviation.entries()) expect(deviation[h]).toBeGreaterThan(value * 0.999)
    else near(deviation, one.deviation, 1e-3)
  })
})

describe('arima without orders', () => {
  it.for(searches)('chooses the model of R, or one with a smaller AICc: $name', (one) => {
    const { order, seasonalOrder, season, constant, aicc } = one
    const fit = chooseArima({ history: historyOf(one), season, horizon: 6, regressors: regressorsOf(one) })
    const { p, d, q, P, D, Q } = fit?.orders ?? ({} as never)
    expect([d, D]).toEqual([order[1], seasonalOrder[1]])
    const isSame = [p, d, q, P, D, Q, fit?.constant].join() === [...order, ...seasonalOrder, constant].join()
    expect(fit?.aicc).toBeLessThan(aicc + (isSame ? 0.02 : 0))
    if (isSame) near(forecastFit(fit as NonNullable<typeof fit>, 6).mean, one.mean, 1e-3)
  })

  it('forecasts simulated values as far as they can be known', () => {
    const noise = Array.from({ length: 400 }, (_, t) => normal(t, 3))
    let before = 0
    const values = Float64Array.from(noise, (e) => {
      before = 0.8 * before + e
      return 50 + before
    })
    const { mean, deviation } = arimaForecast(values, { season: 1, horizon: 40 })
    expect(mean[39]).toBeCloseTo(50, -0.5)
    expect(deviation[0]).toBeGreaterThan(0.9)
    expect(deviation[0]).toBeLessThan(1.1)
    expect(deviation[39]).toBeGreaterThan(1.4)
    expect(deviation[39]).toBeLessThan(2)
  })
})

describe('the filter of arima', () => {
  const orders = { p: 2, d: 1, q: 1, P: 1, D: 1, Q: 1, season: 12 }
  const complete = makeProblem(airPassengers, orders, undefined, false, 0)
  const fit = fitModel(complete, orders, false, 'exact') as NonNullable<ReturnType<typeof fitModel>>

  it('has the same errors with and without the covariance of the state', () => {
    const fast = evaluationOf(complete, orders)
    const logs = filtered(fast, fit.coefficients)
    const slow = evaluationOf({ ...complete, gaps: true, values: airPassengers.slice() }, orders)
    expect(filtered(slow, fit.coefficients)).toBeCloseTo(logs, 2)
    const [own] = slow.room.errors
    for (let t = 13; t < 144; t++) expect(own[t]).toBeCloseTo(fast.room.errors[0][t - 13], 2)
  })

  it('has the errors of the difference equation when it has settled', () => {
    const long = Float64Array.from({ length: 900 }, (_, t) => normal(t, 5))
    const arma = { p: 1, d: 0, q: 1, P: 0, D: 0, Q: 1, season: 4 }
    const coefficients = {
      ar: Float64Array.of(0.5),
      ma: Float64Array.of(0.3),
      seasonalAr: new Float64Array(0),
      seasonalMa: Float64Array.of(-0.4),
    }
    const evaluation = evaluationOf(makeProblem(long, arma, undefined, false, 0), arma)
    filtered(evaluation, coefficients)
    const [e] = evaluation.room.errors
    for (let t = 880; t < 900; t++) {
      const past = 0.5 * long[t - 1] + 0.3 * e[t - 1] - 0.4 * e[t - 4] - 0.12 * e[t - 5]
      expect(e[t]).toBeCloseTo(long[t] - past, 9)
    }
  })

  it('fits each row but those that differencing takes, and the errors are what is left', () => {
    const { fitted } = forecastFit(fit, 1)
    expect(fitted.findIndex((value) => !Number.isNaN(value))).toBe(13)
    const shorter = forecastFit(
      { ...fit, problem: makeProblem(airPassengers.slice(0, 143), orders, undefined, false, 1) },
      1,
    )
    expect(fitted[143]).toBeCloseTo(shorter.mean[0], 6)
  })
})

describe('arima on unusual series', () => {
  const wave = (size: number, level: number) =>
    Float64Array.from({ length: 60 }, (_, t) => level + size * (Math.sin(t * t) + Math.sin((Math.PI * t) / 6)))
  const forecast = (values: Float64Array) => arimaForecast(values, { season: 12, horizon: 12 })

  it('does not depend on level and scale', () => {
    const plain = forecast(wave(1, 0.5))
    const high = forecast(wave(1, 1e9 + 0.5))
    const tiny = forecast(wave(1e-9, 0.5e-9))
    for (let h = 0; h < 12; h++) {
      expect(high.mean[h] - 1e9).toBeCloseTo(plain.mean[h], 3)
      expect(tiny.mean[h] * 1e9).toBeCloseTo(plain.mean[h], 5)
      expect(tiny.deviation[h] * 1e9).toBeCloseTo(plain.deviation[h], 5)
    }
  })

  it('continues a straight line and a season that repeats exactly', () => {
    const line = forecast(Float64Array.from({ length: 40 }, (_, t) => 1e6 + 3 * t))
    expect(line.mean[11]).toBeCloseTo(1e6 + 3 * 51, 4)
    const season = arimaForecast(
      Float64Array.from({ length: 48 }, (_, t) => [1, 5, 2, 7][t % 4]),
      { season: 4, horizon: 4 },
    )
    near(season.mean, [1, 5, 2, 7], 1e-6)
  })

  it('forecasts few values', () => {
    for (let length = 2; length < 12; length++) {
      const { mean } = forecast(wave(1, 5).slice(0, length))
      expect(mean.every(Number.isFinite), `${length} values`).toBe(true)
    }
  })

  it('keeps gaps open: a gap before the end widens the intervals', () => {
    const task = { season: 12, horizon: 3, order: [0, 1, 1] as const, seasonalOrder: [0, 1, 1] as const }
    const holes = airPassengers.slice()
    holes.fill(Number.NaN, 132, 143)
    const [all, some] = [arimaForecast(airPassengers, task), arimaForecast(holes, task)]
    expect(some.deviation[2] / all.deviation[2]).toBeGreaterThan(1.02)
    expect(Math.abs(some.mean[2] / all.mean[2] - 1)).toBeLessThan(0.1)
  })
})

describe('the season of more than 24 steps', () => {
  it('is described by waves', () => {
    const noise = Array.from({ length: 1200 }, (_, t) => normal(t, 8))
    const at = (t: number) => 20 + 10 * Math.sin((2 * Math.PI * t) / 168) + 4 * Math.cos((2 * Math.PI * t) / 24)
    const values = Float64Array.from(noise, (e, t) => at(t) + e)
    const { mean, deviation, components } = arimaForecast(values, { season: 168, horizon: 168 })
    const error = mean.reduce((sum, value, h) => sum + Math.abs(value - at(1200 + h)), 0) / 168
    expect(error).toBeLessThan(0.5)
    expect(deviation[167]).toBeLessThan(1.3)
    expect(components?.['long seasons']).toHaveLength(1368)
  })
})

describe('the options of arima', () => {
  it.for([
    [{ order: [1, 1] }, 'Expected order to have three numbers, p, d, q, got 2'],
    [{ order: [1, 3, 0] }, 'd of order'],
    [{ order: [-1, 0, 0] }, 'p of order'],
    [{ seasonalOrder: [0, 1, 1] }, 'Add order: [p, d, q]'],
    [{ order: [0, 2, 1], seasonalOrder: [0, 1, 1] }, 'Expected up to two differences, got 3'],
    [{ order: [0, 2, 1], constant: true }, 'Expected no constant with two differences'],
  ] as const)('are refused: %o', ([options, message]) => {
    expect(() => arima({ horizon: 3, ...(options as object) })).toThrow(message)
  })

  it('reach the method', async () => {
    const panel = panelOf({ air: airPassengers })
    const { mean } = await arima({ horizon: 2, order: [0, 1, 0] }).predict(panel)
    expect([...mean]).toEqual([airPassengers[143], airPassengers[143]])
  })
})
