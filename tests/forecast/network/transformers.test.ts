import { describe, expect, it } from 'vitest'
import { invertedTransformer, patchTransformer, seasonalNaive, tft } from '../../../src/forecast/kinds/index.ts'
import { point } from '../../../src/models/index.ts'
import { panelFromSeries } from '../../../src/series/index.ts'
import { normal } from '../data.ts'

/** A day and a slow wave, with noise: the last day is a poor forecast. */
const hourly = panelFromSeries(
  [0, 1].map((s) => ({
    id: `s${s}`,
    start: '2024-01-01',
    values: Array.from(
      { length: 500 },
      (_, t) => 50 + 10 * Math.sin((2 * Math.PI * (t + 5 * s)) / 24) + 15 * Math.sin(t / 40 + s) + normal(t, s),
    ),
  })),
  { frequency: 'h' },
)

describe('patchTransformer', () => {
  it('continues waves of two lengths better than the last day', async () => {
    const options = { windows: 4, refit: 'never' as const, quantiles: [] }
    const model = patchTransformer({ horizon: 24, context: 96, layers: 1, output: point('mse') })
    await model.fit(
      hourly.cut(() => 380),
      { epochs: 20, calibrate: false },
    )
    const [own, day] = [
      await model.backtest(hourly, options),
      await seasonalNaive({ horizon: 24 }).backtest(hourly, options),
    ]
    expect(own.overall.mae).toBeLessThan(0.6 * (day.overall.mae as number))
  })

  it('cuts patches that fit any context, and refuses those that do not', async () => {
    for (const context of [1, 2, 3, 5, 17]) {
      const model = patchTransformer({ horizon: 2, context, hiddenSize: 4, layers: 1 })
      await model.fit(
        hourly.cut(() => 60),
        { epochs: 1, calibrate: false },
      )
      expect((await model.predict(hourly.cut(() => 60))).mean.every(Number.isFinite)).toBe(true)
    }
    const long = patchTransformer({ horizon: 2, context: 12, patch: 24 })
    await expect(long.fit(hourly)).rejects.toMatchObject({
      code: 'ERR_RANGE',
      message: 'Expected patch of at most 12 steps, the context, got 24. Use a shorter patch, or a longer context',
    })
  })
})

describe('heads of the attention', () => {
  it('divide the width of a token', () => {
    for (const make of [patchTransformer, invertedTransformer, tft])
      expect(() => make({ horizon: 2, hiddenSize: 10, heads: 4 })).toThrow(
        'Expected hiddenSize to be a multiple of heads (4), got 10. Use hiddenSize: 12',
      )
  })
})
