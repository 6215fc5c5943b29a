// Weights of training: a column whose value at a row multiplies the loss of that row as a target.

import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  deepAr,
  type FitOptions,
  type Forecaster,
  gaussian,
  gru,
  loadForecaster,
  type NetworkForecaster,
  negativeBinomial,
  type Output,
  point,
  poisson,
  quantiles,
  studentT,
  theta,
} from '../../../src/forecast/index.ts'
import { kinds } from '../../../src/forecast/kinds/index.ts'
import { type Panel, panelFromRows, type SeriesInput } from '../../../src/series/index.ts'
import { horizon, monthly, seasonal } from './network_panels.ts'

const outputs: Output[] = [
  ...(['mae', 'mse', 'huber'] as const).map(point),
  ...[quantiles([0.1, 0.5, 0.9]), gaussian(), studentT(), negativeBinomial(), poisson()],
]
const rows = 60
const plain = seasonal(2, rows)
const once: FitOptions = { epochs: 2, calibrate: false }
const weighted: FitOptions = { ...once, weights: 'w' }
const small = { horizon, hiddenSize: 4, context: 12 }

/** The series with a column of weights by row. */
const withWeights = (weight: (row: number, series: number) => number, series: SeriesInput[] = plain): Panel =>
  monthly(
    series.map((one, s) => ({
      ...one,
      observed: { w: Float64Array.from({ length: one.values.length }, (_, t) => weight(t, s)) },
    })),
  )

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
          withWeights(() => 1),
          weighted,
        ),
      ).toEqual(expected)
      expect(
        await learned(
          model(),
          withWeights((t) => 1 + t),
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
      const panel = withWeights((t) => (t < rows - last ? 1 : 0))
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
    const panel = withWeights((t) => (t < 30 ? 1 : 2))
    const one = { epochs: 1, calibrate: false, samplesPerEpoch: 64 }
    const expected = await learned(model(), monthly(plain), one)
    expect(
      await learned(
        model(),
        withWeights(() => 1),
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
        withWeights((t) => (mixed[t] === 20 ? high : 1), series),
        { weights: 'w', epochs: 20, calibrate: false },
      )
      const { mean } = await model.predict(monthly(series))
      return mean.reduce((sum, value) => sum + value, 0) / horizon
    }
    expect(await meanOf(0)).toBeLessThan(12)
    expect(await meanOf(20)).toBeGreaterThan(17)
  })

  it('are the same from a stream of panels', async () => {
    const panel = withWeights((t, s) => (t + s) % 3)
    const stream = { count: 1, read: async () => panel }
    const [whole, streamed] = [gru(small), gru(small)]
    await whole.fit(panel, weighted)
    await streamed.fit(stream, weighted)
    expect(streamed.toState().tensors).toEqual(whole.toState().tensors)
  })

  it('leave held-out rows without weight out of the training, as missing ones', async () => {
    const report = await gru(small).fit(
      withWeights((t) => (t < 40 ? 1 : 0)),
      { ...weighted, calibrate: true },
    )
    expect(report.validation).toBeUndefined()
    expect(report.history!.epochs).toHaveLength(2)
  })
})

describe('the column of weights', () => {
  it('is no covariate, and a panel to forecast does not need it', async () => {
    const model = gru(small)
    await model.fit(
      withWeights((t) => 1 + t),
      weighted,
    )
    expect(model.facts().covariates).toEqual({ known: [], observed: [], static: [], categorical: [] })
    const plainModel = gru(small)
    await plainModel.fit(monthly(plain), once)
    const namesOf = ({ model: { inputs } }: NetworkForecaster) => inputs.map(({ name }) => name)
    expect(namesOf(model).filter((name) => name !== 'targetWeight')).toEqual(namesOf(plainModel))
    const without = (await model.predict(monthly(plain))).toRows()
    expect((await model.predict(withWeights(() => 7))).toRows()).toEqual(without)
  })

  it('stays beside covariates that the network reads', async () => {
    const panel = monthly(
      plain.map((one) => ({
        ...one,
        observed: {
          w: Float64Array.from({ length: rows }, (_, t) => t),
          price: Float64Array.from({ length: rows }, (_, t) => t % 5),
        },
      })),
    )
    const model = gru(small)
    await model.fit(panel, weighted)
    expect(model.facts().covariates).toMatchObject({ observed: ['price'] })
  })

  it('comes from a table of rows, in which steps may lack', async () => {
    const table = Array.from({ length: rows }, (_, t) => ({
      day: new Date(Date.UTC(2024, 0, 1 + t)),
      sales: 10 + (t % 7),
      w: t < 30 ? 0.5 : 1,
    })).filter((_, t) => t !== 20)
    const panel = panelFromRows(table, { time: 'day', target: 'sales', observed: ['w'], frequency: 'd' })
    const { history } = await gru(small).fit(panel, weighted)
    expect(history!.epochs.at(-1)!.loss).toBeGreaterThan(Number.NEGATIVE_INFINITY)
  })

  it('is optional in update of a network that has learned with it', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'weights-')), 'model.safetensors')
    const first = gru(small)
    await first.fit(
      withWeights((t) => t),
      weighted,
    )
    await first.save(path)
    const updated = async (panel: Panel, options: FitOptions) => {
      const model = (await loadForecaster(path)) as NetworkForecaster
      await model.update(panel, options)
      return model.toState().tensors
    }
    const { calibrate: _, weights: __, ...more } = weighted
    const expected = await updated(monthly(plain), more)
    expect(
      await updated(
        withWeights(() => 1),
        { ...more, weights: 'w' },
      ),
    ).toEqual(expected)
    expect(
      await updated(
        withWeights((t) => t),
        { ...more, weights: 'w' },
      ),
    ).not.toEqual(expected)
    const unweighted = gru(small)
    await unweighted.fit(monthly(plain), once)
    await expect(
      unweighted.update(
        withWeights(() => 1),
        { weights: 'w' },
      ),
    ).rejects.toThrow(/no weights in update/)
  })

  const refused = (panel: Panel, options = weighted) => expect(gru(small).fit(panel, options)).rejects
  it('must exist and hold numbers from 0', async () => {
    await refused(monthly(plain)).toThrow(/weights to name a column among.*got "w"\. Give the column.*observed/)
    await refused(
      withWeights(() => 1),
      { ...once, weights: 3 as never },
    ).toThrow(/weights to be a text/)
    const texts = monthly(plain.map((one) => ({ ...one, static: { w: 'heavy' } })))
    await refused(texts).toMatchObject({ code: 'ERR_TYPE', message: expect.stringMatching(/numbers.*"w"/) })
    await refused(withWeights((t) => 3 - t)).toThrow(/from 0 to 1e\+30 in column "w", got -1 in row 4 of series "s0"/)
    await refused(withWeights((t) => (t === 5 ? Number.NaN : 1))).toThrow(/a weight in column "w".*none in row 5/)
    await refused(withWeights(() => 0)).toThrow(/a weight above 0 in column "w"/)
    await refused(withWeights(() => 1e31)).toMatchObject({ code: 'ERR_RANGE' })
  })

  it('is refused by methods that do not train', async () => {
    const fit = theta({ horizon }).fit(
      withWeights(() => 1),
      { weights: 'w' },
    )
    await expect(fit).rejects.toThrow(/no weights for theta.*got weights: "w"\. Leave it out, or use a network/)
  })
})
