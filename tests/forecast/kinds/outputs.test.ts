// Tests that every distribution of a network must pass. They run for each distribution that `distributions` lists.

import { describe, expect, it } from 'vitest'
import type { Field } from '../../../src/base/options/fields.ts'
import { gru } from '../../../src/forecast/kinds/index.ts'
import { forecasterFromState } from '../../../src/forecast/stored.ts'
import { type Distribution, distributions, type Output, outputFrom } from '../../../src/models/index.ts'
import { panelFromSeries } from '../../../src/series/index.ts'

const horizon = 3
// Counts, which every distribution gives a probability.
const panel = panelFromSeries(
  [0, 1, 2].map((s) => ({
    id: `s${s}`,
    start: '2000-01',
    values: Float64Array.from({ length: 60 }, (_, t) => 3 + s + ((5 * t + s) % 7)),
  })),
  { frequency: 'MS' },
)
const training = { epochs: 1, batchSize: 16, samplesPerEpoch: 64, calibrate: false }
const small = { horizon, context: 12, hiddenSize: 4 }
const levels = [0.1, 0.5, 0.9]

describe.each((distributions as readonly Distribution[]).map((one) => [one.kind, one] as const))('%s', (kind, one) => {
  const output = outputFrom(kind)
  const asked = kind === 'point' ? {} : { quantiles: levels }

  it('is written by its name, or with its options', () => {
    const options = Object.fromEntries(Object.entries<Field>(one.options).map(([name, field]) => [name, field.default]))
    expect(outputFrom({ kind, ...options })).toEqual(output)
    expect(() => outputFrom({ kind, colour: 'red' })).toThrow(`Expected the options of the output ${kind}`)
  })

  it('gives means and ascending quantiles, and a stored network the same', async () => {
    const model = gru({ ...small, output: output as Output })
    await model.fit(panel, training)
    const { mean, quantiles } = await model.predict(panel, asked)
    expect(mean.every(Number.isFinite)).toBe(true)
    for (let level = 1; level < quantiles.length; level++)
      quantiles[level].forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(quantiles[level - 1][i])
      })
    if (one.least !== undefined) expect(Math.min(...mean)).toBeGreaterThanOrEqual(one.least)
    const twin = await forecasterFromState(model.toState()).predict(panel, asked)
    expect(twin.mean).toEqual(mean)
  })

  it('draws paths if it has a sampler, and is refused by a recursive network if not', async () => {
    const build = () => gru({ ...small, recursive: true, output: output as Output })
    if (!one.sampler) return expect(build).toThrow('a recursive network')
    const model = build()
    await model.fit(panel, training)
    const { mean } = await model.predict(panel, { ...asked, samples: 50 })
    expect(mean.every(Number.isFinite)).toBe(true)
    using stream = model.stream(panel)
    expect((await stream.next({ values: [3, 4, 5] }, asked)).mean.every(Number.isFinite)).toBe(true)
  })

  it('allows its own scalings and no other', () => {
    const scalings = ['none', 'mean', 'standard', 'robust', 'last'] as const
    for (const scaling of scalings) {
      const build = () => gru({ ...small, scaling, output: output as Output })
      if (one.scalings.includes(scaling)) expect(build().kind).toBe('gru')
      else expect(build).toThrow(`for ${kind}()`)
    }
  })

  it.runIf(one.least !== undefined)('refuses values of the target that have no probability', async () => {
    const negative = panelFromSeries(
      [{ id: 'a', start: '2000-01', values: Float64Array.from({ length: 60 }, (_, t) => t - 2) }],
      {
        frequency: 'MS',
      },
    )
    await expect(gru({ ...small, output: output as Output }).fit(negative, training)).rejects.toThrow(
      'in row 0 of series "a"',
    )
  })
})
