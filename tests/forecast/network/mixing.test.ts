// Networks that mix series: a sample holds all series at one origin.

import { describe, expect, it } from 'vitest'
import { invertedTransformer, type NetworkForecaster, point, tsMixer } from '../../../src/forecast/index.ts'
import { type Panel, panelFromSeries } from '../../../src/series/index.ts'
import { noise } from '../data.ts'

const horizon = 2
const kinds = {
  invertedTransformer: (options: object = {}) =>
    invertedTransformer({ horizon, context: 12, hiddenSize: 32, dropout: 0, calendar: false, ...options }),
  tsMixer: (options: object = {}) =>
    tsMixer({ horizon, context: 12, hiddenSize: 16, dropout: 0, calendar: false, ...options }),
}
const training = { epochs: 40, batchSize: 32, calibrate: false }

/** Series `leads` is noise; `follows` repeats it two steps later. Alone, neither can be forecast. */
function pair(rows: number, change: Partial<Record<'leads' | 'follows', (value: number, row: number) => number>> = {}) {
  const same = (value: number) => value
  const drawn = (row: number) => 10 * noise(row, 1)
  return panelFromSeries(
    [
      { id: 'leads', values: Array.from({ length: rows }, (_, t) => (change.leads ?? same)(drawn(t), t)) },
      { id: 'follows', values: Array.from({ length: rows }, (_, t) => (change.follows ?? same)(drawn(t - 2), t)) },
    ],
    { frequency: 'd' },
  )
}

const followed = async (model: NetworkForecaster, panel: Panel) => (await model.predict(panel)).of('follows').mean

describe.each(Object.entries(kinds))('%s', (_, make) => {
  it('forecasts a series from another one', async () => {
    const model = make({ output: point('mse') })
    await model.fit(
      pair(600).cut(() => 590),
      training,
    )
    const mean = await followed(
      model,
      pair(600).cut(() => 598),
    )
    mean.forEach((value, step) => {
      expect(Math.abs(value - 10 * noise(596 + step, 1))).toBeLessThan(2)
    })
  })

  it('reads other series than the forecast one, and no row after the origin', async () => {
    const model = make()
    await model.fit(pair(100), { epochs: 2, calibrate: false })
    const at = (rows: (row: number) => boolean) =>
      followed(
        model,
        pair(100, { leads: (value, row) => (rows(row) ? value + 5 : value) }).cut(() => 90),
      )
    const plain = await at(() => false)
    expect(await at((row) => row === 89)).not.toEqual(plain)
    expect(await at((row) => row >= 90)).toEqual(plain)
  })

  it('keeps the level and the scale of each series', async () => {
    const at = async (level: number) => {
      const panel = pair(100, { leads: (value) => value + level, follows: (value) => 1e-3 * value })
      const model = make()
      await model.fit(panel, { epochs: 3, calibrate: false })
      const forecast = await model.predict(panel)
      return [...Array.from(forecast.of('leads').mean, (value) => value - level), ...forecast.of('follows').mean]
    }
    const [near, far] = [await at(0), await at(1e9)]
    near.forEach((value, i) => {
      expect(far[i]).toBeCloseTo(value, 3)
    })
    for (const value of near.slice(horizon)) expect(Math.abs(value)).toBeLessThan(0.03)
  })

  it('has the same bits for any number of threads and any batch', async () => {
    const fitted = async (threads: number) => {
      const model = make({ seed: 5 })
      await model.fit(pair(120), { epochs: 2, calibrate: false, threads })
      return model
    }
    const [one, four] = [await fitted(1), await fitted(4)]
    const forecast = (await one.predict(pair(120), { threads: 1 })).mean
    expect((await four.predict(pair(120), { threads: 4, batchSize: 1 })).mean).toEqual(forecast)
  })

  it('takes gaps, a series that ends early, and one that begins late', async () => {
    const gaps = pair(100, {
      leads: (value, row) => (row % 11 === 3 || row >= 94 ? Number.NaN : value),
      follows: (value, row) => (row < 40 ? Number.NaN : 1e6 + value),
    })
    const model = make()
    const { history } = await model.fit(gaps, { epochs: 3, calibrate: false })
    expect(history?.epochs.every(({ loss }) => Number.isFinite(loss) && loss < 100)).toBe(true)
    const { mean } = await model.predict(gaps)
    expect(mean.every(Number.isFinite)).toBe(true)
    using stream = model.stream(gaps)
    const next = await stream.next({ values: [Number.NaN, 1e6 + 4] })
    const longer = pair(101, {
      leads: (value, row) => (row % 11 === 3 || row >= 94 ? Number.NaN : value),
      follows: (value, row) => (row < 40 ? Number.NaN : row === 100 ? 1e6 + 4 : 1e6 + value),
    })
    expect(next.mean).toEqual((await model.predict(longer)).mean)
  })

  it('forecasts a single series, and all windows of a backtest', async () => {
    const model = make()
    const alone = pair(80).select([0])
    await model.fit(alone, { epochs: 1, calibrate: false })
    expect((await model.predict(alone)).mean).toHaveLength(horizon)
    const { windows } = await make().backtest(pair(80), { windows: 3, fit: { epochs: 1, calibrate: false } })
    expect(windows).toHaveLength(3)
  })

  it('refuses series whose times differ, and says what to do', async () => {
    const shifted = panelFromSeries(
      [
        { id: 'a', start: '2024-01-01', values: Array.from({ length: 60 }, (_, t) => t % 7) },
        { id: 'b', start: '2024-01-02', values: Array.from({ length: 60 }, (_, t) => t % 5) },
      ],
      { frequency: 'd' },
    )
    await expect(make().fit(shifted)).rejects.toMatchObject({
      code: 'ERR_DATA',
      message: expect.stringMatching(
        /same times .* "a" from 2024-01-01 to 2024-02-29, and "b" from 2024-01-02 to 2024-03-01\. Cut them to the same rows, or use a kind/,
      ),
    })
  })

  it('refuses other series than those of fit', async () => {
    const model = make()
    await model.fit(pair(60), { epochs: 1, calibrate: false })
    const turned = pair(60).select([1, 0])
    await expect(model.predict(turned)).rejects.toMatchObject({
      code: 'ERR_DATA',
      message: expect.stringMatching(/same order .* got 2: "follows" where "leads" was/),
    })
    await expect(model.predict(pair(60).select([0]))).rejects.toThrow('got 1: nothing where "follows" was')
    expect(() => model.stream(turned)).toThrow('same order')
    await expect(model.update(turned)).rejects.toThrow('same order')
  })
})
