import { describe, expect, it } from 'vitest'
import { levelShape, theta } from '../../../src/forecast/kinds/index.ts'
import { forecastLevels } from '../../../src/forecast/local/methods/level_shape/level.ts'
import { levelShapeForecast } from '../../../src/forecast/local/methods/level_shape/level_shape.ts'
import { ridge } from '../../../src/forecast/local/methods/level_shape/ridge.ts'
import { noise, normal, panelOf } from '../data.ts'

const missing = Number.NaN
const series = (length: number, value: (t: number) => number) => Float64Array.from({ length }, (_, t) => value(t))
/** A day of eight steps, and a weekday on which it is another one. */
const day = (t: number) => [1, 1, 2, 5, 6, 4, 2, 1][t % 8]
const week = (t: number) => (Math.floor(t / 8) % 7 < 5 ? day(t) : day(t + 3))
const task = { season: 8, seasons: [8, 56], horizon: 80 }
const errorOf = (mean: Float64Array, truth: (step: number) => number) =>
  mean.reduce((sum, value, step) => sum + Math.abs(value - truth(step)), 0) / mean.length

describe('ridge', () => {
  const rows = Array.from({ length: 20 }, (_, i) => Float64Array.of(1, noise(i), noise(i, 1), noise(i, 2)))
  const y = Float64Array.from(rows, (row, i) => 3 * row[1] - row[3] + 0.3 * normal(i, 3))

  /** The weights that solve the equations, by elimination with the rows of the identity below. */
  function solve(x: readonly Float64Array[], target: ArrayLike<number>, penalty: number): number[] {
    const size = x[0].length
    const at = (a: number, b: number) => x.reduce((sum, row) => sum + row[a] * row[b], a === b ? penalty : 0)
    const m = Array.from({ length: size }, (_, a) => [
      ...Array.from({ length: size }, (_, b) => at(a, b)),
      x.reduce((sum, row, i) => sum + row[a] * target[i], 0),
    ])
    for (let p = 0; p < size; p++)
      for (let a = 0; a < size; a++) {
        if (a === p) continue
        const factor = m[a][p] / m[p][p]
        for (let b = p; b <= size; b++) m[a][b] -= factor * m[p][b]
      }
    return m.map((row, a) => row[size] / row[a])
  }

  it('has the leave-one-out errors of regressions that leave one row out, and the best penalty', () => {
    const { weights, errors, error } = ridge(rows, y)
    const diagonal = rows.reduce((sum, row) => sum + row.reduce((own, value) => own + value * value, 0), 0) / 4
    const found = Array.from({ length: 13 }, (_, k) => {
      const penalty = 10 ** (k / 2 - 4) * diagonal
      const left = rows.map((row, i) => {
        const others = rows.filter((_, other) => other !== i)
        const own = solve(
          others,
          y.filter((_, other) => other !== i),
          penalty,
        )
        return y[i] - own.reduce((sum, weight, a) => sum + weight * row[a], 0)
      })
      return { penalty, left, error: left.reduce((sum, one) => sum + one * one, 0) / left.length }
    })
    const best = found.reduce((a, b) => (b.error < a.error ? b : a))
    expect(error).toBeCloseTo(best.error, 10)
    best.left.forEach((one, i) => {
      expect(errors[i]).toBeCloseTo(one, 9)
    })
    solve(rows, y, best.penalty).forEach((weight, a) => {
      expect(weights[a]).toBeCloseTo(weight, 9)
    })
  })

  it('gives no weight to columns that are 0', () => {
    expect(Array.from(ridge([new Float64Array(2), new Float64Array(2)], Float64Array.of(1, 2)).weights)).toEqual([0, 0])
  })
})

describe('levelShape', () => {
  it('continues days and weeks that repeat', () => {
    const { mean } = levelShapeForecast(series(56 * 8, week), task)
    expect(errorOf(mean, (step) => week(56 * 8 + step))).toBeLessThan(0.02)
  })

  it('continues days whose size follows their level, better than days of one size', () => {
    const size = (t: number) => 10 + 4 * Math.sin((2 * Math.PI * Math.floor(t / 8)) / 20)
    const value = (t: number) => size(t) * day(t)
    const { mean } = levelShapeForecast(series(8 * 160, value), { season: 8, horizon: 8 })
    const error = errorOf(mean, (step) => value(8 * 160 + step))
    expect(error).toBeLessThan(0.1)
    const shifted = (t: number) => value(t) - 30
    const additive = levelShapeForecast(series(8 * 160, shifted), { season: 8, horizon: 8 }).mean
    expect(errorOf(additive, (step) => shifted(8 * 160 + step))).toBeGreaterThan(2 * error)
  })

  it('has a smaller error than repeating the last week, and an interval that holds what comes', () => {
    let [own, repeated, inside] = [0, 0, 0]
    for (let seed = 0; seed < 30; seed++) {
      const all = series(56 * 10 + 80, (t) => 20 + week(t) + normal(t, seed))
      const history = all.subarray(0, 56 * 10)
      const { mean, deviation } = levelShapeForecast(history, task)
      own += errorOf(mean, (step) => all[560 + step]) / 30
      repeated += errorOf(mean, (step) => history[504 + (step % 56)] - all[560 + step] + mean[step]) / 30
      inside += mean.filter((value, i) => Math.abs(value - all[560 + i]) < 1.2816 * deviation[i]).length / 30 / 80
    }
    expect(own).toBeLessThan(0.8 * repeated)
    expect(inside).toBeGreaterThan(0.75)
    expect(inside).toBeLessThan(0.87)
  })

  it('lets an error of the last value fade', () => {
    // Errors that last for some steps.
    let error = 0
    const values = series(8 * 100, (t) => {
      error = 0.95 * error + normal(t)
      return 10 * day(t) + error
    })
    const history = values.subarray(0, 8 * 100)
    const jump = history.slice()
    jump[jump.length - 1] += 5
    const [plain, jumped] = [history, jump].map((given) => levelShapeForecast(given, { season: 8, horizon: 8 }).mean)
    expect(jumped[0] - plain[0]).toBeGreaterThan(1)
    expect(jumped[0] - plain[0]).toBeGreaterThan(jumped[7] - plain[7])
  })

  it('has components whose sum is the mean, and level and season of the history', () => {
    const history = series(56 * 8 + 3, (t) => 20 + week(t) + 0.1 * normal(t))
    const { mean, components = {} } = levelShapeForecast(history, task)
    expect(Object.keys(components)).toEqual(['level', 'season 8'])
    const sum = components.level.map((value, row) => value + components['season 8'][row])
    mean.forEach((value, step) => {
      expect(sum[history.length + step]).toBeCloseTo(value, 9)
    })
    expect(sum[0]).toBeNaN()
    expect(Math.abs(sum[400] - history[400])).toBeLessThan(1)
  })

  it('stays finite over many periods, also where few levels suggest that they grow for ever', () => {
    for (let seed = 0; seed < 40; seed++) {
      let walk = 0
      const levels = series(25, (i) => {
        walk += normal(i, seed) + 0.5
        return walk
      })
      for (const cycle of [1, 7]) {
        const { mean, variance } = forecastLevels(levels, cycle, 60)
        const range = Math.max(...levels) - Math.min(...levels)
        expect(Math.max(...mean.map((level) => Math.abs(level - walk)))).toBeLessThan(10 * range)
        expect(variance[59]).toBeLessThan(60 * 100 * variance[0])
        expect(variance.every((value, k) => k === 0 || value >= variance[k - 1])).toBe(true)
      }
    }
  })

  const fallback = async (history: ArrayLike<number>, season: number) => {
    const panel = panelOf({ a: history }, 'h')
    const [own, other] = await Promise.all(
      [levelShape({ horizon: 9, season }), theta({ horizon: 9, season })].map((model) => model.predict(panel)),
    )
    return { own: Array.from(own.mean), other: Array.from(other.mean) }
  }

  it('forecasts as theta with fewer than 14 periods, without a season, and if shapes do not repeat', async () => {
    for (const [history, season] of [
      [series(8 * 14 - 1, week), 8],
      [series(200, week), 1],
      [series(400, (t) => normal(t)), 8],
    ] as const) {
      const { own, other } = await fallback(history, season)
      expect(own).toEqual(other)
    }
    const { own, other } = await fallback(series(8 * 14, day), 8)
    expect(own).not.toEqual(other)
  })

  it('forecasts constant series, gaps, and levels of 1e9 to their units', () => {
    expect(
      Array.from(
        levelShapeForecast(
          series(400, () => 7),
          task,
        ).mean,
      ),
    ).toEqual(new Array(80).fill(7))
    const plain = levelShapeForecast(
      series(448, (t) => week(t) + 0.2 * normal(t)),
      task,
    ).mean
    const high = levelShapeForecast(
      series(448, (t) => 1e9 + week(t) + 0.2 * normal(t)),
      task,
    ).mean
    expect(errorOf(high, (step) => 1e9 + plain[step])).toBeLessThan(0.1)
    const holed = series(448, (t) => (t % 5 === 1 ? missing : week(t) + 0.2 * normal(t)))
    expect(errorOf(levelShapeForecast(holed, task).mean, (step) => week(448 + step))).toBeLessThan(0.4)
    const small = levelShapeForecast(
      series(448, (t) => 1e-9 * (week(t) + 0.2 * normal(t))),
      task,
    ).mean
    expect(errorOf(small, (step) => 1e-9 * plain[step])).toBeLessThan(1e-12)
  })
})
