import { describe, expect, it } from 'vitest'
import { CalibrationScores } from '../../../src/forecast/intervals/calibration_scores.ts'

describe('calibration scores', () => {
  it('give the ceil((n + 1) p)-th smallest score, or refuse if there are fewer', () => {
    const scores = CalibrationScores.of([[4, 1, 3, 2]])
    expect(scores.at(0, 0.8)).toBe(4)
    expect(scores.at(0, 0.6)).toBe(3)
    expect(scores.at(0, 1 - 2 * 0.1)).toBe(4)
    expect(() => scores.at(0, 0.9)).toThrow(
      'Expected 9 calibration errors or more for an interval of 90 %, got 4 at step 1',
    )
  })

  it('keep their quantiles to within 5 ranks when 50 000 scores are thinned out', () => {
    const all = Array.from({ length: 50_000 }, (_, i) => i)
    const scores = CalibrationScores.of([all])
    for (const share of [0.5, 0.8, 0.99]) {
      expect(scores.at(0, share)).toBeGreaterThanOrEqual(Math.ceil(50_001 * share) - 1)
      expect(scores.at(0, share)).toBeLessThanOrEqual(Math.ceil(50_001 * share) + 5)
    }
  })
})
