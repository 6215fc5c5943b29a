// The parts of a report that compare a forecast: with the baseline, with other models, and with the values that came.

import { describe, expect, it } from 'vitest'
import { naive } from '../../src/forecast/index.ts'
import { report } from '../../src/report/index.ts'
import { hostile } from './sample.ts'
import { useReports } from './use_reports.ts'

const { used, pageOf } = useReports()

describe('a report', () => {
  it('shows the seasonal naive method beside every backtest, in the same windows', async () => {
    const { panel } = used.made
    const { data, text } = await pageOf({ backtest: used.made.backtest.theta, panel })
    expect(data.models).toEqual(['theta', 'Seasonal naive'])
    const mase = data.tables.overall.columns.findIndex(({ name }) => name === 'MASE')
    const naive = used.made.backtest[hostile[0]].overall.mase
    expect(data.tables.overall.variants[0][1][mase]).toBeCloseTo(naive, 6)
    expect(text).toContain(`seasonal naive: ${Number(naive.toPrecision(4))}`)
    // A panel without the history of a series cannot be compared.
    expect(
      (
        await pageOf(
          { backtest: used.made.backtest.theta, panel: panel.select([1, 2]), forecast: undefined },
          { series: [panel.ids[1]] },
        )
      ).data.models,
    ).toEqual(['theta'])
  })

  it('shows first the model of the forecast, also if another is better', async () => {
    const backtest = { theta: used.made.backtest.theta, last: await naive({ horizon: 6 }).backtest(used.made.panel) }
    const { data, text } = await pageOf({ backtest, forecaster: naive({ horizon: 6 }), panel: used.made.panel })
    expect(data.models[data.model]).toBe('last')
    expect(text).toMatch(/<span class="value">last<\/span><span class="note">number \d of 3, by MASE/)
  })

  it('shows the bias of each step ahead, and says in which direction', async () => {
    const { data, text } = await pageOf({ backtest: used.made.backtest.theta })
    const { overall, perHorizon } = used.made.backtest.theta
    const { series } = data.charts.bias.variants[0].option as { series: { data: number[] }[] }
    expect(series[0].data[2]).toBeCloseTo(perHorizon[2].bias, 5)
    expect(text).toContain(overall.bias < 0 ? 'forecasts are too low' : 'forecasts are too high')
  })

  it('lists the models that auto has compared', async () => {
    const tried = {
      metric: 'mase',
      tested: { windows: 3, series: 12 },
      leaderboard: [
        { kind: 'theta', score: 0.5, weight: 0.5 },
        { kind: 'ets', score: 0.6, weight: 0.5, covariates: ['price'] },
        { kind: 'gru', score: Number.NaN, skipped: 'too little time' },
      ],
    }
    const { data, text } = await pageOf({ forecast: used.made.forecast, tried })
    expect(text).toContain('the same 3 windows of 12 series')
    expect(data.tables.models.columns.map(({ name }) => name)).toEqual(['Model', 'MASE', 'Covariates', 'Result'])
    expect(data.tables.models.variants[0]).toEqual([
      ['theta', 0.5, 'none', 'chosen, 50 % of the average'],
      ['ets', 0.6, 'price', 'chosen, 50 % of the average'],
      ['gru', null, 'none', 'too little time'],
    ])
    await expect(report({ forecast: used.made.forecast, tried: {} as never })).rejects.toMatchObject({
      code: 'ERR_TYPE',
    })
  })

  it('says which part of a history a chart shows', async () => {
    const { data } = await pageOf(used.made, { history: 20 })
    expect(data.fan?.series[0]).toMatchObject({ shown: 20, of: 72 })
    expect((await pageOf(used.made, { history: 72 })).data.fan?.series[0].shown).toBeUndefined()
  })
})
