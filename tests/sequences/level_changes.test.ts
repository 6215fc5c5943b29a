import { describe, expect, it } from 'vitest'
import { levelChanges } from '../../src/sequences/change_points/level_changes.ts'
import { normal } from '../forecast/data.ts'

const series = (rows: number, seed: number, of: (t: number, noise: number, before: number) => number) => {
  const values = new Float64Array(rows)
  for (let t = 0; t < rows; t++) values[t] = of(t, normal(t, seed), t > 0 ? values[t - 1] : 0)
  return values
}

describe('levelChanges', () => {
  // 20 series each. The penalty is that of MBIC, under which noise has a change in about one series of a hundred.
  it.for<[string, number, (t: number, noise: number, before: number) => number]>([
    ['independent values', 1, (_, noise) => noise],
    ['values that follow each other', 1, (_, noise, before) => 0.7 * before + noise],
    ['a random walk', 1, (_, noise, before) => before + noise],
    ['a season', 7, (t, noise) => 9 * (t % 7) + noise],
  ])('finds almost none in %s', async ([, season, of]) => {
    let found = 0
    for (let seed = 0; seed < 20; seed++)
      if ((await levelChanges(series(420, seed, of), season, undefined)).length > 0) found++
    expect(found).toBeLessThanOrEqual(3)
  })

  it('finds a lasting change of a seasonal series at the season in which it begins', async () => {
    for (let seed = 0; seed < 5; seed++) {
      const values = series(420, seed, (t, noise) => 9 * (t % 7) + 2 * noise + (t >= 210 ? 6 : 0))
      const [change, ...others] = await levelChanges(values, 7, undefined)
      expect(others).toEqual([])
      expect(Math.abs(change.row - 210)).toBeLessThanOrEqual(7)
      expect(change.after - change.before).toBeCloseTo(6, -0.5)
    }
  })

  it('finds none where a single value or missing rows move the mean of a season', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const values = series(600, seed, (t, noise) => 10 + 5 * Math.sin((t / 24) * 2 * Math.PI) + noise)
      values[400] += 50
      const holes = values.map((value, t) => (t % 7 === 0 || (t > 100 && t < 140) ? Number.NaN : value))
      expect(await levelChanges(values, 24, undefined)).toEqual([])
      expect(await levelChanges(holes, 24, undefined)).toEqual([])
    }
  })

  it('finds one change where the level changes in the middle of a season', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const values = series(600, seed, (t, noise) => 5 * Math.sin((t / 24) * 2 * Math.PI) + noise + (t > 300 ? 8 : 0))
      const changes = await levelChanges(values, 24, undefined)
      expect(changes.map(({ row }) => Math.abs(row - 300) <= 24)).toEqual([true])
    }
  })

  it('finds none in constant, short and missing series', async () => {
    for (const values of [new Float64Array(100).fill(3), new Float64Array(5), new Float64Array(90).fill(Number.NaN)])
      expect(await levelChanges(values, 7, undefined)).toEqual([])
  })
})
