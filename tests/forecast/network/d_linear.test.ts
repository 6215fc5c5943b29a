import { describe, expect, it } from 'vitest'
import { dLinear, seasonalNaive } from '../../../src/forecast/kinds/index.ts'
import { panelFromSeries } from '../../../src/series/index.ts'
import { airPassengers } from '../data.ts'

describe('dLinear', () => {
  it('learns a line with a season exactly, which one linear map of trend and remainder can hold', async () => {
    const values = Float64Array.from({ length: 240 }, (_, t) => 50 + 0.5 * t + 10 * Math.sin((2 * Math.PI * t) / 12))
    const past = panelFromSeries([{ id: 'a', values: values.subarray(0, 228) }], { frequency: 'MS' })
    const model = dLinear({ horizon: 12, kernel: 13, context: 36, season: 12 })
    await model.fit(past, { epochs: 60, calibrate: false })
    const { mean } = await model.predict(past)
    const worst = mean.reduce((most, value, step) => Math.max(most, Math.abs(value - values[228 + step])), 0)
    expect(worst).toBeLessThan(1)
  })

  it('beats the last season on monthly passengers', async () => {
    const panel = panelFromSeries([{ id: 'air', start: '1949-01', values: airPassengers }], { frequency: 'MS' })
    const [own, reference] = await Promise.all(
      [dLinear({ horizon: 12 }), seasonalNaive({ horizon: 12 })].map((model) => model.backtest(panel, { windows: 2 })),
    )
    expect(own.overall.mase).toBeLessThan(reference.overall.mase)
  })

  it('refuses an even kernel, whose average would lie between two steps', () => {
    expect(() => dLinear({ horizon: 12, kernel: 24 })).toThrow('Expected kernel to be odd, got 24. Use 25')
  })
})
