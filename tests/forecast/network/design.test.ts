import { describe, expect, it } from 'vitest'
import { designFor } from '../../../src/forecast/network/design/design.ts'
import { settingsOf } from '../../../src/forecast/network/design/options.ts'
import { countQuantile, sampleQuantile, studentQuantile } from '../../../src/forecast/network/predict/distributions.ts'
import { normalQuantile } from '../../../src/forecast/quantiles.ts'
import { panelFromSeries } from '../../../src/series/index.ts'

describe('quantiles', () => {
  // Closed forms for 2 and 4 degrees of freedom (Shaw 2006).
  it.for([0.001, 0.05, 0.1, 0.3, 0.45, 0.6, 0.9, 0.999])('of Student’s t are right at %f', (level) => {
    const alpha = 4 * level * (1 - level)
    const two = (2 * (level - 0.5)) / Math.sqrt(alpha / 2)
    const q = Math.cos(Math.acos(Math.sqrt(alpha)) / 3) / Math.sqrt(alpha)
    const four = Math.sign(level - 0.5) * 2 * Math.sqrt(q - 1)
    expect(studentQuantile(level, 4) / four).toBeCloseTo(1, 4)
    expect(studentQuantile(level, 2.0001) / two).toBeCloseTo(1, 2)
    expect(studentQuantile(level, 1e6)).toBeCloseTo(normalQuantile(level), 4)
  })

  it('of counts are the least numbers that are enough', () => {
    // Dispersion 1 is the geometric distribution: P(X <= k) = 1 - (m / (1 + m))^(k + 1).
    for (const mean of [0.2, 1, 7, 40])
      for (const level of [0.05, 0.5, 0.8, 0.99]) {
        const exact = Math.max(0, Math.ceil(Math.log(1 - level) / Math.log(mean / (1 + mean)) - 1 - 1e-9))
        expect(countQuantile(level, mean, 1)).toBe(exact)
      }
    const [low, high] = [countQuantile(0.1, 1e6, 0.01), countQuantile(0.9, 1e6, 0.01)]
    expect(low).toBeCloseTo(1e6 * (1 - 0.128), -4)
    expect(high).toBeCloseTo(1e6 * (1 + 0.1285), -4)
  })

  it('of samples are interpolated', () => {
    const sample = Float64Array.of(1, 2, 4)
    expect([0, 0.25, 0.5, 0.75, 1].map((level) => sampleQuantile(sample, level))).toEqual([1, 1.5, 2, 3, 4])
  })
})

describe('what a network looks back at', () => {
  const design = (frequency: string, rows: number, horizon: number, options = {}) =>
    designFor(
      panelFromSeries([{ id: 'a', values: new Float64Array(rows) }], { frequency }),
      settingsOf('gru', { horizon, ...options }),
    )

  it('is a week of hours, two horizons, or what the series have', () => {
    expect(design('h', 1000, 48)).toMatchObject({ context: 168, season: 24, lags: [], calendar: ['hour', 'dayOfWeek'] })
    expect(design('1d', 735, 56)).toMatchObject({ context: 112, season: 7, lags: [364], calendar: ['dayOfWeek'] })
    expect(design('15min', 5000, 96)).toMatchObject({ context: 192, season: 96, lags: [672] })
    expect(design('MS', 72, 12)).toMatchObject({ context: 40, season: 12, calendar: ['month'] })
    expect(design('YS', 40, 6)).toMatchObject({ season: 1, lags: [], calendar: [] })
  })

  it('has the season as a lag where the context cannot hold it', () => {
    expect(design('min', 21_000, 60)).toMatchObject({ season: 1, lags: [1440, 10_080] })
  })

  it('is steps back for the recursive form', () => {
    expect(design('h', 1000, 48, { recursive: true }).lags).toEqual([24, 48, 168])
    expect(design('YS', 40, 6, { recursive: true }).lags).toEqual([2, 3])
  })
})
