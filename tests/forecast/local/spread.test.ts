import { describe, expect, it } from 'vitest'
import { ar, drift, ets, mean, mstl, naive, naive2, seasonalNaive, theta } from '../../../src/forecast/kinds/index.ts'
import { naiveForecast } from '../../../src/forecast/local/methods/naive.ts'
import { withMeasuredSpread } from '../../../src/forecast/local/spread/measured.ts'
import { rollingErrors } from '../../../src/forecast/local/spread/rolling_errors.ts'
import { airPassengers, normal, panelOf } from '../data.ts'

const all = { naive, seasonalNaive, drift, mean, naive2, theta, ets, ar, mstl }

describe('the errors from earlier origins', () => {
  it('are those of forecasts that see no later value', () => {
    const history = Float64Array.from({ length: 12 }, (_, t) => t ** 2)
    const { absolute, counts } = rollingErrors(naiveForecast, history, { season: 1, horizon: 3 })
    // Origins after 6 to 11 rows. One step after row t - 1 the change is t^2 - (t - 1)^2 = 2 t - 1.
    expect([...counts]).toEqual([6, 5, 4])
    expect(absolute[0]).toBeCloseTo((11 + 13 + 15 + 17 + 19 + 21) / 6, 9)
    expect(absolute[2]).toBeCloseTo([6, 7, 8, 9].reduce((sum, t) => sum + (t + 2) ** 2 - (t - 1) ** 2, 0) / 4, 9)
  })

  it('leave out missing values', () => {
    const history = Float64Array.from({ length: 12 }, (_, t) => (t === 9 ? Number.NaN : t))
    const { counts, absolute } = rollingErrors(naiveForecast, history, { season: 1, horizon: 2 })
    expect([...counts]).toEqual([4, 3])
    expect(absolute[0]).toBe(1)
  })
})

describe('the measured spread', () => {
  const forecast = { mean: new Float64Array(4), deviation: Float64Array.of(1, 2, 3, 4) }
  const counts = new Float64Array(4).fill(8)

  it('is the one of the formulas, times the ratio of the errors to it', () => {
    const absolute = forecast.deviation.map((value) => 3 * value)
    const { deviation } = withMeasuredSpread(forecast, { absolute, counts }, 50)
    const factor = (3 * Math.sqrt(Math.PI / 2) * 1.1) ** (8 / 8.5)
    expect([...deviation]).toEqual([...forecast.deviation].map((value) => expect.closeTo(factor * value, 9)))
  })

  it('follows errors that grow more slowly than the formulas say', () => {
    const { deviation } = withMeasuredSpread(forecast, { absolute: new Float64Array(4).fill(2), counts }, 50)
    expect(deviation[3] / deviation[0]).toBeLessThan(2)
  })

  it('stays as it is without errors, or if all are 0', () => {
    const none = { absolute: new Float64Array(4).fill(Number.NaN), counts: new Float64Array(4) }
    expect(withMeasuredSpread(forecast, none, 4)).toBe(forecast)
    expect(withMeasuredSpread(forecast, { absolute: new Float64Array(4), counts }, 50)).toBe(forecast)
  })
})

/** Series of some rows, each an integrated or a stationary process with a trend; the last `horizon` values are to come. */
function simulated(count: number, rows: number, horizon: number) {
  return Array.from({ length: count }, (_, i) => {
    const values = [0]
    let level = 50
    for (let t = 1; t < rows + horizon; t++) {
      const shock = normal(t, i + 7)
      level += 0.3 + shock * (i % 3)
      values.push(level + 2 * normal(t, i + 1007))
    }
    return values
  })
}

describe('intervals of 80 %', () => {
  it.for([
    [15, 6],
    [60, 8],
    [200, 12],
  ])(
    'cover 70 to 90 % of simulated series of %i rows, by every local kind',
    { timeout: 60_000 },
    async ([rows, horizon]) => {
      const series = simulated(90, rows, horizon)
      const panel = panelOf(Object.fromEntries(series.map((values, i) => [`s${i}`, values.slice(1, rows)])), 'Y')
      for (const [name, make] of Object.entries(all)) {
        // The mean of a series that trends is no forecast.
        if (name === 'mean') continue
        const forecast = await make({ horizon }).predict(panel, { quantiles: [0.1, 0.9] })
        const { lower, upper } = forecast.interval(0.8)
        const held = series.flatMap((values, i) =>
          values.slice(rows).map((value, h) => value >= lower[i * horizon + h] && value <= upper[i * horizon + h]),
        )
        const share = held.filter(Boolean).length / held.length
        expect(share, name).toBeGreaterThan(0.7)
        expect(share, name).toBeLessThan(0.9)
      }
    },
  )

  it('of a series do not depend on the other series, and means do not depend on whether anybody asks for them', async () => {
    for (const make of Object.values(all)) {
      const alone = await make({ horizon: 6 }).predict(panelOf({ air: airPassengers }))
      const both = await make({ horizon: 6 }).predict(
        panelOf({ air: airPassengers, other: airPassengers.map((v) => 9 * v + 1) }),
      )
      expect(both.quantiles.map((values) => values.slice(0, 6))).toEqual(alone.quantiles)
      const bare = await make({ horizon: 6 }).predict(panelOf({ air: airPassengers }), { quantiles: [] })
      expect(bare.mean).toEqual(alone.mean)
    }
  })
})
