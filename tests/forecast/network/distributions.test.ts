import { describe, expect, it } from 'vitest'
import { sampleQuantile } from '../../../src/forecast/network/predict/read_paths.ts'
import {
  countQuantile,
  normalQuantile,
  studentQuantile,
} from '../../../src/models/outputs/shared/quantile_functions.ts'

describe('quantiles', () => {
  // Closed forms for 2 and 4 degrees of freedom (Shaw 2006).
  it.for([0.001, 0.05, 0.1, 0.3, 0.45, 0.6, 0.9, 0.999])(
    'of Student’s t equal the closed forms at level %f',
    (level) => {
      const alpha = 4 * level * (1 - level)
      const two = (2 * (level - 0.5)) / Math.sqrt(alpha / 2)
      const q = Math.cos(Math.acos(Math.sqrt(alpha)) / 3) / Math.sqrt(alpha)
      const four = Math.sign(level - 0.5) * 2 * Math.sqrt(q - 1)
      expect(studentQuantile(level, 4) / four).toBeCloseTo(1, 4)
      expect(studentQuantile(level, 2.0001) / two).toBeCloseTo(1, 2)
      expect(studentQuantile(level, 1e6)).toBeCloseTo(normalQuantile(level), 4)
    },
  )

  it('of counts are the smallest numbers that reach the level', () => {
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
