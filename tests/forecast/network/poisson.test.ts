import { describe, expect, it } from 'vitest'
import { gru } from '../../../src/forecast/kinds/index.ts'
import { poisson, poissonOutput } from '../../../src/models/outputs/poisson.ts'
import { panelFromSeries } from '../../../src/series/index.ts'
import { noise } from '../data.ts'

/** P(X <= k) of the Poisson distribution, term by term. */
function distribution(k: number, mean: number): number {
  let [term, sum] = [Math.exp(-mean), Math.exp(-mean)]
  for (let i = 1; i <= k; i++) sum += term *= mean / i
  return sum
}

describe('poisson', () => {
  it('has the quantiles of its distribution', () => {
    const means = [0.05, 0.7, 3, 12, 40]
    const tensor = { shape: [1, means.length, 1], data: Float32Array.from(means) }
    const levels = [0.05, 0.1, 0.5, 0.9, 0.99]
    const { quantiles } = poissonOutput.read(poisson(), { mean: tensor, dispersion: tensor }, levels)
    levels.forEach((level, l) => {
      means.forEach((_, i) => {
        const [k, mean] = [quantiles[l][i], tensor.data[i]]
        expect(distribution(k, mean)).toBeGreaterThanOrEqual(level)
        if (k > 0) expect(distribution(k - 1, mean)).toBeLessThan(level)
      })
    })
  })

  it('learns the rates of counts, at once and step by step', async () => {
    // Poisson counts with rates of 2 and 9 in turn.
    const drawn = (t: number) => {
      let count = 0
      while (distribution(count, t % 2 ? 9 : 2) < noise(t, 1)) count++
      return count
    }
    const values = Float64Array.from({ length: 400 }, (_, t) => drawn(t))
    const panel = panelFromSeries([{ id: 'a', start: '2000-01', values }], { frequency: 'MS' })
    for (const recursive of [false, true]) {
      const model = gru({ horizon: 4, context: 20, season: 2, hiddenSize: 8, output: poisson(), recursive })
      await model.fit(panel, { epochs: 20, calibrate: false })
      const { mean, quantiles } = await model.predict(panel, { quantiles: [0.1, 0.9], samples: 2000 })
      for (const [step, rate] of [2, 9, 2, 9].entries()) expect(Math.abs(mean[step] - rate)).toBeLessThan(0.35 * rate)
      expect(quantiles[0][1]).toBeLessThan(9)
      expect(quantiles[1][1]).toBeGreaterThan(9)
    }
  })
})
