import { describe, expect, it } from 'vitest'
import { panelFromRows, panelFromSeries } from '../../../src/series/index.ts'
import { expectRefused, expectRejected, fit, good, isError, network, roles, rows, withCovariates } from './bad_input.ts'

describe('an infinite value', () => {
  it('is refused, with column and row', () => {
    const broken = (column: string) =>
      rows(60, 'north', (day) => (day === 9 ? { [column]: Number.POSITIVE_INFINITY } : {}))
    expectRefused(broken('sales'), 'ERR_NOT_FINITE', /column "sales", got Infinity \(row 9\)/)
    expectRefused(broken('price'), 'ERR_NOT_FINITE', /column "price", got Infinity \(row 9\)/, withCovariates)
    const series = (more: object) => () =>
      panelFromSeries([{ id: 'north', values: [1, 2], ...more }], { frequency: 'd' })
    expect(series({ values: [1, -1 / 0] })).toThrow(
      isError('ERR_NOT_FINITE', /"y of series north", got -Infinity \(row 1\)/),
    )
    expect(series({ known: { price: [1, 1 / 0] } })).toThrow(isError('ERR_NOT_FINITE', /"price of series north"/))
    expect(series({ static: { size: 1 / 0 } })).toThrow(isError('ERR_NOT_FINITE', /static "size" for series "north"/))
  })

  it('in the target of a panel is refused, with series and row', async () => {
    const values = good.target.values.with(9, Number.NEGATIVE_INFINITY)
    const broken = good.with({ target: { ...good.target, values } })
    await expectRejected(broken, 'ERR_NOT_FINITE', /finite values, got -Infinity in row 9 of series "north"/)
  })

  it('in a covariate of a panel is refused by networks, with series and row', async () => {
    const panel = panelFromRows(rows(60), { ...roles, observed: ['price'] })
    const [price] = panel.observed
    const broken = panel.with({ observed: [{ ...price, values: price.values.with(55, Number.POSITIVE_INFINITY) }] })
    const expected = isError('ERR_NOT_FINITE', /covariate "price", got Infinity in row 55 of series "north"/)
    const model = network()
    await expect(model.fit(broken)).rejects.toEqual(expected)
    await model.fit(panel, fit)
    await expect(model.predict(broken)).rejects.toEqual(expected)
    await expect(model.update(broken)).rejects.toEqual(expected)
  })
})

describe('a value of the wrong type', () => {
  it('in a column is refused, with row and value', () => {
    const broken = (column: string, value: unknown) =>
      rows(10, 'north', (day) => (day === 4 ? { [column]: value } : {}))
    expectRefused(broken('sales', 'lots'), 'ERR_TYPE', /number in column "sales", got "lots" \(row 4\)/)
    expectRefused(broken('sales', { value: 3 }), 'ERR_TYPE', /number in column "sales", got an object \(row 4\)/)
    expectRefused(
      broken('price', 'cheap'),
      'ERR_TYPE',
      /column "price", got "cheap" \(row 4\).*categorical/,
      withCovariates,
    )
    expectRefused(broken('promo', {}), 'ERR_TYPE', /texts or numbers in column "promo", got an object/, withCovariates)
    expectRefused(broken('date', true), 'ERR_DATA', /a time in column "date", got true \(row 4\)/)
    expectRefused(broken('shop', {}), 'ERR_DATA', /name of a series in column "shop", got an object \(row 4\)/)
  })

  it.for([
    ['no values', { id: 'a' }, /values of series "a" to be an array or a typed array, got nothing/],
    ['no id', { values: [1] }, /an id for series 0, got nothing/],
    ['one number for all steps', { id: 'a', values: [1], known: { price: 5 } }, /"price" of series "a" .* got 5/],
    ['nothing', null, /series 0 to be an object, got nothing/],
  ] as const)('in a series is refused: %s', ([, series, message]) => {
    expect(() => panelFromSeries([series as never], { frequency: 'd' })).toThrow(isError('ERR_TYPE', message))
  })

  it('a covariate of another type than at fit is refused by networks', async () => {
    const options = { ...roles, observed: ['price'] }
    const model = network()
    await model.fit(panelFromRows(rows(60), options), fit)
    const texts = panelFromRows(rows(60), { ...options, categorical: ['price'] })
    const expected = isError(
      'ERR_TYPE',
      /observed covariate "price" to be numeric, as it was in fit, got a categorical column/,
    )
    await expect(model.predict(texts)).rejects.toEqual(expected)
    await expect(model.update(texts)).rejects.toEqual(expected)
  })

  it('in an observation is refused by a stream', async () => {
    const model = network()
    await model.fit(good, fit)
    const stream = model.stream(good)
    await expect(stream.next({ values: ['lots'] as never })).rejects.toEqual(
      isError('ERR_TYPE', /number for "sales" for series "north", got "lots"/),
    )
    await expect(stream.next(undefined as never)).rejects.toEqual(isError('ERR_TYPE', /observation to be an object/))
  })
})
