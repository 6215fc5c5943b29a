// Weights of training: a column whose value at a row multiplies the loss of that row as a target.

import { describe, expect, it } from 'vitest'
import {
  deepAr,
  type FitOptions,
  type Forecaster,
  gaussian,
  gru,
  negativeBinomial,
  type Output,
  point,
  poisson,
  quantiles,
  studentT,
} from '../../../src/forecast/index.ts'
import { kinds } from '../../../src/forecast/kinds/index.ts'
import type { Panel } from '../../../src/series/index.ts'
import { horizon, monthly, seasonal, weightedPanel } from './network_panels.ts'

const outputs: Output[] = [
  ...(['mae', 'mse', 'huber'] as const).map(point),
  ...[quantiles([0.1, 0.5, 0.9]), gaussian(), studentT(), negativeBinomial(), poisson()],
]
const rows = 60
const plain = seasonal(2, rows)
const once: FitOptions = { epochs: 2, calibrate: false }
const weighted: FitOptions = { ...once, weights: 'w' }
const small = { horizon, hiddenSize: 4, context: 12 }

const learned = async (model: Forecaster, panel: Panel, options: FitOptions) => {
  await model.fit(panel, options)
  return model.toState().tensors
}

describe('weights', () => {
  it.for(outputs)('of 1 give the bits of a training without weights: $kind $loss', async (output) => {
    for (const make of [gru, ...(output.kind === 'quantiles' ? [] : [deepAr])]) {
      const model = () => make({ ...small, output })
      const expected = await learned(model(), monthly(plain), once)
      expect(
        await learned(
          model(),
          weightedPanel(plain, () => 1),
          weighted,
        ),
      ).toEqual(expected)
      expect(
        await learned(
          model(),
          weightedPanel(plain, (t) => 1 + t),
          weighted,
        ),
      ).not.toEqual(expected)
    }
  })

  it.for(outputs)('of 0 in rows equal missing targets in these rows, bit by bit: $kind $loss', async (output) => {
    // The last rows are read by no window as history, so only the loss can see them.
    for (const last of [1, 4, horizon]) {
      const gone = monthly(
        plain.map((one) => ({ ...one, values: Array.from(one.values, (y, t) => (t < rows - last ? y : Number.NaN)) })),
      )
      const expected = await learned(gru({ ...small, output }), gone, once)
      const panel = weightedPanel(plain, (t) => (t < rows - last ? 1 : 0))
      expect(await learned(gru({ ...small, output }), panel, weighted)).toEqual(expected)
    }
  })

  it('of 0 in a whole series equal a panel without the series, and may be a static column', async () => {
    const panel = monthly(plain.map((one, s) => ({ ...one, static: { w: 1 - s } })))
    const expected = await learned(gru(small), monthly(plain.slice(0, 1)), once)
    expect(await learned(gru(small), panel, weighted)).toEqual(expected)
  })

  it.for(kinds.filter(({ cost }) => cost === 'training'))('are known to every network: $name', async (kind) => {
    const model = () => kind.make({ horizon, context: 24 })
    const panel = weightedPanel(plain, (t) => (t < 30 ? 1 : 2))
    const one = { epochs: 1, calibrate: false, samplesPerEpoch: 64 }
    const expected = await learned(model(), monthly(plain), one)
    expect(
      await learned(
        model(),
        weightedPanel(plain, () => 1),
        { ...one, weights: 'w' },
      ),
    ).toEqual(expected)
    expect(await learned(model(), panel, { ...one, weights: 'w' })).not.toEqual(expected)
  })

  it('lead the forecast to the rows that count', async () => {
    // Half of the series lie at 10, half at 20, and a network of points cannot tell which comes.
    const mixed = Array.from({ length: 200 }, (_, t) => (Math.sin(t * t) > 0 ? 10 : 20))
    const series = [{ id: 'a', start: '2000-01', values: mixed }]
    const meanOf = async (high: number) => {
      const model = gru({ ...small, output: point('mse') })
      await model.fit(
        weightedPanel(series, (t) => (mixed[t] === 20 ? high : 1)),
        { weights: 'w', epochs: 20, calibrate: false },
      )
      const { mean } = await model.predict(monthly(series))
      return mean.reduce((sum, value) => sum + value, 0) / horizon
    }
    expect(await meanOf(0)).toBeLessThan(12)
    expect(await meanOf(20)).toBeGreaterThan(17)
  })

  it('are the same from a stream of panels', async () => {
    const panel = weightedPanel(plain, (t, s) => (t + s) % 3)
    const stream = { count: 1, read: async () => panel }
    const [whole, streamed] = [gru(small), gru(small)]
    await whole.fit(panel, weighted)
    await streamed.fit(stream, weighted)
    expect(streamed.toState().tensors).toEqual(whole.toState().tensors)
  })

  it('leave held-out rows without weight out of the training, as missing ones', async () => {
    const report = await gru(small).fit(
      weightedPanel(plain, (t) => (t < 40 ? 1 : 0)),
      { ...weighted, calibrate: true },
    )
    expect(report.validation).toBeUndefined()
    expect(report.history!.epochs).toHaveLength(2)
  })
})
