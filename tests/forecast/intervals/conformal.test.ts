import { describe, expect, it } from 'vitest'
import { conformal } from '../../../src/forecast/intervals/conformal.ts'
import { naive, seasonalNaive, theta } from '../../../src/forecast/kinds/index.ts'
import { noise, normal, panelOf } from '../data.ts'

/** Random walks whose steps have heavy tails and sizes of their own. */
const walks = (count: number, length: number, seed = 0) => {
  const series: Record<string, Float64Array> = {}
  for (let i = 0; i < count; i++) {
    const values = new Float64Array(length)
    const size = 10 ** (3 * noise(i, 99))
    for (let t = 1; t < length; t++) values[t] = values[t - 1] + size * normal(t, i + 1000 * seed) ** 3
    series[`walk ${i}`] = values
  }
  return panelOf(series, 'h')
}

describe('conformal intervals', () => {
  it.for(['series', 'spread'] as const)('cover the share that they claim, with scale %s', async (scale) => {
    const panel = walks(200, 80)
    const options = { windows: 1, season: 1, quantiles: [0.05, 0.1, 0.5, 0.9, 0.95] }
    const plain = await naive({ horizon: 4 }).backtest(panel, options)
    const made = conformal(naive({ horizon: 4 }), { windows: 5, scale, season: 1 })
    const { overall, perHorizon } = await made.backtest(panel, options)
    // The spread that naive measures by itself is about right, too.
    expect(Math.abs(plain.overall.coverage80 - 0.8)).toBeLessThan(0.08)
    expect(overall.coverage80).toBeGreaterThan(0.77)
    expect(overall.coverage80).toBeLessThan(0.83)
    expect(overall.coverage90).toBeGreaterThan(0.87)
    expect(overall.coverage90).toBeLessThan(0.93)
    for (const { coverage80 } of perHorizon) expect(Math.abs(coverage80 - 0.8)).toBeLessThan(0.08)
  })

  it('cover all steps of a series at once with joint: true', async () => {
    const panel = walks(200, 80, 1)
    const made = conformal(naive({ horizon: 4 }), { windows: 5, joint: true, season: 1 })
    const { windows } = await made.backtest(panel, { windows: 1, quantiles: [0.1, 0.9] })
    const [{ forecast, actual }] = windows
    const { lower, upper } = forecast.interval(0.8)
    const held = forecast.ids.filter((_, series) =>
      [0, 1, 2, 3].every((step) => {
        const i = series * 4 + step
        return actual[i] >= lower[i] && actual[i] <= upper[i]
      }),
    )
    expect(held.length / 200).toBeGreaterThan(0.78)
  })

  it('are centred on the forecast', async () => {
    const panel = walks(20, 60)
    const made = conformal(naive({ horizon: 2 }), { windows: 3, season: 1 })
    await made.fit(panel)
    const { mean, quantiles } = await made.predict(panel, { quantiles: [0.1, 0.5, 0.9] })
    expect(quantiles[1]).toEqual(mean)
    quantiles[2].forEach((upper, i) => {
      expect(upper - mean[i]).toBeCloseTo(mean[i] - quantiles[0][i], 6)
    })
  })

  it('have no width for a constant series, and skip missing values', async () => {
    const flat = new Float64Array(60).fill(3)
    const holed = Float64Array.from({ length: 60 }, (_, t) => (t % 5 === 0 ? Number.NaN : normal(t)))
    const made = conformal(seasonalNaive({ horizon: 2, season: 4 }), { windows: 8, season: 4 })
    const panel = panelOf({ flat, holed })
    await made.fit(panel)
    const forecast = await made.predict(panel)
    expect(forecast.of('flat').quantiles[0.9]).toEqual(Float64Array.of(3, 3))
    expect(forecast.of('holed').quantiles[0.9][0]).toBeGreaterThan(forecast.of('holed').mean[0])
  })
})

it('conformal refuses predict before fit, too few windows, and an unknown scale', async () => {
  const panel = panelOf({ a: Float64Array.from({ length: 40 }, (_, t) => normal(t)) })
  const made = conformal(theta({ horizon: 4 }), { windows: 3 })
  await expect(made.predict(panel)).rejects.toThrow('Expected a calibrated forecaster')
  await made.fit(panel)
  await expect(made.predict(panel)).rejects.toMatchObject({
    code: 'ERR_DATA',
    message: expect.stringContaining('for an interval of 80 %, got 3 at step 1'),
  })
  expect(() => conformal(theta({ horizon: 4 }), { scale: 'width' as 'none' })).toThrow('Expected scale to be "series"')
})
