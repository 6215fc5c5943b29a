// What auto does when its time is over sooner than planned, as on a busy machine.

import { afterEach, expect, it, vi } from 'vitest'
import { GatecastError } from '../../../src/base/error.ts'
import type { Forecaster } from '../../../src/forecast/forecaster.ts'
import { ar, ets, gru, naive, seasonalNaive, theta } from '../../../src/forecast/kinds/index.ts'
import { auto } from '../../../src/forecast/search/auto/auto.ts'
import { panelOf } from '../data.ts'

const options = { horizon: 6, season: 6 }
const panel = panelOf({ a: Array.from({ length: 60 }, (_, t) => 10 + (t % 6) ** 2) }, 'h')
const real = performance.now.bind(performance)
let extra = 0

afterEach(() => {
  vi.restoreAllMocks()
  extra = 0
})

/** A forecaster whose every forecast takes 400 ms by the clock. */
function slowed(forecaster: Forecaster): Forecaster {
  const predict = forecaster.predict.bind(forecaster)
  return Object.assign(forecaster, {
    predict: (...given: Parameters<Forecaster['predict']>) => {
      extra += 400
      return predict(...given)
    },
  })
}

it('tries what needs no measuring although measuring the others took longer than planned', async () => {
  vi.spyOn(performance, 'now').mockImplementation(() => real() + extra)
  const candidates = [
    naive({ horizon: 6 }),
    seasonalNaive(options),
    ...[ets, theta, ar].map((make) => slowed(make(options))),
  ]
  const { leaderboard } = await auto(panel, { horizon: 6, minutes: 0.02, candidates, average: 1 })
  expect(leaderboard[0]).toMatchObject({ kind: 'seasonalNaive', score: 0 })
  expect(leaderboard.map(({ skipped }) => skipped)).toContain('no time is left to measure it: give more minutes')
})

it('says that its time was over, and does not throw undefined, if no candidate was tried', async () => {
  const error = await auto(panel, { horizon: 6, minutes: 1e-6, candidates: [gru({ horizon: 6, context: 6 })] }).catch(
    (caught: unknown) => caught,
  )
  expect(error).toBeInstanceOf(GatecastError)
  expect(error).toMatchObject({ code: 'ERR_RANGE', message: expect.stringContaining('minutes: 0.000001') })
})
