import { describe, expect, it } from 'vitest'
import { gaussian, gru, lstm, point } from '../../../src/forecast/index.ts'
import { driven, horizon, monthly, seasonal } from './network_panels.ts'

const small = { horizon, hiddenSize: 8, season: 12, context: 24 }
const rows = 80
const whole = monthly(driven(3, rows))
const start = whole.cut(() => rows - 5)

/** The observation of one row of every series. */
function observation(row: number) {
  const at = (values: Float64Array, place: number) =>
    whole.ids.map((_, series) => values[whole.offsets[series] + place])
  const [weather] = whole.observed
  return { values: at(whole.target.values, row), observed: { weather: at(weather.values, row) } }
}

describe('a stream', () => {
  it('of a direct network gives the forecast of predict() with the longer history', async () => {
    const model = gru(small)
    await model.fit(start, { epochs: 1 })
    using stream = model.stream(start)
    for (let row = rows - 5; row < rows; row++) {
      const forecast = await stream.next(observation(row))
      const longer = whole.cut(() => row + 1)
      expect(forecast.toRows()).toEqual((await model.predict(longer)).toRows())
    }
  })

  it('of a recursive network keeps its state: its next value equals that of the whole window', async () => {
    for (const make of [gru, lstm]) {
      const model = make({ ...small, recursive: true, output: point(), scaling: 'none' })
      await model.fit(start, { epochs: 1 })
      using stream = model.stream(start)
      const first = await stream.next(observation(rows - 5))
      const windowed = await model.predict(whole.cut(() => rows - 4))
      expect(first.horizon).toBe(1)
      windowed.ids.forEach((_, series) => {
        expect(first.mean[series]).toBeCloseTo(windowed.mean[series * horizon], 4)
      })
      const second = await stream.next(observation(rows - 4))
      expect(second.origins[0]).toBeGreaterThan(first.origins[0])
      expect(second.mean).not.toEqual(first.mean)
    }
  })

  it('of a recursive network gives a distribution in the units of the target', async () => {
    const panel = monthly(seasonal(3, 90))
    const model = gru({ ...small, recursive: true, output: gaussian() })
    await model.fit(panel, { epochs: 5 })
    using stream = model.stream(panel)
    const { mean, quantiles } = await stream.next({ values: [10, 20, 30] })
    mean.forEach((value, series) => {
      expect(value).toBeGreaterThan(5 * (series + 1))
      expect(value).toBeLessThan(20 * (series + 1))
      expect(quantiles[0][series]).toBeLessThan(value)
      expect(quantiles[2][series]).toBeGreaterThan(value)
    })
  })

  it('continues through an outage that is longer than its context', async () => {
    const panel = monthly(seasonal(3, 90))
    const longer = monthly(
      seasonal(3, 90).map((one, s) => ({
        ...one,
        values: [...Array.from(one.values as Float64Array), ...Array(30).fill(s ? 12 * s + 12 : NaN)],
      })),
    )
    for (const recursive of [false, true]) {
      const model = gru({ ...small, recursive })
      await model.fit(panel, { epochs: 1 })
      using stream = model.stream(panel)
      for (let step = 1; step <= 30; step++) {
        const forecast = await stream.next({ values: [null, 24, 36] })
        if (!recursive && step % 10 === 0)
          expect(forecast.toRows()).toEqual((await model.predict(longer.cut(() => 90 + step))).toRows())
      }
    }
  })

  it('accepts missing values; refuses infinite values, wrong counts and unknown covariates', async () => {
    const model = gru(small)
    await model.fit(start, { epochs: 1 })
    using stream = model.stream(start)
    await stream.next({ ...observation(rows - 5), values: [1, null, Number.NaN] })
    await expect(stream.next({ values: [1, 2] })).rejects.toThrow('Expected 3 values of "y"')
    await expect(stream.next({ values: [1, 2, Number.POSITIVE_INFINITY] })).rejects.toMatchObject({
      code: 'ERR_NOT_FINITE',
    })
    const wrong = { values: [1, 2, 3], observed: { rain: [1, 2, 3] } }
    await expect(stream.next(wrong)).rejects.toThrow('observed covariates among weather, got "rain"')
  })
})
