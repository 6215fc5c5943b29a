import { describe, expect, it } from 'vitest'
import { gru, naive, nLinear, seasonalNaive } from '../../../src/forecast/kinds/index.ts'
import { auto } from '../../../src/forecast/search/auto.ts'
import { panelFromSeries } from '../../../src/series/index.ts'
import { promoted } from '../promoted.ts'

const horizon = 14

describe('auto on a panel with covariates', { timeout: 120_000 }, () => {
  const panel = promoted({ series: 4, days: 300 })

  it('takes a forecaster that reads the promotion, and names the covariates of each candidate', async () => {
    const candidates = [seasonalNaive({ horizon }), nLinear({ horizon }), gru({ horizon, hiddenSize: 16 })]
    const { leaderboard } = await auto(panel, { horizon, candidates, fit: { calibrate: false } })
    expect(leaderboard[0].covariates).toEqual(['promo'])
    const { score, covariates } = leaderboard.find(({ kind }) => kind === 'seasonalNaive') ?? leaderboard[0]
    expect(covariates).toEqual([])
    expect(leaderboard[0].score).toBeLessThan(0.7 * score)
  })

  it('tries a network that reads them before methods that take long', async () => {
    const order: string[] = []
    const stop = new AbortController()
    const onProgress = ({ latest }: { latest: { kind: string } }) => {
      order.push(latest.kind)
      if (latest.kind === 'gru') stop.abort()
    }
    const fit = { epochs: 1, calibrate: false }
    await expect(auto(panel, { horizon, fit, onProgress, signal: stop.signal })).rejects.toMatchObject({
      code: 'ABORT_ERR',
    })
    expect(order).toContain('gru')
    for (const slow of ['theta', 'ets', 'ar']) expect(order).not.toContain(slow)
  })
})

describe('auto on short series', () => {
  const short = (rows: number, frequency = 'd') =>
    panelFromSeries([{ id: 'a', start: '2024-01-01', values: Array.from({ length: rows }, (_, t) => t % 7) }], {
      frequency,
    })

  it.each([
    ['naive', 6, 'd'],
    ['naive', 13, 'd'],
    ['seasonalNaive', 14, 'd'],
    ['seasonalNaive', 15, 'd'],
    ['naive', 15, 'YS'],
  ])('takes %s for %i rows of frequency %s, as no candidate can be tested', async (kind, rows, frequency) => {
    const { forecaster, score, leaderboard } = await auto(short(rows, frequency), { horizon })
    expect([forecaster.kind, score, leaderboard]).toEqual([kind, Number.NaN, []])
    const { mean } = await forecaster.predict(short(rows, frequency))
    expect(mean.every(Number.isFinite)).toBe(true)
  })

  it('tests one window if there is no room for two', async () => {
    const { leaderboard } = await auto(short(20), { horizon, fit: { epochs: 1 } })
    expect(leaderboard.find(({ kind }) => kind === 'theta')?.error).toBeUndefined()
    expect(leaderboard.find(({ kind }) => kind === 'gru')?.error).toMatch('28 rows or more for 1 window')
  })

  it('reports the rows that given windows or candidates need', async () => {
    const candidates = [naive({ horizon })]
    await expect(auto(short(20), { horizon, backtest: { windows: 3 } })).rejects.toThrow('44 rows or more')
    await expect(auto(short(10), { horizon, candidates })).rejects.toThrow('30 rows or more')
  })
})
