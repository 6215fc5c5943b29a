import { describe, expect, it } from 'vitest'
import { gru, negativeBinomial, point, quantiles } from '../../../src/forecast/index.ts'
import { panelFromSeries } from '../../../src/series/index.ts'
import { driven, horizon, monthly, seasonal } from './network_panels.ts'

const small = { horizon, hiddenSize: 4, context: 12, season: 1 }
const quick = { epochs: 1 }
const panel = monthly(driven(3, 40))
const fitted = async (options = {}) => {
  const model = gru({ ...small, ...options })
  await model.fit(panel, quick)
  return model
}

describe('an option of a network', () => {
  it.for([
    [{ hiddensize: 3 }, 'got "hiddensize"'],
    [{ dropout: 1 }, 'dropout to be at least 0 and below 1, got 1'],
    [{ scaling: 'minmax' }, 'scaling to be one of standard, none, mean, robust, last, got "minmax"'],
    [{ lags: [2] }, 'Expected lags to be a whole number from 6'],
    [{ lags: 12 }, 'Expected lags to be an array, got 12'],
    [{ output: 'gaussian' }, /^Expected output to be studentT\(\), gaussian\(\), .* or point\(\), got "gaussian"/],
    [
      { recursive: true, output: quantiles() },
      'Expected output to be point() or a distribution, because a recursive network draws values, got quantiles()',
    ],
    [
      { output: negativeBinomial(), scaling: 'standard' },
      'scaling to be mean or none for negativeBinomial(), whose values cannot be shifted',
    ],
  ] as const)('with an invalid value is refused by its name: %o', ([options, message]) => {
    expect(() => gru({ ...small, ...(options as object) })).toThrow(message)
  })

  it('of an output is checked where the output is made', () => {
    expect(() => quantiles([0.9, 0.1])).toThrow('levels that ascend')
    expect(() => point('median' as 'mae')).toThrow('got "median"')
  })
})

describe('a panel to fit', () => {
  it.for([
    ['one row', [1], 'Expected two observed values'],
    ['all missing', [Number.NaN, Number.NaN, Number.NaN], 'Expected two observed values'],
    ['a history shorter than the horizon', [1, 2, 3], 'at least as long as the horizon'],
  ] as const)('of %s is refused', async ([, values, message]) => {
    await expect(gru(small).fit(monthly([{ id: 'a', values }]), quick)).rejects.toThrow(message)
  })

  it('with constant values is forecast as the constant', async () => {
    const constant = monthly([{ id: 'a', values: new Float64Array(60).fill(7) }])
    const model = gru(small)
    await model.fit(constant, { epochs: 30 })
    const { mean } = await model.predict(constant)
    expect(mean.every((value) => Math.abs(value - 7) < 0.3)).toBe(true)
  })

  it('with few windows is trained in one step per epoch', async () => {
    const few = monthly([{ id: 'a', values: Float64Array.from({ length: 20 }, (_, t) => Math.sin(t)) }])
    for (const options of [quick, { ...quick, samplesPerEpoch: 1000 }]) {
      const { history } = await gru(small).fit(few, options)
      expect(history?.epochs[0].loss).toBeGreaterThan(0)
      expect(history?.epochs[0].learningRate).toBe(3e-3)
    }
  })

  it('with negative values is refused for counts', async () => {
    const negative = monthly([{ id: 'a', values: Float64Array.from({ length: 30 }, (_, t) => t - 3) }])
    await expect(gru({ ...small, output: negativeBinomial() }).fit(negative, quick)).rejects.toThrow(
      'got -3 in row 0 of series "a"',
    )
  })
})

describe('predict of a network', () => {
  it('refuses a network that is not fitted', async () => {
    await expect(gru(small).predict(panel)).rejects.toThrow('Call fit first')
    expect(() => gru(small).stream(panel)).toThrow('Call fit first')
  })

  it('refuses a missing covariate and one of another type, by name', async () => {
    const model = await fitted()
    await expect(model.predict(panel.with({ known: panel.known.slice(1) }))).rejects.toThrow(
      'Expected the known covariate "price" that fit has seen, got "day". Add the column',
    )
    const [price, day] = panel.known
    const texts = { ...day, name: 'price' }
    await expect(model.predict(panel.with({ known: [texts, day] }))).rejects.toMatchObject({ code: 'ERR_TYPE' })
    expect(price.kind).toBe('numeric')
  })

  it('refuses a known covariate without a value in the future, with series and step', async () => {
    const model = await fitted()
    const [price, day] = panel.known
    const row = panel.offsets[1] + panel.lengths[1] + 2
    const gap = { ...price, values: price.values.with(row, Number.NaN) }
    await expect(model.predict(panel.with({ known: [gap, day] }))).rejects.toThrow(
      'of series "s1", got none for step 3 (2003-07-01)',
    )
    const short = monthly(
      driven(3, 40).map((one) => ({ ...one, known: { price: Array.from(one.known!.price).slice(0, 43) } })),
    )
    await expect(model.predict(short)).rejects.toMatchObject({ code: 'ERR_DATA' })
  })

  it('refuses a category that was not there at fit, with those that were', async () => {
    const model = await fitted()
    const [price, day] = panel.known
    const other = { ...day, categories: ['quiet', 'holiday'] }
    await expect(model.predict(panel.with({ known: [price, other] }))).rejects.toThrow(
      /categories of "day" that fit has seen \(quiet, sale\), got "holiday" in series "s\d"/,
    )
  })

  it('matches categories by name, not by code', async () => {
    const model = await fitted()
    const [price, day] = panel.known
    const turned = { ...day, categories: ['sale', 'quiet'], values: day.values.map((code) => 1 - code) }
    const forecast = await model.predict(panel.with({ known: [price, turned] }))
    expect(forecast.mean).toEqual((await model.predict(panel)).mean)
  })

  it('accepts new ids, unless the network has embedIds', async () => {
    const renamed = panel.with({ ids: ['x', 'y', 'z'] })
    expect((await (await fitted()).predict(renamed)).seriesCount).toBe(3)
    const model = await fitted({ embedIds: true })
    expect((await model.predict(panel.select([2, 0]))).seriesCount).toBe(2)
    await expect(model.predict(renamed)).rejects.toThrow('because embedIds gives each an embedding, got "x"')
  })

  it('refuses another frequency than that of fit', async () => {
    const daily = panelFromSeries(seasonal(2, 40), { frequency: '1d' })
    await expect((await fitted()).predict(daily)).rejects.toThrow(
      'Expected a panel of frequency MS, as it was in fit, got d',
    )
  })

  it('rejects with ABORT_ERR at its signal, as fit does, and the forecaster stays usable', async () => {
    const model = await fitted()
    const signal = AbortSignal.abort()
    await expect(model.predict(panel, { signal })).rejects.toMatchObject({ code: 'ABORT_ERR' })
    await expect(model.fit(panel, { signal })).rejects.toMatchObject({ code: 'ABORT_ERR' })
    expect((await model.predict(panel)).seriesCount).toBe(3)
  })
})
