import { describe, expect, it } from 'vitest'
import { nHits, seasonalNaive, tide } from '../../../src/forecast/kinds/index.ts'
import { panelFromSeries } from '../../../src/series/index.ts'
import { airPassengers, noise } from '../data.ts'

const kinds = { nHits, tide }

describe.each(Object.entries(kinds))('%s', (_, make) => {
  it('beats the last season on monthly passengers', async () => {
    const panel = panelFromSeries([{ id: 'air', start: '1949-01', values: airPassengers }], { frequency: 'MS' })
    const [own, reference] = await Promise.all(
      [make({ horizon: 12, hiddenSize: 32 }), seasonalNaive({ horizon: 12 })].map((model) =>
        model.backtest(panel, { windows: 2 }),
      ),
    )
    expect(own.overall.mase).toBeLessThan(reference.overall.mase)
  })

  it('learns what a known covariate of a step does', async () => {
    const rows = 400
    const promotion = Float64Array.from({ length: rows + 8 }, (_, t) => (noise(t) < 0.3 ? 1 : 0))
    const values = Float64Array.from({ length: rows }, (_, t) => 20 + 10 * promotion[t] + noise(t, 1))
    const panel = panelFromSeries([{ id: 'a', values, known: { promotion } }], { frequency: 'd' })
    const model = make({ horizon: 8, context: 16, hiddenSize: 16 })
    await model.fit(panel, { epochs: 150, calibrate: false })
    const { mean } = await model.predict(panel)
    const averageOf = (wanted: number) => {
      const own = mean.filter((_, step) => promotion[rows + step] === wanted)
      return own.reduce((sum, value) => sum + value, 0) / own.length
    }
    // The window scales the effect by its own spread, so it is not learned exactly.
    expect(averageOf(1) - averageOf(0)).toBeGreaterThan(6)
    expect(averageOf(1) - averageOf(0)).toBeLessThan(14)
  })
})

it('nHits takes any rates, also of one stack, one step and contexts that are shorter', async () => {
  const values = Float64Array.from({ length: 60 }, (_, t) => 10 + (t % 7))
  const panel = panelFromSeries([{ id: 'a', values }], { frequency: 'd' })
  for (const options of [
    { horizon: 1, context: 1 },
    { horizon: 9, context: 5, stacks: 1, pooling: 100, rate: 100 },
    { horizon: 9, context: 20, stacks: 4, blocks: 2, pooling: 7, rate: 5 },
  ]) {
    const model = nHits({ hiddenSize: 4, ...options })
    await model.fit(panel, { epochs: 1, calibrate: false })
    expect((await model.predict(panel)).mean.every(Number.isFinite)).toBe(true)
  }
})
