// No forecaster reads what comes after the origin of its forecast. Two worlds are equal up to an origin. After it, target
// and observed covariates differ, and known covariates differ after the horizon. Fits and forecasts in both worlds are
// equal in every bit.
//
// The rows after the origin stay in the memory of the panel, as they do for the windows of a backtest, so a forecaster
// that read past its history would find them.

import { describe, expect, it } from 'vitest'
import type { BacktestWindow } from '../../../src/forecast/backtest/backtest.ts'
import { ensemble } from '../../../src/forecast/ensemble/ensemble.ts'
import type { Forecast } from '../../../src/forecast/forecast.ts'
import type { Forecaster } from '../../../src/forecast/forecaster.ts'
import { conformal } from '../../../src/forecast/intervals/conformal.ts'
import { ets, gru, kinds, levelShape, seasonalNaive, theta } from '../../../src/forecast/kinds/index.ts'
import { auto } from '../../../src/forecast/search/auto/auto.ts'
import { search } from '../../../src/forecast/search/search.ts'
import { choice } from '../../../src/forecast/space.ts'
import { type Panel, panelFromSeries } from '../../../src/series/index.ts'
import { noise } from '../data.ts'
import { smallOf, training } from './small_kinds.ts'

const horizon = 4
const origin = 72
/** The windows of a backtest begin one horizon before the origin, at the origin, and one horizon after it. */
const rows = origin + 2 * horizon
const predict = { quantiles: [0.1, 0.5, 0.9], samples: 20 }

/** @param change - added to the target and the observed covariate after the origin, and to the known one after the horizon */
function world(change: number): Panel {
  const series = [0, 1, 2].map((s) => {
    const column = (last: number, from: number, value: (t: number) => number) =>
      Float64Array.from({ length: last }, (_, t) => value(t) + (t >= from ? change * (1 + noise(t, s)) : 0))
    return {
      id: `s${s}`,
      start: '2000-01',
      values: column(
        rows,
        origin,
        (t) => 20 + 5 * s + 4 * Math.sin((2 * Math.PI * (t + s)) / 12) + 5 * noise(t, 10 + s),
      ),
      observed: { weather: column(rows, origin, (t) => noise(t, 20 + s)) },
      known: { price: column(rows + horizon, origin + horizon, (t) => noise(t, 30 + s)) },
    }
  })
  return panelFromSeries(series, { frequency: 'MS' })
}

const worlds = [world(0), world(50)]
/** The panel at the origin, with the rows after it in memory. */
const atOrigin = (panel: Panel) => panel.with({ lengths: panel.lengths.map(() => origin) })

const numbersOf = ({ mean, quantiles }: Forecast) => ({ mean, quantiles })

const inEachWorld = <T>(use: (panel: Panel) => Promise<T>): Promise<T[]> => Promise.all(worlds.map(use))

async function fitted(forecaster: Forecaster, panel: Panel): Promise<Forecaster> {
  await forecaster.fit(panel, training)
  return forecaster
}

function expectNoFuture(make: () => Forecaster): void {
  it('has the same fit and forecast whatever comes after the origin', async () => {
    const [first, second] = await inEachWorld(async (panel) => {
      const past = atOrigin(panel)
      const forecaster = await fitted(make(), past)
      return { state: forecaster.toState(), ...numbersOf(await forecaster.predict(past, predict)) }
    })
    expect(second).toEqual(first)
    expect(first.mean.every(Number.isFinite)).toBe(true)
  })

  it('has the same forecasts in the windows of a backtest up to that origin, and not in those after it', async () => {
    const [first, second] = await inEachWorld(async (panel) => {
      const options = { windows: 3, refit: 1, fit: training, quantiles: predict.quantiles, predict: { samples: 20 } }
      return (await make().backtest(panel, options)).windows
    })
    const same = ({ forecast, absoluteScale }: BacktestWindow) => ({ ...numbersOf(forecast), absoluteScale })
    for (const window of [0, 1]) expect(same(second[window])).toEqual(same(first[window]))
    expect(second[1].actual, 'the values after the origin').not.toEqual(first[1].actual)
    expect(second[2].forecast.mean, 'a forecast from a later origin').not.toEqual(first[2].forecast.mean)
  })
}

describe.each(kinds.map((kind) => [kind.name, kind] as const))('%s', (_, kind) => {
  expectNoFuture(() => smallOf(kind, { horizon }))
})

const smallGru = (seed = 0) => gru({ horizon, hiddenSize: 4, layers: 1, context: 12, seed })

describe('conformal intervals around a method', () =>
  expectNoFuture(() => conformal(theta({ horizon }), { windows: 3 })))
describe('conformal intervals around a network', () => expectNoFuture(() => conformal(smallGru(), { windows: 2 })))
describe('an ensemble', () => expectNoFuture(() => ensemble([theta({ horizon }), smallGru()])))
describe('an ensemble that learns its weights', () =>
  expectNoFuture(() => ensemble([seasonalNaive({ horizon }), theta({ horizon }), smallGru()], { average: 'weights' })))

it('auto scores, chooses and forecasts the same whatever comes after the history', async () => {
  const [first, second] = await inEachWorld(async (panel) => {
    const candidates = [
      seasonalNaive({ horizon }),
      theta({ horizon }),
      ets({ horizon }),
      levelShape({ horizon }),
      smallGru(),
    ]
    const past = atOrigin(panel)
    const { forecaster, leaderboard } = await auto(past, {
      horizon,
      candidates,
      fit: training,
      backtest: { windows: 2 },
    })
    const scores = leaderboard.map(({ kind, score, weight }) => ({ kind, score, weight }))
    return { scores, state: forecaster.toState(), ...numbersOf(await forecaster.predict(past, predict)) }
  })
  expect(second).toEqual(first)
})

it('search scores and chooses the same whatever comes after the history', async () => {
  const [first, second] = await inEachWorld((panel) =>
    search(atOrigin(panel), {
      space: { hiddenSize: choice([2, 4, 8]), context: choice([6, 12]) },
      build: (options) => gru({ horizon, layers: 1, ...options }),
      fit: (_, budget) => ({ ...training, epochs: budget }),
      trials: 3,
      budget: [1, 3],
    }),
  )
  expect(second).toEqual(first)
  expect(first.trials.every(({ score }) => Number.isFinite(score))).toBe(true)
})
