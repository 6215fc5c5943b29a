import { describe, expect, it } from 'vitest'
import { uniforms } from '../../bench/sequences/labelled.ts'
import { panelFromSeries, theta } from '../../src/index.ts'
import { type AnomalyOptions, anomalies } from '../../src/sequences/index.ts'

/** Counts that are 0 with a probability, else 1, 2 or 3. */
function counts(seed: number, rows: number, zeros: number): Float64Array {
  const u = uniforms(seed)
  return Float64Array.from({ length: rows }, () => (u() < zeros ? 0 : 1 + Math.floor(3 * u())))
}

async function flagsOf(options: AnomalyOptions, normal: Float64Array, other: Float64Array) {
  const detector = anomalies(options)
  await detector.fit(normal)
  return (await detector.detect(other)).of()
}

const shareOf = (flags: Uint8Array) => flags.reduce((sum, flag) => sum + flag, 0) / flags.length

describe('the rate of false alarms', () => {
  it.for([0.5, 0.9, 0.98, 0.99])('holds on average for counts that are 0 with a probability of %d', async (zeros) => {
    const shares: number[] = []
    for (let seed = 1; seed <= 16; seed++) {
      const { anomaly } = await flagsOf({ season: 1 }, counts(seed, 5000, zeros), counts(seed + 50, 5000, zeros))
      shares.push(shareOf(anomaly))
    }
    expect(shares.reduce((sum, share) => sum + share / shares.length, 0)).toBeLessThan(0.02)
  })

  it.for<[string, AnomalyOptions['by']]>([
    ['smoothing', 'smoothing'],
    ['a forecaster', theta({ horizon: 4, season: 1 })],
  ])('calls no zero far from what was expected after a rare count: %s', async ([, by = 'smoothing']) => {
    const rows = by === 'smoothing' ? 5000 : 800
    const other = counts(9, rows, 0.99)
    const { anomaly, lower, upper } = await flagsOf({ by, season: 1, checks: ['value'] }, counts(3, rows, 0.99), other)
    expect(other.some((value, row) => value === 0 && anomaly[row] === 1)).toBe(false)
    expect(other.every((value, row) => value > 0 || !(value < lower[row] || value > upper[row]))).toBe(true)
  })

  it('finds a count that is far larger than all before', async () => {
    const other = counts(9, 2000, 0.98)
    other[1500] = 40
    const { anomaly, check } = await flagsOf({ season: 1, falseAlarms: 0.001 }, counts(3, 5000, 0.98), other)
    expect([anomaly[1500], check[1500]]).toEqual([1, 'value'])
  })

  it('is not moved by error codes among rare counts of fit', async () => {
    const normal = counts(3, 3000, 0.97)
    for (let i = 0; i < 30; i++) normal[97 * i + 5] = -99_999
    const other = counts(9, 2000, 0.97)
    other[500] = -99_999
    other[800] = 30
    const { anomaly } = await flagsOf({ season: 1, trim: true, checks: ['value'] }, normal, other)
    expect([anomaly[500], anomaly[800]]).toEqual([1, 1])
    expect(shareOf(anomaly)).toBeLessThan(0.04)
    expect(other.some((value, row) => value === 0 && anomaly[row] === 1)).toBe(false)
  })

  it('does not take rare counts for outliers with trim', async () => {
    const shares: number[] = []
    for (let seed = 1; seed <= 8; seed++) {
      const { anomaly } = await flagsOf(
        { season: 1, trim: true },
        counts(seed, 5000, 0.9),
        counts(seed + 50, 5000, 0.9),
      )
      shares.push(shareOf(anomaly))
    }
    expect(shares.reduce((sum, share) => sum + share / shares.length, 0)).toBeLessThan(0.025)
  })

  it('is calibrated on every phase of the season, however many rows there are', async () => {
    // Errors of the odd rows have a heavy tail, those of the even rows have none; their mean sizes are equal.
    const values = (seed: number) => {
      const u = uniforms(seed)
      return Float64Array.from({ length: 100_000 }, (_, t) =>
        t % 2 ? Math.log(1 - u()) * Math.sign(u() - 0.5) : 4 * (u() - 0.5),
      )
    }
    const { anomaly } = await flagsOf({ season: 2, heldOut: 0.6, checks: ['value'] }, values(1), values(2))
    expect(shareOf(anomaly)).toBeLessThan(0.012)
    expect(shareOf(anomaly)).toBeGreaterThan(0.008)
  })

  it('says nothing about first rows before which a method cannot know the season', async () => {
    const u = uniforms(5)
    const values = Float64Array.from({ length: 480 }, (_, t) => 8 * Math.sin((t / 24) * 2 * Math.PI) + u())
    const panel = panelFromSeries([{ id: 'a', start: '2024-01-01', values }], { frequency: 'h' })
    const detector = anomalies({ by: theta({ horizon: 24 }) })
    await detector.fit(panel)
    const { anomaly, score } = (await detector.detect(panel)).of()
    expect(score.subarray(0, 96).every(Number.isNaN)).toBe(true)
    expect(score.subarray(96).some(Number.isNaN)).toBe(false)
    expect(shareOf(anomaly)).toBeLessThan(0.03)
  })
})
