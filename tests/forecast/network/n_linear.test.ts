import { describe, expect, it } from 'vitest'
import { naive, nLinear } from '../../../src/forecast/kinds/index.ts'
import { negativeBinomial } from '../../../src/models/index.ts'
import { panelFromSeries } from '../../../src/series/index.ts'
import { airPassengers } from '../data.ts'

describe('nLinear', () => {
  it('forecasts relative to the last value: a series at another level gets the same forecast there', async () => {
    const values = Float64Array.from({ length: 120 }, (_, t) => 20 + 5 * Math.sin((2 * Math.PI * t) / 12))
    const at = (level: number) =>
      panelFromSeries([{ id: 'a', values: values.map((value) => value + level) }], { frequency: 'MS' })
    const model = nLinear({ horizon: 6, context: 24 })
    await model.fit(at(0), { epochs: 10, calibrate: false })
    const [low, high] = [await model.predict(at(0)), await model.predict(at(1000))]
    low.mean.forEach((value, step) => {
      expect(high.mean[step] - value).toBeCloseTo(1000, 2)
    })
  })

  it('beats the last value on monthly passengers', async () => {
    const panel = panelFromSeries([{ id: 'air', start: '1949-01', values: airPassengers }], { frequency: 'MS' })
    const [own, reference] = await Promise.all(
      [nLinear({ horizon: 12 }), naive({ horizon: 12 })].map((model) => model.backtest(panel, { windows: 2 })),
    )
    expect(own.overall.mase).toBeLessThan(reference.overall.mase)
  })

  it('scales windows by their mean for counts, which cannot be shifted', () => {
    expect(nLinear({ horizon: 6 }).options).toMatchObject({ scaling: 'last' })
    expect(nLinear({ horizon: 6, output: negativeBinomial() }).options).toMatchObject({ scaling: 'mean' })
  })
})
