// Networks that read a context in parts: segRnn, patchLstm, xLstmMixer, dilatedRnn, esRnn.

import { describe, expect, it } from 'vitest'
import {
  dilatedRnn,
  esRnn,
  type NetworkForecaster,
  patchLstm,
  point,
  seasonalNaive,
  segRnn,
  xLstmMixer,
} from '../../../src/forecast/index.ts'
import { segRnnKind } from '../../../src/forecast/kinds/seg_rnn.ts'
import { designFor, longContext } from '../../../src/forecast/network/design/design.ts'
import { settingsFor } from '../../../src/forecast/network/design/settings.ts'
import { usualSegment } from '../../../src/models/blocks/segments.ts'
import { sgd } from '../../../src/nn/index.ts'
import { panelFromSeries, parseFrequency } from '../../../src/series/index.ts'
import { airPassengers } from '../data.ts'

const kinds: Record<
  string,
  (options: {
    horizon: number
    context: number
    season?: number
    hiddenSize?: number
    dropout?: number
  }) => NetworkForecaster
> = {
  segRnn,
  patchLstm,
  xLstmMixer,
  dilatedRnn,
  esRnn,
}

describe('a segment', () => {
  it.each([
    [720, 24, 48],
    [720, 96, 48],
    [210, 7, 14],
    [64, 12, 4],
    [36, 4, 2],
    [30, 1, 2],
    [8, 1, 1],
    [1, 1, 1],
  ])('of a context of %i steps with a season of %i has %i steps', (context, season, expected) => {
    expect(usualSegment(context, season)).toBe(expected)
  })
})

describe('the context of segRnn', () => {
  const contextOf = (frequency: string, rows: number, horizon: number) => {
    const panel = { frequency: parseFrequency(frequency), lengths: Float64Array.of(rows) }
    const settings = settingsFor({ ...segRnnKind, isRecursive: () => false }, { horizon })
    return designFor(panel, settings, false, longContext).context
  }

  it('is a month of hours, and less where the history is short', () => {
    expect(contextOf('h', 10_000, 96)).toBe(720)
    expect(contextOf('15min', 40_000, 96)).toBe(720)
    expect(contextOf('d', 700, 56)).toBe(210)
    expect(contextOf('MS', 130, 18)).toBe(74)
    expect(contextOf('h', 10_000, 1000)).toBe(1000)
  })
})

describe.each(Object.entries(kinds))('%s', (_, make) => {
  it('learns a season that its context holds', async () => {
    const values = Float64Array.from({ length: 400 }, (_, t) => 50 + 10 * Math.sin((2 * Math.PI * t) / 8) + (t % 8))
    const past = panelFromSeries([{ id: 'a', values: values.subarray(0, 388) }], { frequency: '1' })
    const model = make({ horizon: 12, context: 32, season: 8, hiddenSize: 32, dropout: 0 })
    await model.fit(past, { epochs: 40, calibrate: false })
    const { mean } = await model.predict(past)
    const worst = mean.reduce((most, value, step) => Math.max(most, Math.abs(value - values[388 + step])), 0)
    expect(worst).toBeLessThan(3)
  })

  it('does not read values after the origin', async () => {
    const at = (last: number) => {
      const values = Float64Array.from({ length: 80 }, (_, t) => (t >= 70 ? last : 10 + (t % 7)))
      return panelFromSeries([{ id: 'a', start: '2024-01-01', values }], { frequency: 'd' })
    }
    const model = make({ horizon: 10, context: 21 })
    await model.fit(
      at(0).cut(() => 70),
      { epochs: 1, calibrate: false },
    )
    const scores = async (last: number) => {
      const { windows } = await model.backtest(at(last), { windows: 1, refit: 'never' })
      return [...windows[0].forecast.mean]
    }
    expect(await scores(1e6)).toEqual(await scores(-3))
  })

  it('reads a context that is no whole number of segments, with a horizon that is not either', async () => {
    const panel = panelFromSeries([{ id: 'air', start: '1949-01', values: airPassengers }], { frequency: 'MS' })
    const model = make({ horizon: 7, context: 23, hiddenSize: 8 })
    await model.fit(panel, { epochs: 2, calibrate: false })
    expect((await model.predict(panel)).mean.every(Number.isFinite)).toBe(true)
  })
})

describe('segRnn', () => {
  it('beats the last season on monthly passengers', async () => {
    const panel = panelFromSeries([{ id: 'air', start: '1949-01', values: airPassengers }], { frequency: 'MS' })
    const [own, reference] = await Promise.all(
      [segRnn({ horizon: 12 }), seasonalNaive({ horizon: 12 })].map((model) => model.backtest(panel, { windows: 2 })),
    )
    expect(own.overall.mase).toBeLessThan(reference.overall.mase)
  })
})

describe('patchLstm', () => {
  it('refuses a stride that leaves steps out', () => {
    expect(() => patchLstm({ horizon: 12, patch: 4, stride: 6 })).toThrow(
      'Expected stride to be at most the 4 steps of a patch, so that every step is read, got 6',
    )
    expect(patchLstm({ horizon: 12, stride: 6 }).kind).toBe('patchLstm')
  })
})

describe('dilatedRnn', () => {
  it('refuses a list without dilations', () => {
    expect(() => dilatedRnn({ horizon: 12, dilations: [] })).toThrow('dilations to have one number or more, got none')
  })
})

describe('esRnn', () => {
  it('continues level and season before it has learned anything', async () => {
    const season = [0, 8, 3, -5, 2, -8, 0]
    const values = Float64Array.from({ length: 140 }, (_, t) => 1e6 + 20 * season[t % 7] + (t > 70 ? 50 : 0))
    const panel = panelFromSeries([{ id: 'a', start: '2024-01-01', values }], { frequency: 'd' })
    const model = esRnn({ horizon: 10, context: 56, output: point(), calendar: false, lags: [] })
    // A step so small that the weights stay as they were drawn. The last layer then adds some noise.
    await model.fit(panel, { epochs: 1, calibrate: false, optimizer: sgd({ learningRate: 1e-12 }) })
    const { mean } = await model.predict(panel)
    mean.forEach((value, step) => {
      expect(Math.abs(value - (1e6 + 50 + 20 * season[(140 + step) % 7]))).toBeLessThan(100)
    })
  })

  it('smooths each series with coefficients of its own if it may know the series', async () => {
    const series = [1, 2].map((s) => ({
      id: `s${s}`,
      start: '2024-01-01',
      values: Float64Array.from({ length: 80 }, (_, t) => 10 * s + ((t * s) % 7)),
    }))
    const panel = panelFromSeries(series, { frequency: 'd' })
    const model = esRnn({ horizon: 7, context: 28, embedIds: true })
    await model.fit(panel, { epochs: 2, calibrate: false })
    expect((await model.predict(panel)).mean.every(Number.isFinite)).toBe(true)
    const other = panelFromSeries([{ ...series[0], id: 'new' }], { frequency: 'd' })
    await expect(model.predict(other)).rejects.toMatchObject({ code: 'ERR_DATA' })
  })
})
