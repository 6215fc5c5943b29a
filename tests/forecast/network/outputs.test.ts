import { describe, expect, it } from 'vitest'
import {
  deepAr,
  gaussian,
  gru,
  type NetworkForecaster,
  negativeBinomial,
  point,
  quantiles,
  studentT,
} from '../../../src/forecast/index.ts'
import { noise } from '../data.ts'
import { horizon, monthly, seasonal, short, split } from './network_panels.ts'

const small = { horizon, hiddenSize: 16, season: 12, context: 36 }

describe('outputs of a network', () => {
  const panel = monthly(seasonal(12, 150, { noise: 1 }))
  const { past, actual } = split(panel)
  const fitted = async (model: NetworkForecaster) => {
    await model.fit(past, short)
    return model.predict(past, { quantiles: [0.1, 0.4, 0.5, 0.9] })
  }
  const distributions = { gaussian: gaussian(), studentT: studentT(), quantiles: quantiles() }

  it.for(Object.entries(distributions))(
    '%s: intervals of 80 % cover about 80 %, and quantiles do not cross',
    async ([, output]) => {
      const forecast = await fitted(gru({ ...small, output }))
      const { lower, upper } = forecast.interval(0.8)
      const inside = actual.filter((value, i) => value >= lower[i] && value <= upper[i]).length / actual.length
      expect(inside).toBeGreaterThan(0.6)
      expect(inside).toBeLessThan(0.98)
      for (let level = 1; level < forecast.quantiles.length; level++)
        expect(forecast.quantiles[level].every((value, i) => value >= forecast.quantiles[level - 1][i])).toBe(true)
    },
  )

  it('counts: quantiles are whole numbers from 0 on', async () => {
    const counts = monthly(
      seasonal(6, 100).map((one, s) => ({
        ...one,
        values: Float64Array.from({ length: 100 }, (_, t) => Math.floor(4 * noise(t, s) * (1 + Math.sin(t / 2)))),
      })),
    )
    for (const recursive of [false, true]) {
      const model = gru({ ...small, output: negativeBinomial(), recursive })
      await model.fit(counts, short)
      const { mean, quantiles } = await model.predict(counts, { samples: 101 })
      expect(mean.every((value) => value >= 0 && value < 20)).toBe(true)
      for (const values of quantiles) expect(values.every((value) => value >= 0 && Number.isInteger(value))).toBe(true)
    }
  })

  it('points have no quantiles', async () => {
    const model = gru({ ...small, output: point('mse') })
    await model.fit(past, { epochs: 1 })
    expect((await model.predict(past)).quantileLevels).toEqual([])
    await expect(model.predict(past, { quantiles: [0.1] })).rejects.toMatchObject({ code: 'ERR_RANGE' })
  })

  it('quantiles between the trained levels are interpolated, those outside refused', async () => {
    const model = gru({ ...small, output: quantiles([0.2, 0.5, 0.8]) })
    await model.fit(past, { epochs: 1 })
    const { quantiles: q } = await model.predict(past, { quantiles: [0.2, 0.35, 0.5] })
    expect(q[1][0]).toBeCloseTo((q[0][0] + q[2][0]) / 2, 4)
    await expect(model.predict(past, { quantiles: [0.1] })).rejects.toThrow('from 0.2 to 0.8')
    expect((await model.predict(past)).quantileLevels).toEqual([0.2, 0.5, 0.8])
  })

  it('sampled paths depend on the seed, not on the batch size', async () => {
    const model = deepAr(small)
    await model.fit(past, { epochs: 1 })
    const draw = async (seed: number, batchSize: number) =>
      (await model.predict(past, { seed, batchSize, samples: 30 })).mean
    expect(await draw(1, 3)).toEqual(await draw(1, 64))
    expect(await draw(2, 3)).not.toEqual(await draw(1, 3))
  })
})
