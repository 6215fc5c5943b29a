import { describe, expect, it } from 'vitest'
import type { JobEvent } from '../../src/jobs/events.ts'
import { chooseModel } from '../../src/jobs/model/choice/choose_model.ts'
import { describeChoice } from '../../src/jobs/model/choice/describe_choice.ts'
import { panelFromSeries } from '../../src/series/index.ts'
import { normal } from '../forecast/data.ts'
import { promoted } from '../forecast/promoted.ts'

const panelOf = (value: (t: number, series: number) => number, rows = 60, series = 3) =>
  panelFromSeries(
    Array.from({ length: series }, (_, s) => ({
      id: `s${s}`,
      start: '2024-01-01',
      values: Array.from({ length: rows }, (_, t) => value(t, s)),
    })),
    { frequency: 'd' },
  )
const week = (t: number, s: number) => 100 + 10 * s + 20 * Math.sin((2 * Math.PI * t) / 7)
const total = { series: 3, rows: 180 }
const job = { horizon: 7, seed: 0 }

async function notesOf(
  ...args: [Parameters<typeof chooseModel>[0], { series: number; rows: number }]
): Promise<string[]> {
  const notes: string[] = []
  const onEvent = (event: JobEvent) => void (event.type === 'note' && notes.push(event.text))
  await chooseModel(...args, job, { onEvent })
  return notes
}

describe('chooseModel', () => {
  it('takes the simplest of equally good models', async () => {
    // Seasonal naive forecasts a pattern that repeats exactly without an error, so no model can be better.
    const { model, scores } = await chooseModel(
      panelOf((t) => [3, 1, 4, 1, 5, 9, 2][t % 7]),
      total,
      job,
    )
    expect(model).toEqual({ kind: 'seasonalNaive' })
    expect(scores[0]).toMatchObject({ kind: 'seasonalNaive' })
  })

  it('takes a model with a trend for series with a trend', async () => {
    const { model } = await chooseModel(
      panelOf((t, s) => week(t, s) + 3 * t),
      total,
      job,
    )
    expect(['theta', 'ets', 'mstl', 'arima']).toContain(model.kind)
  })

  it('chooses the same for the same data', async () => {
    const panel = panelOf((t, s) => week(t, s) + ((t * 37 + s * 11) % 7))
    expect(await chooseModel(panel, total, job)).toEqual(await chooseModel(panel, total, job))
  })

  it('ranks by MAE if no series has a scale for MASE', async () => {
    expect(
      await chooseModel(
        panelOf(() => 5),
        total,
        job,
      ),
    ).toMatchObject({ metric: 'mae', model: { kind: 'seasonalNaive' } })
  })

  it('emits a note for a model that it did not try, with the reason', async () => {
    const panel = panelOf(week)
    expect(await notesOf(panel, total)).toEqual(['not tried: gru, for which there is too little data'])
    expect((await notesOf(panel, { series: 20_000, rows: 1000 }))[0]).toMatch(/^not tried: ets.* 20,000 series/)
  })

  it('tries a network if there are enough rows', async () => {
    const panel = panelOf((t, s) => week(t, s) + ((t * 37 + s * 11) % 7), 240, 10)
    const { scores, fit } = await chooseModel(panel, { series: 10, rows: 2400 }, job)
    expect(scores.map(({ kind }) => kind)).toContain('gru')
    expect(fit).toBeDefined()
  })

  it.each([
    [2, 365],
    [8, 365],
  ])(
    'takes a model that reads a promotion, and shows it: %i series, %i days',
    { timeout: 180_000 },
    async (series, days) => {
      const panel = promoted({ series, days })
      const { model, fit, scores } = await chooseModel(panel, { series, rows: series * days }, { horizon: 14, seed: 0 })
      expect(['gru', 'tide', 'nLinear', 'arima', 'ets', 'theta']).toContain(model.kind)
      // Intervals are calibrated in the training that follows.
      expect(fit).toEqual({})
      expect(scores[0]).toMatchObject({ kind: model.kind, covariates: ['promo'] })
      const without = scores.filter(({ covariates }) => covariates.length === 0)
      expect(without.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['seasonalNaive']))
      for (const { score } of without) expect(scores[0].score).toBeLessThan(0.7 * score)
    },
  )

  it.each([
    ['naive', 6, 'the longest series has 6 rows, and a test of 7 steps needs 9'],
    ['naive', 8, 'the longest series has 8 rows, and a test of 7 steps needs 9'],
  ])('takes %s for %i rows, and says that models cannot be compared', async (kind, rows, simple) => {
    expect(await chooseModel(panelOf(week, rows), total, job)).toEqual({
      ...{ model: { kind }, fit: {}, scores: [], metric: 'mase', simple },
    })
  })

  it('takes seasonalNaive if the history has two seasons', async () => {
    const { model } = await chooseModel(panelOf(week, 14), total, { horizon: 14, seed: 0 })
    expect(model).toEqual({ kind: 'seasonalNaive' })
  })

  it('tests fewer windows if there is no room for all', async () => {
    const { scores, simple } = await chooseModel(panelOf(week, 12), total, job)
    expect([scores.length > 1, simple]).toEqual([true, undefined])
  })

  it('averages models whose scores are close, and says so', async () => {
    const panel = panelOf((t, s) => 500 + t * (s + 1) + 30 * normal(t, s), 60, 4)
    const choice = await chooseModel(panel, { series: 4, rows: 240 }, job)
    const { average = [], score = Number.NaN, scores } = choice
    expect(average.length).toBeGreaterThan(1)
    expect(score).toBeLessThanOrEqual(scores.find(({ kind }) => kind === 'seasonalNaive')?.score ?? 0)
    expect(describeChoice(choice)).toMatch(
      /^average of \w+, \w+.* \([\d.]+\), the best in a backtest of \d+ windows of 4 series \(MASE: /,
    )
  })

  it('gives all models the limits of the target, and says if forecasts fall below 0 without them', async () => {
    // Sales that fade out: the quantiles of the last forecasts are below 0.
    const panel = panelOf((t, s) => Math.max(0, 40 - t + 5 * normal(t, s)), 60, 3)
    expect((await chooseModel(panel, total, job)).belowZero).toBe(true)
    const limited = await chooseModel(panel, total, { ...job, support: { nonNegative: true } })
    expect(limited.belowZero).toBeUndefined()
    for (const model of limited.average ?? [limited.model]) expect(model.nonNegative).toBe(true)
    const some = panelOf((t, s) => 40 - t + 5 * normal(t, s), 60, 3)
    expect((await chooseModel(some, total, job)).belowZero).toBeUndefined()
  })

  it('stops at a signal', async () => {
    await expect(chooseModel(panelOf(week), total, job, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORT_ERR',
    })
  })
})
