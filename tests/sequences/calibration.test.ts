import { describe, expect, it } from 'vitest'
import { Calibration } from '../../src/sequences/anomalies/judge/calibration.ts'
import { noise } from '../forecast/data.ts'

const scores = Array.from({ length: 199 }, (_, i) => -Math.log(1 - noise(i, 3)))
const calibration = Calibration.of(scores, 0.01, 1)

describe('Calibration', () => {
  it('counts the scores that are as large, as split conformal prediction does', () => {
    for (const score of [0, 0.1, 0.7, 1.5, 2.5, ...scores.slice(0, 20)]) {
      if (score > Math.max(...scores)) continue
      const above = scores.filter((one) => one >= score).length
      expect(10 ** calibration.logP(score)).toBeCloseTo((1 + above) / 200, 12)
    }
  })

  it('is never above the rate too often: exchangeable scores have p <= a with a probability of at most a', () => {
    let [below, all] = [0, 0]
    for (let trial = 0; trial < 400; trial++) {
      const own = Array.from({ length: 60 }, (_, i) => noise(i + 100 * trial, 7))
      const p = 10 ** Calibration.of(own.slice(0, 39), 1e-9, 1).logP(own[39])
      all++
      if (p <= 0.1 + 1e-12) below++
    }
    // 400 draws of probability 0.1: three standard deviations are 18.
    expect(below / all).toBeLessThan(0.1 + 18 / 400)
    expect(below / all).toBeGreaterThan(0.1 - 18 / 400)
  })

  it('falls steadily beyond the largest score, near an exponential tail', () => {
    const largest = Math.max(...scores)
    const beyond = [0.5, 1, 2, 4, 400].map((excess) => calibration.logP(largest + excess))
    for (let i = 1; i < beyond.length; i++) expect(beyond[i]).toBeLessThan(beyond[i - 1])
    expect(beyond.every(Number.isFinite)).toBe(true)
    // The scores are exponential with mean 1. Their largest tenth tells the mean within about a quarter (1 / sqrt(20)).
    const slope = (calibration.logP(largest) - calibration.logP(largest + 1)) * Math.LN10
    expect(slope).toBeGreaterThan(0.5)
    expect(slope).toBeLessThan(2)
  })

  it('finds the score at which a p-value begins', () => {
    for (const logP of [-0.5, -1, -2, -2.3, -3, -5]) {
      const score = calibration.scoreAt(logP)
      expect(calibration.logP(score + 1e-9)).toBeLessThanOrEqual(logP + 1e-6)
      expect(calibration.logP(score - 1e-3 * (1 + score))).toBeGreaterThan(logP)
    }
  })

  it('trusts scores of windows less, because neighbours are alike', () => {
    const windows = Calibration.of(scores, 0.01, 20)
    const largest = Math.max(...scores)
    expect(10 ** windows.logP(largest)).toBeCloseTo((1 + 1 / 20) / (1 + 199 / 20), 12)
    for (const score of [1, 2, largest, largest + 1, largest + 5])
      expect(windows.logP(score)).toBeGreaterThan(calibration.logP(score))
  })

  it('is the same after it was stored', () => {
    const again = new Calibration(JSON.parse(JSON.stringify(calibration.toJson())))
    for (const score of [0.5, 3, 9]) expect(again.logP(score)).toBe(calibration.logP(score))
  })
})
