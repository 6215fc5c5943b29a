import { describe, expect, it } from 'vitest'
import { nabScore } from '../../src/sequences/index.ts'

const f = (y: number) => 2 / (1 + Math.exp(5 * y)) - 1

// The published rules: Lavin and Ahmad 2015, section III and figure 2.
describe('nabScore', () => {
  const windows: [number, number][] = [
    [100, 119],
    [300, 319],
  ]

  it('is 100 for detections at the first rows of all windows, and 0 for none', () => {
    for (const profile of ['standard', 'rewardLowFP', 'rewardLowFN'] as const) {
      expect(nabScore([100, 300], windows, { profile }).score).toBe(100)
      expect(nabScore([], windows, { profile }).score).toBe(0)
    }
  })

  it('gives a window its first detection alone, and the less the later it is', () => {
    const at = (...rows: number[]) => nabScore(rows, [[100, 119]]).sum
    expect(at(100)).toBeCloseTo(1, 12)
    expect(at(110)).toBeCloseTo(f(-0.5) / f(-1), 12)
    expect(at(119)).toBeCloseTo(f(-1 / 20) / f(-1), 12) // about 0.126: hardly more than nothing, and better than a miss
    expect(at(119)).toBeGreaterThan(0)
    expect(at(110, 111, 119)).toBe(at(110))
  })

  it('charges false alarms by their distance after a window, and in full before the first', () => {
    const cost = (row: number) => nabScore([100, row], [[100, 119]]).sum - 1
    expect(cost(50)).toBeCloseTo(-0.11, 12)
    expect(cost(120)).toBeCloseTo(0.11 * f(1 / 19), 12) // just after the window: about -0.014
    expect(cost(138)).toBeCloseTo(0.11 * f(1), 12) // one window later: about -0.109
    expect(cost(5000)).toBeCloseTo(-0.11, 12)
  })

  it('weighs false alarms and misses by the profile', () => {
    const score = (profile: 'standard' | 'rewardLowFP' | 'rewardLowFN') => nabScore([20, 100], windows, { profile })
    expect(score('standard').sum).toBeCloseTo(1 - 0.11 - 1, 12)
    expect(score('rewardLowFP').sum).toBeCloseTo(1 - 0.22 - 1, 12)
    expect(score('rewardLowFN').sum).toBeCloseTo(1 - 0.11 - 2, 12)
    expect(score('standard').score).toBeCloseTo((100 * (2 - 0.11)) / 4, 12)
    expect(score('rewardLowFN').score).toBeCloseTo((100 * (3 - 0.11)) / 6, 12)
    expect(score('standard')).toMatchObject({ windows: 2, detected: 1, falseAlarms: 1 })
  })

  it('leaves out detections during probation, and counts a row once', () => {
    expect(nabScore([5, 100, 100, 300], windows, { probation: 10 }).score).toBe(100)
    expect(nabScore([5, 5], windows).falseAlarms).toBe(1)
  })

  it('is below 0 for a detector that only raises false alarms', () => {
    expect(nabScore([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], windows).score).toBeLessThan(0)
  })

  it('refuses rows and windows that are none', () => {
    expect(() => nabScore([1.5], windows)).toThrow(/detection 0/)
    expect(() => nabScore([0, 0, 1, 1, 0], windows)).toThrow(/got 5 times 0 or 1.*flags\.flatMap/)
    expect(() => nabScore([], [])).toThrow(/one window or more/)
    expect(() => nabScore([], [[5, 3]])).toThrow(/last row of window 0/)
    expect(() =>
      nabScore(
        [],
        [
          [1, 5],
          [4, 9],
        ],
      ),
    ).toThrow(/overlap.*\[1,5\] and \[4,9\]/)
    expect(() => nabScore([], [3] as never)).toThrow(/window 0/)
    expect(() => nabScore([], windows, { profile: 'low' } as never)).toThrow(/rewardLowFN/)
  })
})
