// The inside of every kind of network forecaster, and explanations of forecasts.
import { format } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  conformal,
  deepAr,
  dLinear,
  explain,
  gru,
  lstm,
  mqRnn,
  type NetworkForecaster,
  negativeBinomial,
  nLinear,
  panelFromSeries,
  quantiles,
  rnn,
  theta,
} from '../../src/index.ts'
import { inspect, integratedGradients, summary } from '../../src/inspect/index.ts'
import { datasets } from './panels.ts'

const size = { hiddenSize: 6, context: 12, calendar: false } as const
const fit = { epochs: 2, calibrate: false }
const makers: Record<string, () => NetworkForecaster> = {
  gru: () => gru({ horizon: 3, ...size }),
  lstm: () => lstm({ horizon: 3, ...size, output: quantiles([0.1, 0.4, 0.6]) }),
  rnn: () => rnn({ horizon: 3, ...size, recursive: true }),
  deepAr: () => deepAr({ horizon: 3, ...size }),
  mqRnn: () => mqRnn({ horizon: 3, ...size }),
  dLinear: () => dLinear({ horizon: 3, context: 12, kernel: 5, calendar: false }),
  nLinear: () => nLinear({ horizon: 3, context: 12, calendar: false }),
}

describe('inspect of a fitted forecaster', () => {
  it.each(Object.keys(makers))('%s', async (kind) => {
    const panel = datasets.priced(2, 60, 3)
    using forecaster = makers[kind]()
    await forecaster.fit(panel, fit)
    const { gates, states, gradientNorms, connectivity, series } = await inspect(forecaster, panel)
    expect(series).toEqual(['s0', 's1'])
    const layers = summary(forecaster).layers.filter((layer) => ['rnn', 'gru', 'lstm'].includes(layer.kind))
    expect(Object.keys(gates)).toEqual(layers.map(({ name }) => name))
    expect(Object.keys(gradientNorms)).toEqual(kind.endsWith('Linear') ? [] : layers.map(({ name }) => name))
    for (const { name, kind: cell } of layers) {
      expect(Object.keys(states[name])).toEqual(cell === 'lstm' ? ['hidden', 'cell'] : ['hidden'])
      const { shape, data } = states[name].hidden
      expect([shape[0], shape[2]]).toEqual([2, 6])
      expect(data.every((value) => Math.abs(value) <= 1)).toBe(true)
      for (const norm of gradientNorms[name].data) expect(norm).toBeGreaterThanOrEqual(0)
    }
    expect(connectivity).not.toBeNull()
    const { features, difference, error } = await integratedGradients(forecaster, panel)
    expect(error).toBeLessThanOrEqual(0.01)
    const isRecursive = kind === 'deepAr' || kind === 'rnn'
    expect(difference.shape).toEqual([2, isRecursive ? 1 : 3])
    expect(features.map(({ name }) => name)).toEqual(['y', 'price', 'rain', 'size'])
  })

  it('has the gates of the window that is forecast', async () => {
    const panel = datasets.waves(2, 40)
    using forecaster = gru({ horizon: 3, ...size, lags: [] })
    await forecaster.fit(panel, fit)
    const inside = await inspect(forecaster, panel)
    // The encoder reads the context. Another history before it changes nothing.
    const later = panelFromSeries(
      [0, 1].map((s) => ({ id: `s${s}`, start: 10, values: panel.history(s).slice(10) })),
      { frequency: '1' },
    )
    const { gates } = await inspect(forecaster, later)
    expect(gates.gru0.update.shape).toEqual([2, 12, 6])
    expect(gates.gru0.update.data).toEqual(inside.gates.gru0.update.data)
    const shorter = await inspect(
      forecaster,
      panel.cut((series) => panel.lengths[series] - 1),
    )
    expect(shorter.gates.gru0.update.data).not.toEqual(inside.gates.gru0.update.data)
  })

  it('names what is missing', async () => {
    const panel = datasets.waves(1, 40)
    using forecaster = gru({ horizon: 3, ...size })
    await expect(inspect(forecaster, panel)).rejects.toThrow(/is not fitted/)
    await forecaster.fit(panel, fit)
    await expect(inspect(forecaster, {} as never)).rejects.toThrow(/Expected a panel/)
    await expect(inspect(theta({ horizon: 3 }) as never, panel)).rejects.toThrow(/a forecaster of kind theta/)
    const daily = panelFromSeries([{ id: 'a', start: '2024-01-01', values: panel.history(0) }], { frequency: 'd' })
    await expect(inspect(forecaster, daily)).rejects.toThrow(/frequency 1/)
  })
})

describe('integratedGradients of a forecaster', () => {
  it('sums to the change of the forecast that predict gives', async () => {
    const panel = datasets.waves(1, 60)
    using forecaster = nLinear({ horizon: 2, context: 8, calendar: false, season: 1 })
    await forecaster.fit(panel, { epochs: 20, calibrate: false })
    const { features, difference } = await integratedGradients(forecaster, panel)
    const [history] = features
    expect(history.name).toBe('y')
    // A flat history at the last value is the baseline: nLinear subtracts that value.
    const level = panel.history(0)[59]
    const flat = panelFromSeries([{ id: 's0', start: 0, values: panel.history(0).map(() => level) }], {
      frequency: '1',
    })
    const [real, base] = [await forecaster.predict(panel), await forecaster.predict(flat)]
    for (let step = 0; step < 2; step++) {
      const change = real.mean[step] - base.mean[step]
      // The scale of the flat window is 1 and not that of the panel, so the intercept differs a little.
      expect(Math.abs(difference.data[step] - change)).toBeLessThan(0.5)
      const sum = history.values.data.slice(step * 8, step * 8 + 8).reduce((a, b) => a + b)
      expect(sum).toBeCloseTo(difference.data[step], 1)
    }
  })

  it('leaves categories, ids and marks of gaps as they are', async () => {
    const gapped = (t: number) => (t % 7 === 3 ? Number.NaN : Math.sin(t))
    const panel = panelFromSeries(
      ['a', 'b'].map((id, s) => ({
        id,
        start: '2024-01-01',
        values: Array.from({ length: 70 }, (_, t) => 5 + s + ((t * 3) % 7)),
        known: { event: Array.from({ length: 74 }, (_, t) => (t % 5 ? 'none' : 'sale')) },
        observed: { rain: Array.from({ length: 70 }, (_, t) => gapped(t + s)) },
        static: { region: s ? 'north' : 'south' },
      })),
      { frequency: 'd' },
    )
    using forecaster = lstm({ horizon: 4, hiddenSize: 6, context: 14, embedIds: true })
    await forecaster.fit(panel, fit)
    const { features, difference } = await integratedGradients(forecaster, panel)
    expect(features.map(({ name, role }) => [name, role])).toEqual([
      ['y', 'target'],
      ['rain', 'observed'],
      ['dayOfWeek', 'calendar'],
    ])
    const rain = features[1]
    expect([rain.firstRow, rain.values.shape]).toEqual([-14, [2, 4, 14]])
    // A missing value is read as the mean, which is the baseline.
    for (let row = 0; row < 14; row++) {
      const missing = (70 - 14 + row) % 7 === 3
      expect(rain.values.data[row] === 0).toBe(missing)
    }
    expect(difference.shape).toEqual([2, 4])
    const { drivers } = await explain(forecaster, panel, { series: 'b' })
    expect(drivers).toHaveLength(3)
  })

  it('reads counts without scaling', async () => {
    const counts = panelFromSeries([{ id: 'a', start: 0, values: Array.from({ length: 60 }, (_, t) => (t * 7) % 5) }], {
      frequency: '1',
    })
    using forecaster = gru({ horizon: 2, ...size, output: negativeBinomial() })
    await forecaster.fit(counts, fit)
    const { error, difference } = await integratedGradients(forecaster, counts)
    expect(error).toBeLessThanOrEqual(0.01)
    expect(difference.data.every(Number.isFinite)).toBe(true)
  })
})

describe('explain', () => {
  it('says what moves the forecast of a network', async () => {
    const panel = datasets.priced(2, 80, 4)
    using forecaster = dLinear({ horizon: 4, context: 12, kernel: 5, calendar: false })
    await forecaster.fit(panel, { epochs: 40, calibrate: false })
    const explanation = await explain(forecaster, panel, { series: 's1' })
    const { text, drivers, forecast, chart, driversChart } = explanation
    expect(String(explanation)).toBe(text)
    expect(text).toMatch(/^dLinear forecasts 4 steps of y of "s1", from 80 to 83: /)
    expect(text).toMatch(/For comparison, the last 4 steps had [\d.]+, so the forecast is [\d.]+ % (above|below)/)
    expect(text).toMatch(/With a probability of 80 %, a step lies between/)
    expect(text).toMatch(/it is moved by .*price [+−][\d.]+/)
    expect(forecast.ids).toEqual(['s1'])
    // The effects and the level sum to the mean of the forecast.
    const level = Number(/From (-?[\d.]+), the forecast/.exec(text)?.[1])
    const mean = forecast.mean.reduce((a, b) => a + b) / 4
    expect(drivers.reduce((sum, { effect }) => sum + effect, level)).toBeCloseTo(mean, 1)
    const sizes = drivers.map(({ effect }) => Math.abs(effect))
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    expect(drivers.find(({ role }) => role === 'target')?.lags.length).toBeGreaterThan(0)
    expect(chart).toMatch(/^<svg/)
    expect(driversChart).toMatch(/^<svg[\s\S]*price/)
  })

  it('holds covariates of other forecasters at their means', async () => {
    const panel = datasets.priced(2, 80, 4)
    using network = dLinear({ horizon: 4, context: 12, kernel: 5, calendar: false })
    const forecaster = conformal(network)
    await forecaster.fit(panel, { epochs: 20, calibrate: false })
    const { drivers, text } = await explain(forecaster, panel, { series: 's0' })
    expect(drivers.map(({ name }) => name).sort()).toEqual(['price', 'rain', 'size'])
    expect(text).toMatch(/Effects on an average step, each against a covariate at its mean: /)
  })

  it('explains a method that reads the history alone', async () => {
    const panel = panelFromSeries(
      [{ id: 'air', start: '2020-01', values: Array.from({ length: 36 }, (_, t) => 100 + t + 10 * Math.sin(t / 2)) }],
      { frequency: 'MS', target: 'passengers' },
    )
    const { text, drivers, driversChart } = await explain(theta({ horizon: 6 }), panel)
    expect(text).toMatch(/^theta forecasts 6 steps of passengers of "air", from 2023-01-01 to 2023-06-01/)
    expect(text).toMatch(/the same steps 12 steps earlier had/)
    expect(text).toMatch(/theta reads the history of the series alone\.$/)
    expect(drivers).toEqual([])
    expect(driversChart).toBeNull()
  })

  it('names what is missing', async () => {
    const panel = datasets.waves(2, 40)
    await expect(explain(theta({ horizon: 3 }), panel)).rejects.toThrow(/option series.*"s0"/)
    await expect(explain(theta({ horizon: 3 }), panel, { series: 'x' })).rejects.toThrow(/got "x"/)
    await expect(explain(3 as never, panel)).rejects.toThrow(/Expected a forecaster/)
  })
})

describe('console.log', () => {
  it('says what a forecaster is', async () => {
    const panel = datasets.priced(2, 60, 3)
    using forecaster = gru({ horizon: 3, ...size })
    expect(format(forecaster)).toBe('gru { horizon: 3; not fitted }')
    await forecaster.fit(panel, fit)
    expect(format(forecaster)).toBe('gru { horizon: 3; context: 12; frequency: 1; covariates: price, rain, size }')
    expect(format(theta({ horizon: 12 }))).toBe('theta { horizon: 12 }')
    expect(format(conformal(theta({ horizon: 12 })))).toMatch(/^conformal \{ horizon: 12/)
  })
})

describe('a network whose season follows the wall clock', () => {
  it('is inspected on the clock, and explained by its covariates', async () => {
    const values = Array.from(
      { length: 24 * 20 },
      (_, t) => 10 + 4 * Math.sin((2 * Math.PI * t) / 24) + ((t * 7) % 5) / 9,
    )
    const heat = Array.from({ length: 24 * 20 + 6 }, (_, t) => Math.cos(t / 5))
    const panel = panelFromSeries([{ id: 'a', start: '2024-03-15T00:00', values, known: { heat } }], {
      frequency: 'h',
      timeZone: 'Europe/Berlin',
    })
    using forecaster = gru({ horizon: 6, hiddenSize: 4, context: 48, season: 'clock' })
    await forecaster.fit(panel, fit)
    const { gates, connectivity } = await inspect(forecaster, panel)
    expect(gates.gru0.update.shape).toEqual([1, 48, 4])
    expect(connectivity).not.toBeNull()
    await expect(integratedGradients(forecaster, panel)).rejects.toThrow(/season: "clock"/)
    const { drivers, text } = await explain(forecaster, panel)
    expect(drivers.map(({ name }) => name)).toEqual(['heat'])
    expect(text).toMatch(/each against a covariate at its mean: heat/)
  })
})
