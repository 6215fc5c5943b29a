import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { FitOptions, Forecaster } from '../../../src/forecast/forecaster.ts'
import { ar, drift, ets, kinds, naive, seasonalNaive, theta } from '../../../src/forecast/kinds/index.ts'
import { auto } from '../../../src/forecast/search/auto/auto.ts'
import { bestAverage } from '../../../src/forecast/search/auto/average.ts'
import { defaultCandidates } from '../../../src/forecast/search/auto/candidates.ts'
import { pastOf } from '../../../src/forecast/search/rounds/evaluate.ts'
import { secondsPerForecast } from '../../../src/forecast/search/rounds/measure_cost.ts'
import { forecastsOf, planFor, rowsOf, smaller } from '../../../src/forecast/search/rounds/plan.ts'
import { trainWithin } from '../../../src/forecast/search/rounds/train_within.ts'
import type { Panel } from '../../../src/series/index.ts'
import { accidentalDeaths, airPassengers, normal, panelOf } from '../data.ts'
import { Guess, panel as zeroOne } from './guess.ts'

const horizon = 12
const air = panelOf({ air: airPassengers })

describe('the plan of the last round', () => {
  const lengths = (...rows: number[]) => ({ lengths: Float64Array.from(rows) })

  it('has many windows for one series, and few for many', () => {
    const one = planFor(lengths(500), 12, 2)
    const many = planFor(lengths(...new Array(400).fill(500)), 12, 2)
    expect(one?.windows).toBeGreaterThanOrEqual(10)
    expect(many).toMatchObject({ windows: 3, step: 12 })
    expect(many?.series).toHaveLength(128)
  })

  it('leaves most rows of the shorter series to learn from', () => {
    const plan = planFor(lengths(60, 60, 61, 62), 12, 2)
    expect(plan && rowsOf(plan, 12)).toBeLessThanOrEqual(30)
    expect(plan?.windows).toBeGreaterThan(1)
  })

  it('has one window, or none, if there is no room for more', () => {
    expect(planFor(lengths(14), 12, 2)).toEqual({ windows: 1, step: 12, series: [0] })
    expect(planFor(lengths(13), 12, 2)).toBeUndefined()
    // The other series are too short for a test.
    expect(planFor(lengths(3, 4, 40, 5), 12, 2)?.series).toEqual([2])
  })

  it('keeps the windows that are given', () => {
    expect(planFor(lengths(100), 12, 2, { windows: 2 })).toEqual({ windows: 2, step: 12, series: [0] })
    expect(planFor(lengths(100), 12, 2, { windows: 5, step: 3 })).toEqual({ windows: 5, step: 3, series: [0] })
  })

  it('becomes smaller over the same rows', () => {
    const plan = planFor(lengths(...new Array(64).fill(500)), 12, 2)
    if (!plan) return expect.unreachable()
    const part = smaller(plan, 0.25)
    expect(forecastsOf(part)).toBeLessThan(0.4 * forecastsOf(plan))
    expect(rowsOf(part, 12)).toBeLessThanOrEqual(rowsOf(plan, 12))
    expect(forecastsOf(smaller(plan, 1e-9))).toBeGreaterThan(0)
  })
})

describe('an average of the best', () => {
  const scored = async (...forecasters: Forecaster[]) => {
    const all = await Promise.all(
      forecasters.map(async (forecaster) => {
        const backtest = await forecaster.backtest(air, { windows: 6, quantiles: [] })
        return { kind: forecaster.kind, backtest, score: backtest.overall.mase }
      }),
    )
    return all.sort((a, b) => a.score - b.score)
  }

  it('has no model twice, and no member that is far from the best', async () => {
    const ranked = await scored(ets({ horizon }), theta({ horizon }), naive({ horizon }), drift({ horizon }))
    const { members } = bestAverage([ranked[0], { ...ranked[0] }, ...ranked.slice(1)], 'mase', { most: 4 })
    expect(new Set(members.map(({ kind }) => kind)).size).toBe(members.length)
    for (const { score } of members) expect(score).toBeLessThanOrEqual(1.25 * ranked[0].score)
  })

  it('is never worse than the limit', async () => {
    const ranked = await scored(ets({ horizon }), theta({ horizon }), seasonalNaive({ horizon }), ar({ horizon }))
    for (const limit of [ranked[0].score, 1.001 * ranked[0].score])
      expect(bestAverage(ranked, 'mase', { most: 4, limit }).score).toBeLessThanOrEqual(limit)
    const alone = bestAverage(ranked, 'mase', { most: 4, isPossible: () => false })
    expect(alone.members).toEqual([ranked[0]])
  })
})

/** Trains for `perStep` milliseconds a step, and reports as a network does. */
class Slow extends Guess {
  static fits: FitOptions[] = []
  readonly perStep: number
  constructor(perStep: number) {
    super(0)
    this.perStep = perStep
  }
  override async fit(_: Panel, options: FitOptions = {}) {
    Slow.fits.push(options)
    const start = performance.now()
    const [epochs, steps] = [options.epochs ?? 100, 100]
    for (let step = 1; step <= epochs * steps; step++) {
      const epoch = Math.ceil(step / steps)
      await sleep(this.perStep)
      await options.onStep?.({
        ...{ epoch, epochs, steps },
        step: step - (epoch - 1) * steps,
        elapsed: performance.now() - start,
      })
    }
    return { seconds: 0 }
  }
  override fresh() {
    return new Slow(this.perStep)
  }
}

describe('a training within a time', () => {
  it('starts again with fewer epochs, if its first steps show that it would take too long', async () => {
    Slow.fits = []
    const start = performance.now()
    const trained = await trainWithin(new Slow(2), zeroOne, { calibrate: false }, 1500)
    expect(performance.now() - start).toBeLessThan(3000)
    expect(Slow.fits).toHaveLength(2)
    if ('skipped' in trained) return expect.unreachable()
    expect(trained.fit.epochs).toBeGreaterThanOrEqual(1)
    expect(trained.fit.epochs).toBeLessThan(10)
  })

  it('is not started if the time is too short for it, or for the epochs that are given', async () => {
    expect(await trainWithin(new Slow(20), zeroOne, {}, 500)).toEqual({
      skipped: expect.stringMatching(/^its training takes about .* s, and there is time for/),
    })
    expect(await trainWithin(new Slow(2), zeroOne, { epochs: 50 }, 500)).toEqual({
      skipped: expect.stringMatching(/^its 50 epochs take about .* s: give fewer epochs or more minutes$/),
    })
  })

  it('is left alone if it ends in time', async () => {
    Slow.fits = []
    const trained = await trainWithin(new Slow(0), zeroOne, { epochs: 1 }, 60_000)
    expect(Slow.fits).toHaveLength(1)
    expect('skipped' in trained ? trained : trained.fit).toEqual({ epochs: 1 })
  })
})

describe('the cost of a forecast', () => {
  it('is predicted from short histories, if the whole one would take too long', async () => {
    const rows: number[] = []
    const squared = Object.assign(new Guess(0), {
      async predict(given: Panel) {
        rows.push(given.lengths[0])
        await sleep(given.lengths[0] / 50)
      },
    }) as unknown as Forecaster
    const long = panelOf({ a: Float64Array.from({ length: 100_000 }, (_, t) => t % 7) }, 'h')
    expect(await secondsPerForecast(squared, long, [0], 0.2)).toBeGreaterThan(0.5)
    expect(Math.max(...rows)).toBeLessThan(100_000)
  })
})

describe('the default candidates', () => {
  it('leave out what a kind says is not worth a trial, with its reason', () => {
    const skipped = (panel: Panel) =>
      defaultCandidates(panel, horizon, {}).flatMap(({ kind, skipped }) => (skipped ? [`${kind}: ${skipped}`] : []))
    expect(skipped(air)).toContain('ar: with one series it is the same as ar of each series')
    expect(skipped(air)).toContain('gru: a network needs 300 values or more to learn from, got 144')
    const two = panelOf({
      air: airPassengers,
      deaths: accidentalDeaths,
      noise: Float64Array.from({ length: 120 }, (_, t) => normal(t)),
    })
    expect(skipped(two).filter((text) => !text.endsWith('values below 0 are no demands'))).toEqual([])
  })

  it('get the limits of the target', async () => {
    for (const { forecaster } of defaultCandidates(air, horizon, { nonNegative: true }))
      expect(forecaster.support).toEqual({ lower: 0 })
    const { forecaster } = await auto(air, { horizon, nonNegative: true, upper: 1000 })
    expect(forecaster.support).toEqual({ lower: 0, upper: 1000 })
    const candidates = [naive({ horizon })]
    await expect(auto(air, { horizon, candidates, nonNegative: true })).rejects.toThrow('without candidates, got both')
  })
})

describe('the result of auto', () => {
  it('has the baselines beside, says what was chosen and why, and does not lose to seasonal naive', async () => {
    const { score, baselines, reason, tested, leaderboard } = await auto(air, { horizon })
    expect(baselines.map(({ kind }) => kind)).toEqual(['seasonalNaive', 'naive'])
    expect(score).toBeLessThanOrEqual(baselines[0].score)
    expect(reason).toMatch(/: mase [\d.]+ in \d+ windows of 1 series, seasonalNaive [\d.]+, naive [\d.]+$/)
    expect(tested.windows).toBeGreaterThan(2)
    for (const { skipped, error, score: own } of leaderboard)
      expect(Number.isNaN(own)).toBe(skipped !== undefined || error !== undefined)
  })

  it('tests the baselines although they are no candidates', async () => {
    const { baselines, leaderboard } = await auto(air, { horizon, candidates: [theta({ horizon })] })
    expect(leaderboard.map(({ kind }) => kind)).toEqual(['theta'])
    expect(baselines.every(({ score }) => score > 0)).toBe(true)
  })

  it('comes within the minutes, with a score or a reason for every candidate', async () => {
    const rows = Float64Array.from({ length: 900 }, (_, t) => 50 + 10 * Math.sin(t / 4) + normal(t))
    const data = panelOf({ a: rows, b: rows.map((value, t) => value * 2 + normal(t, 1)) }, 'h')
    const start = performance.now()
    const minutes = 0.25
    const { leaderboard } = await auto(data, { horizon: 24, minutes })
    // A tenth more on a machine of its own. Other tests run at the same time.
    expect(performance.now() - start).toBeLessThan(1.4 * minutes * 60_000)
    expect(leaderboard).toHaveLength(kinds.flatMap((kind) => kind.auto).length)
    for (const { score, skipped, error } of leaderboard) {
      expect(error).toBeUndefined()
      expect(Number.isFinite(score) || skipped !== undefined).toBe(true)
    }
  })

  it('lets candidates learn from the rows before the windows only', () => {
    const plan = planFor(air, horizon, 2)
    if (!plan) return expect.unreachable()
    const kept = 144 - rowsOf(plan, horizon)
    const changed = panelOf({ air: airPassengers.map((value, t) => (t < kept ? value : value + 500)) })
    const run = { horizon, metric: 'mase', options: { horizon }, plan, left: () => 1 }
    const [before, after] = [air, changed].map((panel) => pastOf({ ...run, panel }, plan))
    expect(after.target.values).toEqual(before.target.values)
    expect(before.lengths[0]).toBe(kept)
  })
})
