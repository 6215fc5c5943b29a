import { describe, expect, it } from 'vitest'
import { gru, tft, tsMixer } from '../../src/forecast/index.ts'
import { explain } from '../../src/inspect/explain/explain.ts'
import { inspect, variableWeights } from '../../src/inspect/index.ts'
import { panelFromSeries } from '../../src/series/index.ts'
import { noise } from '../forecast/data.ts'

const horizon = 3
/** The target follows `price` of its own step; `weather` and `colour` say nothing. */
const panel = panelFromSeries(
  ['a', 'b'].map((id, s) => {
    const price = Array.from({ length: 203 }, (_, t) => 10 * noise(t, s))
    return {
      id,
      start: '2024-01-01',
      values: Array.from({ length: 200 }, (_, t) => 5 * price[t] + noise(t, 90 + s)),
      known: { price, colour: price.map((_, t) => (noise(t, 40 + s) > 0.5 ? 'red' : 'blue')) },
      observed: { weather: Array.from({ length: 200 }, (_, t) => (t % 50 === 7 ? Number.NaN : noise(t, 20 + s))) },
      static: { size: s, region: id },
    }
  }),
  { frequency: 'd' },
)

describe('variableWeights', () => {
  const model = tft({ horizon, context: 14, hiddenSize: 8, heads: 2, calendar: ['dayOfWeek'] })

  it('prefer the covariate that the target follows', async () => {
    await model.fit(panel, { epochs: 25, batchSize: 32, calibrate: false })
    const { past, future, static: fixed, variables, series } = await variableWeights(model, panel)
    expect(variables).toEqual({
      past: ['target', 'price', 'dayOfWeek', 'colour', 'weather'],
      future: ['earlier seasons', 'price', 'dayOfWeek', 'colour'],
      static: ['size', 'region'],
    })
    expect(series).toEqual(['a', 'b'])
    expect(past?.shape).toEqual([2, 14, 5])
    expect(fixed?.shape).toEqual([2, 2])
    expect(future?.shape).toEqual([2, horizon, 4])
    const data = future?.data as Float32Array
    const mean = variables.future.map(
      (_, i) => data.filter((__, place) => place % 4 === i).reduce((sum, x) => sum + x, 0) / (2 * horizon),
    )
    expect(mean.reduce((sum, x) => sum + x)).toBeCloseTo(1, 5)
    expect(Math.max(...mean)).toBe(mean[1])
    expect(mean[1]).toBeGreaterThan(0.4)
    // A price of the horizon moves the forecast of its step.
    const forecast = await model.predict(panel)
    const wanted = [200, 201, 202].map((t) => 50 * noise(t, 0))
    forecast.of('a').mean.forEach((value, step) => {
      expect(Math.abs(value - wanted[step])).toBeLessThan(8)
    })
  })

  it('refuses other forecasters, and networks that mix series', async () => {
    const other = gru({ horizon, context: 7, hiddenSize: 4 })
    await other.fit(panel, { epochs: 1, calibrate: false })
    await expect(variableWeights(other, panel)).rejects.toMatchObject({ code: 'ERR_TYPE', message: /got gru/ })
    await expect(variableWeights(tft({ horizon }), panel)).rejects.toMatchObject({ code: 'ERR_DATA' })
    const mixer = tsMixer({ horizon, context: 7, hiddenSize: 4 })
    await mixer.fit(panel, { epochs: 1, calibrate: false })
    await expect(inspect(mixer, panel)).rejects.toThrow('got tsMixer, which mixes 2 series')
    await expect(explain(mixer, panel, { series: 'a' })).rejects.toThrow('use a kind that reads each series by itself')
  })
})
