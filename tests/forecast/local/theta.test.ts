import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { theta } from '../../../src/forecast/kinds/index.ts'
import { dynamicTheta } from '../../../src/forecast/local/methods/theta/dynamic.ts'
import { thetaForecast } from '../../../src/forecast/local/methods/theta/theta.ts'
import { airPassengers, panelOf } from '../data.ts'

interface Case {
  values: number[]
  squares: number
  mean: number[]
}
const cases = JSON.parse(readFileSync(new URL('../../fixtures/theta.json', import.meta.url), 'utf8')) as Case[]

describe('the dynamic form of theta', () => {
  it.for(cases)('has the least squares and the forecasts of a search by scipy, %#', ({ values, squares, mean }) => {
    const own = dynamicTheta(Float64Array.from(values), mean.length)
    const sum = values.reduce((all, value, t) => all + (value - own.fitted[t]) ** 2, 0)
    expect(sum).toBeLessThan(squares * (1 + 1e-6))
    own.mean.forEach((value, h) => {
      expect(value).toBeCloseTo(mean[h], 2)
    })
  })

  it('moves with the values: a level of a billion and a scale of a millionth change nothing else', () => {
    const { mean } = dynamicTheta(airPassengers, 6)
    dynamicTheta(
      airPassengers.map((value) => value + 1e9),
      6,
    ).mean.forEach((value, h) => {
      expect(value - 1e9).toBeCloseTo(mean[h], 3)
    })
    dynamicTheta(
      airPassengers.map((value) => value * 1e-6),
      6,
    ).mean.forEach((value, h) => {
      expect(value * 1e6).toBeCloseTo(mean[h], 6)
    })
  })

  it('takes a season as factors, of values at or below 0 too if that fits better', () => {
    const task = { season: 12, horizon: 12 }
    const { mean } = thetaForecast(airPassengers, task)
    // The same passengers, less 104: the smallest value is 0.
    const shifted = thetaForecast(
      airPassengers.map((value) => value - 104),
      task,
    )
    const swing = (values: Float64Array) => Math.max(...values) - Math.min(...values)
    // An additive season has the swing of the middle of the history, about half of that at its end.
    expect(swing(shifted.mean)).toBeGreaterThan(0.85 * swing(mean))
  })

  it('forecasts two to seven values', () => {
    for (let count = 2; count <= 7; count++) {
      const { mean } = thetaForecast(airPassengers.subarray(0, count), { season: 1, horizon: 3 })
      expect(mean.every(Number.isFinite)).toBe(true)
    }
  })

  it('has components that make the forecast', () => {
    const { mean, fitted, components } = thetaForecast(airPassengers, { season: 12, horizon: 12 })
    const { level, 'season 12': season } = components as Record<string, Float64Array>
    expect(level[100] * season[100]).toBeCloseTo(fitted?.[100] as number, 9)
    expect(level[150] * season[150]).toBeCloseTo(mean[150 - airPassengers.length], 9)
  })

  it('has another form by option, and refuses others', async () => {
    const panel = panelOf({ air: airPassengers })
    const [dynamic, standard] = await Promise.all(
      (['dynamic', 'standard'] as const).map((form) => theta({ horizon: 3, form }).predict(panel)),
    )
    expect(dynamic.mean).not.toEqual(standard.mean)
    expect(() => theta({ horizon: 3, form: 'fast' as 'dynamic' })).toThrow(
      'Expected form to be one of dynamic, standard',
    )
  })
})
