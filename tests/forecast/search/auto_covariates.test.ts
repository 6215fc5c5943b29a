import { describe, expect, it } from 'vitest'
import { gru, naive, nLinear, seasonalNaive } from '../../../src/forecast/kinds/index.ts'
import { auto } from '../../../src/forecast/search/auto/auto.ts'
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

  it('tries networks that read them, and says so if they are not read', async () => {
    const { leaderboard, unused, reason } = await auto(panel, { horizon, minutes: 0.2 })
    const readers = leaderboard.filter(({ covariates, skipped }) => covariates?.includes('promo') && !skipped)
    expect(readers.map(({ score }) => Number.isFinite(score))).toContain(true)
    const reads = leaderboard.some(({ weight, covariates }) => weight > 0 && covariates?.includes('promo'))
    expect(unused).toEqual(reads ? [] : ['promo'])
    expect(reason.includes('promo is not read')).toBe(!reads)
  })

  it('says that no candidate reads them', async () => {
    const candidates = [seasonalNaive({ horizon }), naive({ horizon })]
    const { unused, reason } = await auto(panel, { horizon, candidates })
    expect(unused).toEqual(['promo'])
    expect(reason).toMatch(/promo is not read, as no candidate reads them$/)
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
    const { leaderboard, tested } = await auto(short(20), { horizon, fit: { epochs: 1 } })
    expect(leaderboard.find(({ kind }) => kind === 'theta')?.error).toBeUndefined()
    expect(leaderboard.find(({ kind }) => kind === 'gru')?.skipped).toBe(
      'a network needs 300 values or more to learn from, got 20',
    )
    expect(tested.windows).toBeGreaterThanOrEqual(1)
  })

  it('reports the rows that given windows or candidates need', async () => {
    const candidates = [naive({ horizon })]
    await expect(auto(short(20), { horizon, backtest: { windows: 3 } })).rejects.toThrow('44 rows or more')
    await expect(auto(short(10), { horizon, candidates })).rejects.toThrow('16 rows or more')
  })
})
