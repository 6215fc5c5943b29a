// Monitoring, against numbers computed by hand, and on a stream of nights whose series shifts in the middle.

import { readFileSync } from 'node:fs'
import {
  Backtest,
  Forecast,
  forecastFromPanel,
  monitor,
  type Panel,
  panelFromColumns,
  panelFromSeries,
  theta,
} from 'gatecast'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const day = 86_400_000
const start = Date.UTC(2024, 0, 1)
const forecastOf = (first: number, mean: number[]) =>
  new Forecast({
    ...{ ids: ['a'], timeZone: 'UTC', horizon: 2, starts: Float64Array.of(start), lengths: Float64Array.of(first) },
    frequency: panelOf([1]).frequency,
    mean: Float64Array.from(mean),
    quantileLevels: [0.1, 0.9],
    quantiles: [Float64Array.from(mean, (value) => value - 1), Float64Array.from(mean, (value) => value + 2)],
  })
function panelOf(values: number[]): Panel {
  return panelFromSeries([{ id: 'a', start, values }], { frequency: 'd' })
}
/** One window: errors of -1 and 2 in a series whose unit of MASE is 2. Only the first value lies in its interval. */
const backtest = () =>
  new Backtest({
    ...{ kind: 'naive', horizon: 2, season: 1 },
    windows: [
      {
        forecast: forecastOf(4, [10, 10]),
        actual: Float64Array.of(11, 8),
        absoluteScale: Float64Array.of(2),
        squaredScale: Float64Array.of(4),
      },
    ],
  })

describe('monitor', () => {
  it('compares each forecast with the backtest over the steps whose values have come', async () => {
    const actuals = panelOf([1, 2, 3, 4, 5, 6, 10, 13, 14])
    const forecasts = [forecastOf(8, [10, 10]), forecastOf(6, [11, 11]), forecastOf(20, [1, 1])]
    const { periods, recent } = await monitor(backtest(), forecasts, actuals)
    expect(periods).toEqual([
      {
        ...{ origin: start + 6 * day, steps: 2, values: 2 },
        scores: { mae: 1.5, mase: 0.75, bias: -0.25, coverage80: 1, width80: 3 },
        reference: { mae: 1.5, mase: 0.75, bias: 0.25, coverage80: 0.5, width80: 3 },
      },
      {
        ...{ origin: start + 8 * day, steps: 1, values: 1 },
        scores: { mae: 4, mase: 2, bias: -2, coverage80: 0, width80: 3 },
        reference: { mae: 1, mase: 0.5, bias: -0.5, coverage80: 1, width80: 3 },
      },
    ])
    expect(recent).toEqual({
      periods: 2,
      scores: { mae: 2.75, mase: 1.375, bias: -1.125, coverage80: 0.5, width80: 3 },
      reference: { mae: 1.25, mase: 0.625, bias: -0.125, coverage80: 0.75, width80: 3 },
    })
  })

  it('calls scores above their limits alarms, of the newest forecasts', async () => {
    const actuals = panelOf([1, 2, 3, 4, 5, 6, 10, 13, 14])
    const forecasts = [forecastOf(6, [11, 11]), forecastOf(8, [10, 10])]
    const newest = await monitor(backtest(), forecasts, actuals, { recent: 1 })
    expect(newest.alarms).toEqual([
      { check: 'error', name: 'mase', value: 4, limit: 1.5 },
      { check: 'bias', name: 'bias', value: 1.5, limit: 0.5 },
      { check: 'coverage', name: 'coverage80', value: expect.closeTo(0.6, 12), limit: 0.1 },
    ])
    const limits = { error: 4, bias: 1.5, coverage: 1 }
    expect((await monitor(backtest(), forecasts, actuals, { recent: 1, limits })).alarms).toEqual([])
  })

  it('gives a row for each forecast', async () => {
    const report = await monitor(backtest(), [forecastOf(6, [11, 11])], panelOf([1, 2, 3, 4, 5, 6, 10, 13]))
    expect(report.toRows()).toEqual([
      {
        ...{ origin: '2024-01-07', steps: 2, values: 2, mae: 1.5, mae_backtest: 1.5, mase: 0.75, mase_backtest: 0.75 },
        ...{
          bias: -0.25,
          bias_backtest: 0.25,
          coverage80: 1,
          coverage80_backtest: 0.5,
          width80: 3,
          width80_backtest: 3,
        },
      },
    ])
  })

  it('writes metrics as Prometheus reads them', async () => {
    const report = await monitor(backtest(), [forecastOf(6, [11, 11])], panelOf([1, 2, 3, 4, 5, 6, 10, 13]))
    const text = report.toPrometheus({ labels: { job: 'a "b"\\\n' } })
    const own = 'kind="naive",job="a \\"b\\"\\\\\\n"'
    expect(text).toContain(
      [
        '# HELP gatecast_monitor_mase Mean absolute scaled error of the newest forecasts and of the backtest',
        '# TYPE gatecast_monitor_mase gauge',
        `gatecast_monitor_mase{${own},of="live"} 0.75`,
        `gatecast_monitor_mase{${own},of="backtest"} 0.75`,
        '',
      ].join('\n'),
    )
    expect(text).toContain(`gatecast_monitor_coverage_ratio{${own},interval="80",of="live"} 1\n`)
    expect(text).toContain(`gatecast_monitor_coverage_ratio{${own},interval="80",of="interval"} 0.8\n`)
    expect(text).toContain(`gatecast_monitor_origin_timestamp_seconds{${own}} ${(start + 6 * day) / 1000}\n`)
    const line =
      /^(# (HELP|TYPE) gatecast_monitor_\w+ .+|gatecast_monitor_\w+\{(\w+="([^"\\]|\\.)*",?)+\} (-?[\d.e+-]+|NaN))$/
    for (const one of text.trimEnd().split('\n')) expect(one).toMatch(line)
    expect(() => report.toPrometheus({ labels: { 'a-b': '1' } })).toThrow(/^Expected names of labels of letters/)
  })

  it('refuses forecasts without values, with other steps, and what is no backtest', async () => {
    const actuals = panelOf([1, 2, 3])
    await expect(monitor(backtest(), [forecastOf(6, [1, 1])], actuals)).rejects.toThrow(
      /^Expected actual values at the times of 1 forecasts, got none/,
    )
    const hourly = panelFromSeries([{ id: 'a', start, values: [1, 2, 3] }], { frequency: 'h' })
    await expect(monitor(backtest(), [forecastOf(1, [1, 1])], hourly)).rejects.toMatchObject({ code: 'ERR_DATA' })
    await expect(monitor({} as never, [], actuals)).rejects.toMatchObject({ code: 'ERR_TYPE' })
    await expect(monitor(backtest(), [{} as never], actuals)).rejects.toMatchObject({ code: 'ERR_TYPE' })
    await expect(monitor(backtest(), [], actuals, { limits: { ps: 1 } as never })).rejects.toThrow(/psi/)
  })
})

describe('forecastFromPanel', () => {
  it('reads what a forecast writes', async () => {
    const panel = panelFromSeries(
      ['a', 'b'].map((id, s) => ({ id, start, values: Array.from({ length: 30 }, (_, row) => s + (row % 7)) })),
      { frequency: 'd' },
    )
    const forecast = await theta({ horizon: 3 }).predict(panel, { quantiles: [0.05, 0.5, 0.95] })
    const roles = { series: 'series', time: 'time', target: 'mean', observed: ['q0.95', 'q0.05', 'q0.5'] }
    const read = forecastFromPanel(panelFromColumns(forecast.toColumns(), roles))
    expect(read.toColumns()).toEqual(forecast.toColumns())
    expect(read.origins).toEqual(forecast.origins)
  })

  it('refuses series of different lengths', () => {
    const panel = panelFromSeries(
      [
        { id: 'a', start, values: [1] },
        { id: 'b', start, values: [1, 2] },
      ],
      { frequency: 'd' },
    )
    expect(() => forecastFromPanel(panel)).toThrow(
      'Expected the same number of steps for each series, got 1 for a and 2 for b',
    )
  })
})

/** Two weeks of nights after 140 days; from `shift` on, sales are higher and the price is another. */
async function nights(shift: number) {
  const days = 168
  const rows = Array.from({ length: days }, (_, row) => row)
  const columns = {
    day: rows.map((row) => new Date(start + row * day)),
    sold: rows.map((row) => 100 + 10 * Math.sin((2 * Math.PI * row) / 7) + ((row * 37) % 11) + (row >= shift ? 40 : 0)),
    price: rows.map((row) => ((row * 29) % 13) + (row >= shift ? 20 : 0)),
    steady: rows.map((row) => (row * 31) % 17),
  }
  const roles = { time: 'day', target: 'sold', observed: ['price', 'steady'], frequency: 'd' } as const
  const actuals = panelFromColumns(columns, roles)
  const model = theta({ horizon: 7 })
  const reference = await model.backtest(
    actuals.cut(() => 140),
    { windows: 6, quantiles: [0.1, 0.9] },
  )
  const forecasts = []
  for (let night = 140; night < 161; night++)
    forecasts.push(
      await model.predict(
        actuals.cut(() => night),
        { quantiles: [0.1, 0.9] },
      ),
    )
  return { reference, forecasts, actuals }
}

describe('a stream of nights', () => {
  it('has no alarm as long as nothing changes', async () => {
    const { reference, forecasts, actuals } = await nights(1000)
    expect((await monitor(reference, forecasts, actuals)).alarms).toEqual([])
  })

  it('has alarms after a shift, for the forecasts that it hit and for the columns that moved', async () => {
    const { reference, forecasts, actuals } = await nights(150)
    const early = await monitor(
      reference,
      forecasts.slice(0, 3),
      actuals.cut(() => 149),
    )
    expect(early.alarms).toEqual([])
    const hit = await monitor(reference, forecasts.slice(0, 10), actuals)
    expect(hit.alarms.map(({ check, name }) => `${check} ${name}`)).toEqual(
      expect.arrayContaining(['error mase', 'bias bias', 'coverage coverage80', 'psi sold', 'psi price']),
    )
    expect(hit.alarms.map(({ name }) => name)).not.toContain('steady')
    expect(hit.recent.scores.bias).toBeLessThan(-1)
  })
})

describe('the recipes', () => {
  const read = (name: string) => readFileSync(`examples/monitor/${name}`, 'utf8')
  const namesIn = (text: string) => new Set(text.match(/gatecast_monitor_\w+/g))

  it('use the metrics that a report writes, and only these', async () => {
    const { reference, forecasts, actuals } = await nights(1000)
    const written = namesIn((await monitor(reference, forecasts, actuals)).toPrometheus())
    for (const name of ['alerts.yaml', 'dashboard.json']) {
      const used = namesIn(read(name))
      expect(used.size).toBeGreaterThan(4)
      expect([...used].filter((metric) => !written.has(metric))).toEqual([])
    }
  })

  it('are an alert rule for each limit, and panels that do not overlap', () => {
    const { groups } = parse(read('alerts.yaml')) as { groups: { rules: { alert: string; expr: string }[] }[] }
    expect(groups.flatMap(({ rules }) => rules.map(({ alert }) => alert))).toEqual([
      'ForecastErrorHigh',
      'ForecastBiased',
      'ForecastCoverageOff',
      'ForecastIntervalsWide',
      'ForecastCovariateShifted',
      'ForecastMonitorStale',
    ])
    const { panels } = JSON.parse(read('dashboard.json')) as { panels: { gridPos: { x: number; y: number } }[] }
    expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x} ${y}`)).size).toBe(panels.length)
  })
})
