import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { adida, croston, imapa, tsb } from '../../../src/forecast/kinds/index.ts'
import type { LocalForecaster } from '../../../src/forecast/local/local_forecaster.ts'
import { crostonForecast } from '../../../src/forecast/local/methods/intermittent/croston.ts'
import { noise, panelOf } from '../data.ts'

type Means = Readonly<Record<'given' | 'best', number>>
interface Case {
  readonly name: string
  readonly values: readonly number[]
  /** By R's `croston`, for each smoothing parameter. */
  readonly r: Readonly<Record<string, { readonly mean: number; readonly fitted: readonly (number | null)[] }>>
  readonly classic: Means
  readonly sba: Means
  readonly tsb: Means
  readonly adida: Means
  readonly imapa: Means
}
const cases = JSON.parse(
  readFileSync(new URL('../../fixtures/demand.json', import.meta.url), 'utf8'),
) as readonly Case[]

const missing = Number.NaN
const horizon = 2
const given = { smoothing: 0.2 }
const makers: Readonly<Record<'classic' | 'sba' | 'tsb' | 'adida' | 'imapa', (options: object) => LocalForecaster>> = {
  classic: (options) => croston({ horizon, variant: 'classic', ...options }),
  sba: (options) => croston({ horizon, ...options }),
  tsb: (options) => tsb({ horizon, ...('smoothing' in options ? { chanceSmoothing: 0.05 } : {}), ...options }),
  adida: (options) => adida({ horizon, ...options }),
  imapa: (options) => imapa({ horizon, ...options }),
}
const all = Object.values(makers).map((make) => make({}))

async function forecast(model: LocalForecaster, history: ArrayLike<number>, quantiles = [0.1, 0.5, 0.9]) {
  const result = await model.predict(panelOf({ a: history }, 'd'), { quantiles })
  return { mean: Array.from(result.mean), quantiles: result.quantiles.map((values) => values[0]) }
}

describe.each(cases.map((one) => [one.name, one] as const))('demand of series "%s"', (_, { values, r, ...means }) => {
  it.for(Object.entries(r))('has the forecast and the fitted values of R with smoothing %s', ([alpha, expected]) => {
    const task = { horizon, season: 1, variant: 'classic', smoothing: Number(alpha) } as const
    const { mean, fitted } = crostonForecast(Float64Array.from(values), task)
    expect(mean[0] / expected.mean).toBeCloseTo(1, 9)
    const first = values.findIndex((value) => value > 0)
    // R fits 0 before the first demand, where there is nothing to fit.
    fitted?.forEach((value, row) => {
      if (row <= first) expect(value).toBeNaN()
      else expect(value / (expected.fitted[row] as number)).toBeCloseTo(1, 9)
    })
  })

  it.for(Object.entries(makers))('has the formula of %s', async ([name, make]) => {
    const expected = means[name as keyof typeof makers]
    const { mean } = await forecast(make(given), values)
    expect(mean[0] / expected.given).toBeCloseTo(1, 9)
    expect(mean[1]).toBe(mean[0])
    const best = (await forecast(make({}), values)).mean[0]
    // The search narrows alpha down to a millionth.
    expect(best / expected.best).toBeCloseTo(1, 3)
  })
})

describe('kinds for intermittent demand', () => {
  const counts = Float64Array.from({ length: 300 }, (_, t) => (noise(t) < 0.3 ? 1 + Math.floor(4 * noise(t, 1)) : 0))

  it('give quantiles of the demand of one period: whole numbers, never below 0, as often exceeded as they say', async () => {
    for (const model of all) {
      const levels = [0.05, 0.5, 0.8, 0.9, 0.95]
      const { quantiles } = await forecast(model, counts, levels)
      expect(quantiles.every((value) => Number.isInteger(value) && value >= 0)).toBe(true)
      levels.forEach((level, i) => {
        const share = (test: (value: number) => boolean) => counts.filter(test).length / counts.length
        expect(share((value) => value <= quantiles[i])).toBeGreaterThan(level - 0.05)
        expect(share((value) => value < quantiles[i])).toBeLessThan(level + 0.05)
      })
    }
  })

  it('give quantiles between whole numbers for sizes that are not whole', async () => {
    const { quantiles } = await forecast(
      croston({ horizon }),
      counts.map((value) => 1.5 * value),
      [0.5, 0.9],
    )
    expect(quantiles[0]).toBe(0)
    expect(Number.isInteger(quantiles[1] / 1.5)).toBe(false)
  })

  it('forecast 0 of a series without demand, and the value of a constant series', async () => {
    for (const model of all) {
      expect(await forecast(model, [0, 0, 0, 0])).toEqual({ mean: [0, 0], quantiles: [0, 0, 0] })
      const { mean } = await forecast(model, [4, 4, 4, 4, 4, 4])
      // The correction of sba is half of the smallest smoothing parameter.
      expect(Math.abs(mean[0] - 4)).toBeLessThan(0.001)
    }
  })

  it('leave missing values out', async () => {
    const holed = Array.from(counts.slice(0, 80)).flatMap((value, t) => (t % 5 === 2 ? [value, missing] : [value]))
    for (const model of all) expect(await forecast(model, holed)).toEqual(await forecast(model, counts.slice(0, 80)))
  })

  it('scale with the values, from 1e-6 to 1e9', async () => {
    for (const model of all) {
      const { mean } = await forecast(model, counts)
      for (const unit of [1e-6, 1e9]) {
        const scaled = await forecast(
          model,
          counts.map((value) => unit * value),
        )
        expect(scaled.mean[0] / unit / mean[0]).toBeCloseTo(1, 5)
      }
    }
  })

  it('tsb forecasts less after each period without demand, croston does not', async () => {
    const ended = Array.from({ length: 80 }, (_, t) => (t < 50 && t % 3 === 0 ? 5 : 0))
    const [longer, shorter] = [ended, ended.slice(0, 60)]
    const lapsing = tsb({ horizon, smoothing: 0.1, chanceSmoothing: 0.1 })
    expect((await forecast(lapsing, longer)).mean[0]).toBeLessThan((await forecast(lapsing, shorter)).mean[0])
    const steady = croston({ horizon, smoothing: 0.1 })
    expect((await forecast(steady, longer)).mean[0]).toBe((await forecast(steady, shorter)).mean[0])
  })

  it('refuse values below 0, and say what to use', async () => {
    for (const model of all)
      await expect(forecast(model, [1, 0, -2, 4])).rejects.toMatchObject({
        code: 'ERR_DATA',
        message: expect.stringMatching(/^Expected values of 0 or more for \w+, .* got -2\. Use another kind, .*ets/),
      })
  })

  it('refuse a smoothing parameter that is none', () => {
    expect(() => croston({ horizon, smoothing: 0 })).toThrow('Expected smoothing to be')
    expect(() => tsb({ horizon, chanceSmoothing: 1.2 })).toThrow('Expected chanceSmoothing to be')
  })
})
