import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { atOnce } from '../../../src/base/resources/turns.ts'
import { decomposeAsync, decompose as publicDecompose } from '../../../src/forecast/index.ts'
import { mstl, seasonalNaive, theta } from '../../../src/forecast/kinds/index.ts'
import { mstl as decompose } from '../../../src/forecast/local/decomposition/mstl.ts'
import { stl } from '../../../src/forecast/local/decomposition/stl.ts'
import { mstlForecast } from '../../../src/forecast/local/methods/mstl.ts'
import { parseJob } from '../../../src/jobs/job/read_job.ts'
import { forecasterOf } from '../../../src/jobs/model/forecaster_of.ts'
import type { ModelOfKind } from '../../../src/jobs/model/model_kinds.ts'
import { airPassengers, noise, normal, panelOf } from '../data.ts'

interface Fixture {
  simulated: number[]
  mstl: Record<'trend' | 'season6' | 'season15', number[]>
  forecast: number[]
  stl: Record<'trend' | 'season', number[]>
  periodic: Record<'trend' | 'season', number[]>
}
const r = JSON.parse(readFileSync(new URL('../../fixtures/mstl.json', import.meta.url), 'utf8')) as Fixture
const farthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])))
const simulated = Float64Array.from(r.simulated)
const asInR = { horizon: 20, season: 6, seasons: [6, 15], transform: 'none', level: 'last' } as const

describe('the decomposition', () => {
  it('by STL is that of R, with a season that changes and with one that does not', () => {
    for (const [window, expected] of [
      [11, r.stl],
      [Number.POSITIVE_INFINITY, r.periodic],
    ] as const) {
      const { trend, season } = atOnce(stl(airPassengers, 12, window))
      expect(farthest(trend, expected.trend)).toBeLessThan(1e-4)
      expect(farthest(season, expected.season)).toBeLessThan(1e-4)
    }
  })

  it('by MSTL is that of R, and its parts add up to the values', () => {
    const { trend, seasons, remainder } = atOnce(decompose(simulated, [6, 15]))
    expect(farthest(trend, r.mstl.trend)).toBeLessThan(1e-4)
    expect(farthest(seasons[0], r.mstl.season6)).toBeLessThan(1e-4)
    expect(farthest(seasons[1], r.mstl.season15)).toBeLessThan(1e-4)
    expect(
      farthest(
        simulated,
        trend.map((value, t) => value + seasons[0][t] + seasons[1][t] + remainder[t]),
      ),
    ).toBeLessThan(1e-9)
  })

  it('is open to users, with gaps, and refuses a short series', () => {
    const holed = simulated.map((value, t) => (t % 20 === 7 ? Number.NaN : value))
    const { trend, seasons, remainder } = publicDecompose(holed, { seasons: [6, 15] })
    expect(farthest(trend, r.mstl.trend)).toBeLessThan(1.5)
    expect(remainder[7]).toBeNaN()
    expect(trend[8] + seasons[0][8] + seasons[1][8] + remainder[8]).toBeCloseTo(holed[8], 9)
    expect(() => publicDecompose(simulated.subarray(0, 30), { seasons: [6, 15] })).toThrow('Expected 31 values or more')
    expect(() => publicDecompose(holed.subarray(7), { seasons: [6] })).toThrow('cut missing values off the ends')
    expect(() => publicDecompose(simulated, { seasons: [6], window: 8 })).toThrow('odd number from 7 on')
    expect(() => publicDecompose(simulated, { seasons: [15, 6] })).toThrow('the season after 15')
  })

  it('of 8000 hours with a day and a week takes well under a second', () => {
    const hours = Float64Array.from({ length: 8000 }, (_, t) => Math.sin(t / 3.82) + Math.sin(t / 26.7) + noise(t))
    const start = performance.now()
    atOnce(decompose(hours, [24, 168]))
    expect(performance.now() - start).toBeLessThan(800)
  })
})

/** Hours with a day, a week, a slow trend and noise. */
const hours = Float64Array.from(
  { length: 24 * 7 * 5 },
  (_, t) =>
    100 +
    0.01 * t +
    20 * Math.sin((2 * Math.PI * t) / 24) +
    (t % 168 < 120 ? 15 : -15) * (1 + 0.2 * (t % 24 > 12 ? 1 : 0)) +
    normal(t),
)
const week = hours.subarray(-168)
const known = hours.subarray(0, -168)

describe('mstl', () => {
  it('continues the seasons as R does', () => {
    expect(farthest(mstlForecast(simulated, { ...asInR, method: 'naive' }).mean, r.forecast)).toBeLessThan(1e-4)
  })

  it.for(['ets', 'theta', 'arima', 'ar', 'naive', 'drift', 'mean'] as const)(
    'forecasts the rest by %s',
    async (method) => {
      const forecast = await mstl({ horizon: 168, method }).predict(panelOf({ known }, 'h'))
      const error = forecast.mean.reduce((sum, value, h) => sum + Math.abs(value - week[h]), 0) / 168
      expect(error).toBeLessThan(4)
    },
  )

  it('has components that add up to the values and to the forecast, or multiply to them', () => {
    for (const transform of ['none', 'log'] as const) {
      const { mean, components, fitted } = mstlForecast(airPassengers, { horizon: 12, season: 12, transform })
      expect(Object.keys(components!)).toEqual(['trend', 'season 12', 'remainder'])
      const whole = (t: number) =>
        Object.values(components!).reduce(
          (all, part) => (transform === 'log' ? all * part[t] : all + part[t]),
          transform === 'log' ? 1 : 0,
        )
      expect(whole(100)).toBeCloseTo(airPassengers[100], 6)
      expect(whole(airPassengers.length + 3)).toBeCloseTo(mean[3], 6)
      expect(fitted).toHaveLength(airPassengers.length)
    }
  })

  it('finds the seasons of a series with gaps', async () => {
    const holed = known.map((value, t) => (noise(t, 5) < 0.2 && t > 0 && t < known.length - 1 ? Number.NaN : value))
    const { mean } = await mstl({ horizon: 168 }).predict(panelOf({ holed }, 'h'))
    expect(mean.reduce((sum, value, h) => sum + Math.abs(value - week[h]), 0) / 168).toBeLessThan(4)
  })

  it('gives the same forecast, in their units, of huge and of tiny values', async () => {
    const of = async (change: (value: number) => number) =>
      (await mstl({ horizon: 24, transform: 'none' }).predict(panelOf({ a: known.map(change) }, 'h'))).mean
    const usual = await of((value) => value)
    expect(
      farthest(
        (await of((value) => value + 1e9)).map((value) => value - 1e9),
        usual,
      ),
    ).toBeLessThan(1e-2)
    expect(
      farthest(
        (await of((value) => value * 1e-6)).map((value) => value * 1e6),
        usual,
      ),
    ).toBeLessThan(1e-2)
  })

  it('leaves out a season that is longer than half of the history, and refuses logarithms of 0', () => {
    const short = mstlForecast(known.subarray(0, 200), { horizon: 5, season: 24, seasons: [24, 168] })
    expect(Object.keys(short.components!)).toEqual(['trend', 'season 24', 'remainder'])
    expect(() =>
      mstlForecast(Float64Array.of(0, 1, 2, 0, 1, 2, 0, 1, 3), { horizon: 1, season: 3, transform: 'log' }),
    ).toThrow('Use transform: "none" or "auto"')
  })

  it('refuses other windows', () => {
    for (const window of [5, 8, 7.5, 'all'])
      expect(() => mstl({ horizon: 1, window: window as number })).toThrow(/window/)
  })
})

describe('several seasons', () => {
  it('are known to theta, and to seasonalNaive, without an option', async () => {
    const panel = panelOf({ known }, 'h')
    for (const make of [theta, seasonalNaive]) {
      const { mean } = await make({ horizon: 168 }).predict(panel)
      expect(mean.reduce((sum, value, h) => sum + Math.abs(value - week[h]), 0) / 168, make.name).toBeLessThan(4)
    }
  })

  it('are given as a list, and one season alone is kept', async () => {
    const panel = panelOf({ known }, 'h')
    const both = await theta({ horizon: 24, season: [24, 168] }).predict(panel)
    expect(both.mean).toEqual((await theta({ horizon: 24 }).predict(panel)).mean)
    expect((await theta({ horizon: 24, season: 24 }).predict(panel)).mean).not.toEqual(both.mean)
    const [day] = [await seasonalNaive({ horizon: 24, season: 24 }).predict(panel)]
    expect(day.mean).toEqual(known.slice(-24))
  })

  it('are an option of a job file', () => {
    const { model } = parseJob('horizon: 4\nmodel: { kind: mstl, season: [24, 168], window: periodic }', 'job.yaml')
    const made = forecasterOf(model as ModelOfKind, { horizon: 4, seed: 0 })
    expect(made.options).toMatchObject({ season: [24, 168], window: 'periodic' })
    expect(() => parseJob('horizon: 4\nmodel: { kind: mstl, season: [168, 24] }', 'job.yaml')).toThrow(
      /job.yaml:2: .*season/,
    )
  })

  it('that are no list of ascending steps are refused', () => {
    for (const season of [[], [168, 24], [1, 24], [24, 24], [2.5, 7], ['day']])
      expect(() => theta({ horizon: 1, season: season as number[] }), `${season}`).toThrow(/season/)
  })
})

describe('decomposeAsync', () => {
  it('gives the parts of decompose, in turns with other work', async () => {
    const seasons = [24, 168]
    const long = Float64Array.from({ length: 20_000 }, (_, t) => hours[t % hours.length] + t / 1e4)
    let turns = 0
    const timer = setInterval(() => turns++, 0)
    const parts = await decomposeAsync(long, { seasons })
    clearInterval(timer)
    expect(turns).toBeGreaterThan(2)
    const whole = publicDecompose(long, { seasons })
    expect(farthest(parts.trend, whole.trend)).toBe(0)
    expect(parts.seasons.map((season, i) => farthest(season, whole.seasons[i]))).toEqual([0, 0])
    expect(farthest(parts.remainder, whole.remainder)).toBe(0)
  })

  it('stops at a signal, and refuses what decompose refuses', async () => {
    const signal = AbortSignal.abort()
    await expect(decomposeAsync(hours, { seasons: [24], signal })).rejects.toMatchObject({ code: 'ABORT_ERR' })
    await expect(decomposeAsync(hours, { seasons: [] })).rejects.toThrow('Expected seasons to hold one season or more')
  })
})
