// The inputs that people get wrong, by name, through every way in: how a panel is made, and what is done with it.

import { DataFrame } from 'danfojs-node'
import { describe, expect, it } from 'vitest'
import { prepare } from '../../src/danfo/index.ts'
import * as forecasting from '../../src/forecast/index.ts'
import {
  type Panel,
  type PanelOptions,
  panelFromColumns,
  panelFromRows,
  panelFromSeries,
} from '../../src/series/index.ts'
import { noise } from './data.ts'

const { ar, auto, conformal, deepAr, ensemble, ets, gru, naive, theta } = forecasting
type Row = Record<string, unknown>

const horizon = 7
const small = { horizon, hiddenSize: 4, context: 14 }
const network = () => gru(small)
const roles: PanelOptions = { series: 'shop', time: 'date', target: 'sales', frequency: 'd' }
const withCovariates: PanelOptions = { ...roles, known: ['price', 'promo'], categorical: ['promo'] }

const dateOf = (day: number) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10)
const salesOf = (day: number) => 10 + (day % 7) + noise(day)
const days = <T>(count: number, of: (day: number) => T): T[] => Array.from({ length: count }, (_, day) => of(day))

/** Days of a shop; a change of a row gives what is wrong with it. */
const rows = (count: number, shop = 'north', change: (day: number) => Row = () => ({})): Row[] =>
  days(count, (day) => ({
    ...{ shop, date: dateOf(day), sales: salesOf(day), price: 1 + (day % 3), promo: day % 5 ? 'no' : 'yes' },
    ...change(day),
  }))

const names = ['shop', 'date', 'sales', 'price', 'promo']
const makers: Record<string, (data: Row[], options?: PanelOptions) => Panel> = {
  panelFromRows: (data, options = roles) => panelFromRows(data, options),
  panelFromColumns: (data, options = roles) =>
    panelFromColumns(Object.fromEntries(names.map((name) => [name, data.map((row) => row[name])])), options),
  'prepare().toPanel': (data, options = roles) => {
    const values = data.map((row) => names.map((name) => row[name]))
    return prepare(new DataFrame(values, { columns: names }), options).toPanel()
  },
}

const good = panelFromRows(rows(60), roles)
const panelOf = (values: ArrayLike<number>, id = 'north') =>
  panelFromSeries([{ id, start: '2024-01-01', values }], { frequency: 'd', target: 'sales' })

const forecasters = {
  naive: () => naive({ horizon }),
  ets: () => ets({ horizon }),
  'ar, global': () => ar({ horizon, scope: 'global' }),
  gru: network,
  'gru, recursive': () => gru({ ...small, recursive: true }),
  deepAr: () => deepAr(small),
  conformal: () => conformal(theta({ horizon })),
  ensemble: () => ensemble([naive({ horizon }), network()]),
}
const fit = { epochs: 1 }

/** Everything that takes a panel. */
const uses = (panel: Panel): Record<string, () => Promise<unknown>> => {
  const all: Record<string, () => Promise<unknown>> = {
    auto: () => auto(panel, { horizon, candidates: [naive({ horizon }), network()], fit }),
    'gru.update': async () => {
      const model = network()
      await model.fit(good, fit)
      return model.update(panel, fit)
    },
    'gru.stream': async () => {
      const model = network()
      await model.fit(good, fit)
      return model.stream(panel).next({ values: [5] })
    },
  }
  for (const [name, make] of Object.entries(forecasters)) {
    all[`${name}.fit`] = () => make().fit(panel, fit)
    all[`${name}.predict`] = async () => {
      const model = make()
      await model.fit(good, fit)
      return model.predict(panel)
    }
    all[`${name}.backtest`] = () => make().backtest(panel, { windows: 2, fit })
  }
  return all
}

const isError = (code: string, message: RegExp) =>
  expect.objectContaining({ name: 'GatecastError', code, message: expect.stringMatching(message) })

/** Every maker refuses the rows. */
function expectRefused(data: Row[], code: string, message: RegExp, options?: PanelOptions): void {
  for (const [name, make] of Object.entries(makers))
    expect(() => make(data, options), name).toThrow(isError(code, message))
}

/** Everything that takes a panel rejects this one; a backtest may have words of its own. */
async function expectRejected(panel: Panel, code: string, message: RegExp, backtest = message): Promise<void> {
  for (const [name, use] of Object.entries(uses(panel))) {
    const expected = name.endsWith('.backtest') ? backtest : message
    await expect(use(), name).rejects.toEqual(isError(code, expected))
  }
}

describe('no rows', () => {
  it('make no panel', () => {
    expectRefused([], 'ERR_DATA', /at least one row for \w+, got none/)
    expect(() => panelFromSeries([], { frequency: 'd' })).toThrow(isError('ERR_DATA', /at least one series, got none/))
  })

  it('in a series, and a panel without series, cannot be forecast', async () => {
    await expectRejected(good.select([]), 'ERR_DATA', /a panel with a series, got one without any/)
    const message = /two observed values or more in the history of series "north", got 0 in 0 rows/
    await expectRejected(panelOf([]), 'ERR_DATA', message, /16 rows or more .* got 0 in the longest/)
  })
})

describe('one row', () => {
  it('makes no panel', () => {
    expectRefused(rows(1), 'ERR_DATA', /at least two rows of history, got one/)
  })

  it('of a series cannot be forecast', async () => {
    const message =
      /two observed values or more in the history of series "north", got 1 in 1 row\. Leave such series out/
    await expectRejected(panelOf([3]), 'ERR_DATA', message, /16 rows or more .* got 1 in the longest/)
  })
})

it('all missing: rejected, with the series', async () => {
  const missing = panelFromRows(
    rows(60, 'north', () => ({ sales: null })),
    roles,
  )
  const message = /two observed values or more in the history of series "north", got 0 in 60 rows/
  await expectRejected(
    missing,
    'ERR_DATA',
    message,
    /before the first origin in a series, got fewer in each: all missing/,
  )
})

describe('all constant', () => {
  const constant = panelFromRows(
    rows(60, 'north', () => ({ sales: 5 })),
    roles,
  )

  it('is forecast as the constant by every baseline, with an interval of no width', async () => {
    for (const make of [forecasters.naive, forecasters.ets, forecasters['ar, global'], forecasters.conformal]) {
      const model = make()
      await model.fit(constant)
      const { mean, quantiles } = await model.predict(constant)
      for (const values of [mean, ...quantiles]) for (const value of values) expect(value).toBeCloseTo(5, 9)
    }
  })

  it('is forecast near it by a network', async () => {
    const model = network()
    await model.fit(constant, { epochs: 30 })
    for (const value of (await model.predict(constant)).mean) expect(Math.abs(value - 5)).toBeLessThan(0.3)
  })

  it('has no MASE, which auto says, and other scores', async () => {
    const candidates = [naive({ horizon })]
    await expect(auto(constant, { horizon, candidates })).rejects.toEqual(
      isError('ERR_DATA', /mase is defined, got NaN for all series.* Name another metric, such as "mae"/),
    )
    expect((await auto(constant, { horizon, candidates, metric: 'mae' })).score).toBe(0)
    const { overall } = await conformal(naive({ horizon })).backtest(constant, { windows: 2 })
    expect(overall).toMatchObject({ mae: 0, mase: Number.NaN, coverage80: 1, width80: 0 })
  })
})

it('duplicate timestamps: refused, with both rows, and what aggregates them', () => {
  const message =
    /one row per time step in series "north", got two for 2024-01-03 \(rows 2 and 10\)\. Aggregate .*'sum'/
  expectRefused([...rows(10), ...rows(3).slice(2)], 'ERR_DATA', message)
})

it('unsorted rows: the same panel as sorted ones', () => {
  for (const make of Object.values(makers)) expect(make(rows(20).reverse())).toEqual(make(rows(20)))
})

describe('mixed frequency', () => {
  it('in two series is refused, declared or inferred', () => {
    const weekly = rows(10, 'south', (day) => ({ date: dateOf(7 * day) }))
    const message = /rows of frequency "d" in series "south", got one only every 7 steps\. .*resample\(\)/
    expectRefused([...rows(10), ...weekly], 'ERR_DATA', message)
    expectRefused([...rows(10), ...weekly], 'ERR_DATA', message, { ...roles, frequency: undefined })
  })

  it('in one series is refused where it has to be inferred', () => {
    const slower = rows(20, 'north', (day) => ({ date: dateOf(day < 8 ? day : 8 + 7 * (day - 7)) }))
    const message = /a steady frequency, got a mix: .* only 37 % of the steps are that long\. Give frequency/
    expectRefused(slower, 'ERR_DATA', message, { ...roles, frequency: undefined })
  })

  it('shorter than the declared one is refused, with the time', () => {
    const hourly = rows(10, 'north', (hour) => ({ date: Date.UTC(2024, 0, 1, hour) }))
    expectRefused(
      hourly,
      'ERR_DATA',
      /steady steps in series "north" for frequency "d", got 2024-01-01T01:00:00Z after/,
    )
  })

  it('other than that of fit is refused by a network', async () => {
    const model = network()
    await model.fit(good, fit)
    const hourly = panelFromSeries([{ id: 'north', values: days(60, salesOf) }], { frequency: 'h' })
    const expected = isError('ERR_DATA', /a panel of frequency d, as at fit, got h/)
    await expect(model.predict(hourly)).rejects.toEqual(expected)
    await expect(model.update(hourly)).rejects.toEqual(expected)
    expect(() => model.stream(hourly)).toThrow(expected)
  })
})

describe('a horizon longer than the series', () => {
  const short = panelOf([1, 2, 3, 4, 5])

  it('is refused where one has to learn or to test', async () => {
    for (const make of [forecasters.naive, forecasters['ar, global'], network, forecasters.ensemble]) {
      const expected = isError(
        'ERR_DATA',
        /as long as the horizon of 7 steps, got 5 rows in the longest series\. Forecast/,
      )
      await expect(make().fit(short)).rejects.toEqual(expected)
      await expect(make().backtest(short, { windows: 1 })).rejects.toEqual(
        isError('ERR_DATA', /a series of 9 rows or more for 1 windows of 7 steps, got 5 in the longest\. Use fewer/),
      )
    }
  })

  it('is no reason not to forecast a young series with what others taught', async () => {
    for (const make of Object.values(forecasters)) {
      const model = make()
      await model.fit(good, fit)
      expect((await model.predict(short)).mean.every(Number.isFinite)).toBe(true)
    }
  })
})

describe('at predict', () => {
  const future = (count: number, promo: string) =>
    days(count, (day) => ({ shop: 'north', date: dateOf(60 + day), price: 2, promo }))
  const panelWith = (...ahead: Row[]) => panelFromRows([...rows(60), ...ahead], withCovariates)

  const rejectedBy = async (panel: Panel, code: string, message: RegExp) => {
    for (const make of [
      network,
      forecasters['gru, recursive'],
      forecasters.ensemble,
      () => conformal(network(), { windows: 3 }),
    ]) {
      const model = make()
      await model.fit(panelWith(), fit)
      await expect(model.predict(panel)).rejects.toEqual(isError(code, message))
    }
  }

  it('an unseen category: rejected, with those that were seen', () =>
    rejectedBy(
      panelWith(...future(7, 'sometimes')),
      'ERR_DATA',
      /categories of "promo" that were there at fit \(no, yes\), got "sometimes" in series "north"\. Fit again/,
    ))

  it('missing future covariates: rejected, with series, step and date', async () => {
    const message = (step: number, date: string) =>
      new RegExp(
        `"price", which is known in the future, .* series "north", got none for step ${step} \\(${date}\\)\\. Add rows`,
      )
    await rejectedBy(panelWith(), 'ERR_DATA', message(1, '2024-03-01'))
    await rejectedBy(panelWith(...future(4, 'no')), 'ERR_DATA', message(5, '2024-03-05'))
  })

  it('missing future covariates: rejected by a stream, too', async () => {
    const model = network()
    await model.fit(panelWith(), fit)
    const next = { values: [5] }
    await expect(model.stream(panelWith(...future(7, 'no'))).next(next)).rejects.toEqual(
      isError('ERR_DATA', /"price", which is known .* got none for step 7 \(2024-03-08\)/),
    )
  })

  it('an id that was not there at fit: forecast, unless each id has an embedding', async () => {
    const other = panelOf(days(60, salesOf), 'south')
    for (const make of Object.values(forecasters)) {
      const model = make()
      await model.fit(good, fit)
      expect((await model.predict(other)).ids).toEqual(['south'])
    }
    const model = gru({ ...small, embedIds: true })
    await model.fit(good, fit)
    await expect(model.predict(other)).rejects.toEqual(
      isError('ERR_DATA', /series that were fitted, .* got "south"\. The nearest are "north".* without embedIds/),
    )
  })
})

describe('infinite values', () => {
  it('are refused, with column and row', () => {
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

  it('in the target of a panel are rejected, with series and row', async () => {
    const values = good.target.values.with(9, Number.NEGATIVE_INFINITY)
    const broken = good.with({ target: { ...good.target, values } })
    await expectRejected(broken, 'ERR_NOT_FINITE', /finite values, got -Infinity in row 9 of series "north"/)
  })

  it('in covariates of a panel are rejected by networks, with series and row', async () => {
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

describe('a column of the wrong type', () => {
  it('is refused, with row and value', () => {
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
    ['nothing', null, /Expected series 0 to be an object, got nothing/],
  ] as const)('is refused in a series: %s', ([, series, message]) => {
    expect(() => panelFromSeries([series as never], { frequency: 'd' })).toThrow(isError('ERR_TYPE', message))
  })

  it('of another type than at fit is rejected by networks', async () => {
    const options = { ...roles, observed: ['price'] }
    const model = network()
    await model.fit(panelFromRows(rows(60), options), fit)
    const texts = panelFromRows(rows(60), { ...options, categorical: ['price'] })
    const expected = isError(
      'ERR_TYPE',
      /observed covariate "price" to be numeric, as at fit, got a categorical column/,
    )
    await expect(model.predict(texts)).rejects.toEqual(expected)
    await expect(model.update(texts)).rejects.toEqual(expected)
  })

  it('is rejected by a stream', async () => {
    const model = network()
    await model.fit(good, fit)
    const stream = model.stream(good)
    await expect(stream.next({ values: ['lots'] as never })).rejects.toEqual(
      isError('ERR_TYPE', /number for "sales" for series "north", got "lots"/),
    )
    await expect(stream.next(undefined as never)).rejects.toEqual(isError('ERR_TYPE', /observation to be an object/))
  })
})

describe('something else', () => {
  it('in place of a panel: rejected, with how to make one', async () => {
    const frame = new DataFrame(rows(60))
    await expectRejected(
      frame as never,
      'ERR_TYPE',
      /a panel, got a DataFrame\. Make one with .*prepare\(frame, \.\.\.\)/,
    )
    await expectRejected(rows(60) as never, 'ERR_TYPE', /a panel, got an array/)
    await expectRejected(undefined as never, 'ERR_TYPE', /a panel, got nothing/)
  })

  it('in place of rows, columns or a frame: refused, with where it goes', () => {
    const frame = new DataFrame(rows(3))
    expect(() => panelFromRows(frame as never, roles)).toThrow(isError('ERR_TYPE', /got a DataFrame\. Use prepare/))
    expect(() => panelFromColumns(frame as never, roles)).toThrow(isError('ERR_TYPE', /got a DataFrame\. Use prepare/))
    expect(() => panelFromColumns(null as never, roles)).toThrow(isError('ERR_TYPE', /columns as an object of arrays/))
    expect(() => prepare(rows(3) as never, roles)).toThrow(isError('ERR_TYPE', /got an array\. .*panelFromRows/))
  })

  it('in place of a forecaster: refused', () => {
    const message = /a forecaster such as gru\(\{ horizon: 28 \}\)/
    expect(() => conformal(undefined as never)).toThrow(isError('ERR_TYPE', message))
    expect(() => ensemble([null as never])).toThrow(isError('ERR_TYPE', message))
  })
})

it('options of predict that are misspelt are refused', async () => {
  const model = network()
  await model.fit(good, fit)
  const expected = isError('ERR_RANGE', /options of predict to be among quantiles, .* got "quantile"/)
  await expect(model.predict(good, { quantile: [0.5] } as never)).rejects.toEqual(expected)
  await expect(naive({ horizon }).predict(good, { quantile: [0.5] } as never)).rejects.toEqual(expected)
})
