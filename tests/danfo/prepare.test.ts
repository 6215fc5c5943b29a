import { DataFrame } from 'danfojs-node'
import { describe, expect, it } from 'vitest'
import { fill, type Pipeline, pipelineFromJSON, prepare, regularise, scale } from '../../src/danfo/index.ts'

const options = { series: 'store', time: 'date', target: 'sales' } as const

const sales = () =>
  new DataFrame({
    store: ['a', 'a', 'a', 'b', 'b', 'b'],
    date: ['2024-01-01', '2024-01-03', '2024-01-02', '2024-01-01', '2024-01-02', '2024-01-04'],
    sales: [1, 3, null, 10, 20, 40],
    promo: [0, 1, 0, 0, 0, 1],
  })

/** The columns of a frame by name. */
const columns = (frame: { columns: string[]; values: unknown }) =>
  Object.fromEntries(frame.columns.map((name, at) => [name, (frame.values as unknown[][]).map((row) => row[at])]))

function expectClose(got: ArrayLike<number>, expected: readonly number[]): void {
  for (const [row, value] of expected.entries()) expect(got[row]).toBeCloseTo(value)
}

describe('prepare', () => {
  it('makes a panel from a frame', () => {
    const panel = prepare(sales(), { ...options, frequency: '1d', known: ['promo'] })
      .regularise()
      .fill('linear')
      .calendar(['dayOfWeek'])
      .toPanel()
    expect(Array.from(panel.target.values)).toEqual([1, 2, 3, 10, 20, 30, 40])
    expect(panel.known.map(({ name }) => name)).toEqual(['promo', 'dayOfWeek'])
    expect(Array.from(panel.known[1].values)).toEqual([1, 2, 3, 1, 2, 3, 4])
  })

  it('returns a frame of the same class, sorted by series and time', () => {
    const frame = prepare(sales(), options).regularise().toFrame()
    expect(frame).toBeInstanceOf(DataFrame)
    expect(columns(frame)).toEqual({
      store: ['a', 'a', 'a', 'b', 'b', 'b', 'b'],
      date: ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04'],
      sales: [1, NaN, 3, 10, 20, NaN, 40],
      promo: [0, 0, 1, 0, 0, NaN, 1],
    })
  })

  it('changes neither the frame nor the pipeline before a step', () => {
    const frame = sales()
    const begun = prepare(frame, options).regularise()
    const before = columns(begun.toFrame())
    begun.fill('linear').scale('standard').log({ offset: 5 }).toFrame()
    expect(columns(frame)).toEqual(columns(sales()))
    expect(columns(begun.toFrame())).toEqual(before)
  })

  it('reads columns that begin with a missing value, and empty ones', () => {
    const frame = new DataFrame({ date: ['2024-01-01', '2024-01-02'], sales: [null, 2], note: [undefined, undefined] })
    expect(Array.from(prepare(frame, { time: 'date', target: 'sales' }).toPanel().target.values)).toEqual([NaN, 2])
  })

  it('reads a date and an hour in two columns', () => {
    const frame = new DataFrame({ day: ['1/1/11', '1/1/11'], hr: [0, 1], cnt: [5, 6] })
    const panel = prepare(frame, { time: ['day', 'hr'], target: 'cnt' }).toPanel()
    expect(panel.frequency.text).toBe('h')
    expect(panel.starts[0]).toBe(Date.UTC(2011, 0, 1))
  })

  it('refuses a date without its hour, and does not read it as midnight', () => {
    const frame = new DataFrame({ day: ['1/1/11', '1/1/11'], hr: [0, null], cnt: [5, 6] })
    expect(() => prepare(frame, { time: ['day', 'hr'], target: 'cnt' })).toThrow(
      /column "day hr", got nothing \(row 1\)/,
    )
  })

  it('reads future rows with the known covariates', () => {
    const future = new DataFrame({ store: ['a', 'a'], date: ['2024-01-04', '2024-01-05'], promo: [1, 0] })
    const panel = prepare(sales(), { ...options, known: ['promo'], future }).toPanel()
    expect(Array.from(panel.lengths)).toEqual([3, 4])
    expect(Array.from(panel.known[0].values.subarray(0, 5))).toEqual([0, 0, 1, 1, 0])
    expect(() => prepare(sales(), { ...options, future })).toThrow(/known in the future.*Name them/)
  })

  it('writes times on the clock of the time zone', () => {
    const frame = new DataFrame({ at: ['2024-03-31 01:00', '2024-03-31 03:00', '2024-03-31 04:00'], y: [1, 2, 3] })
    const out = prepare(frame, { time: 'at', timeZone: 'Europe/Berlin' }).regularise().toFrame()
    expect(columns(out).at).toEqual([
      '2024-03-31T01:00:00+01:00',
      '2024-03-31T03:00:00+02:00',
      '2024-03-31T04:00:00+02:00',
    ])
  })

  it('allows any name for a column or a series', () => {
    const frame = new DataFrame(
      [
        ['constructor', '2024-01-01', 1, 5],
        ['constructor', '2024-01-02', 2, 6],
        ['__proto__', '2024-01-01', 3, 7],
      ],
      { columns: ['valueOf', 'date', 'constructor', 'toString'] },
    )
    const options = { series: 'valueOf', time: 'date', target: 'constructor', observed: ['toString'] }
    const pipeline = prepare(frame, options).regularise().difference().scale('standard', { per: 'series' })
    expect(columns(pipeline.toFrame())).toMatchObject({ valueOf: ['constructor', 'constructor', '__proto__'] })
    const back = pipelineFromJSON(JSON.stringify(pipeline)).apply(frame)
    expect(columns(back.inverse(back.toFrame())).constructor).toEqual([1, 2, 3])
  })

  it.for([
    [
      () => prepare({} as DataFrame, options),
      /a frame of apache-arrow, nodejs-polars, arquero or danfojs-node for prepare, got an object/,
    ],
    [() => prepare(sales(), { ...options, known: ['promos'] }), /column "promos" \(known\).*Did you mean "promo"\?/],
    [() => prepare(sales(), { ...options, targt: 'sales' } as never), /got "targt"\. Did you mean "target"\?/],
    [() => prepare(sales(), options).fill('lineal' as 'linear'), /method of fill to be one of .*"lineal"/],
    [
      () => prepare(sales(), options).fill('linear', { limits: 3 } as never),
      /options of fill.*"limits"\. Did you mean "limit"/,
    ],
    [() => prepare(sales(), options).fill('seasonal'), /season for fill.*regularise\(\) first/],
    [() => prepare(sales(), options).fill('linear', { columns: ['store'] }), /column "store"/],
    [() => prepare(sales(), { series: 'store', time: 'date' }).lags([1]), /columns of lags, or a target/],
    [() => prepare(sales(), { series: 'store', target: 'sales' }).calendar(['month']), /column of times/],
    [() => prepare(sales(), { series: 'store', time: 'date' }).toPanel(), /Expected a target/],
    [
      () => prepare(new DataFrame([], { columns: ['date', 'sales'] }), { time: 'date' }),
      /at least one row for prepare, got none/,
    ],
  ] as [() => unknown, RegExp][])('throws an error that explains the mistake: %#', ([act, message]) => {
    expect(act).toThrow(expect.objectContaining({ name: 'GatecastError', message: expect.stringMatching(message) }))
  })
})

describe('the steps as functions', () => {
  it('take a frame and return a frame', () => {
    const frame = sales()
    const regular = regularise(frame, options)
    const filled = fill(regular, options, 'constant', { value: -1, mask: true })
    expect(columns(filled)).toMatchObject({
      sales: [1, -1, 3, 10, 20, -1, 40],
      sales_missing: [0, 1, 0, 0, 0, 1, 0],
    })
    expect(columns(frame)).toEqual(columns(sales()))
  })

  it('work on frames without series, time or target', () => {
    const out = scale(new DataFrame({ x: [1, 2, 3] }), {}, 'minMax')
    expect(columns(out)).toEqual({ x: [0, 0.5, 1] })
  })
})

describe('a saved pipeline', () => {
  const again = (pipeline: Pipeline) => pipelineFromJSON(JSON.stringify(pipeline))
  const next = () =>
    new DataFrame({
      store: ['b', 'b', 'b'],
      date: ['2024-02-01', '2024-02-02', '2024-02-04'],
      sales: [100, 200, 400],
      promo: [0, 1, 1],
    })

  it('does the same steps on new data, with the values that it learned before', () => {
    const pipeline = prepare(sales(), options).regularise().fill('linear').scale('standard', { per: 'series' })
    const panel = again(pipeline).apply(next()).toPanel()
    const [location, deviation] = [25, Math.sqrt(125)]
    const expected = [100, 200, 300, 400].map((value) => (value - location) / deviation)
    expect(panel.target.values.length).toBe(4)
    expectClose(panel.target.values, expected)
    expect(columns(again(pipeline).apply(sales()).toFrame())).toEqual(columns(pipeline.toFrame()))
  })

  it('keeps the inferred frequency', () => {
    const pipeline = prepare(sales(), options).regularise()
    const single = new DataFrame({
      store: ['a', 'b'],
      date: ['2024-02-01', '2024-02-05'],
      sales: [1, 2],
      promo: [0, 0],
    })
    expect(again(pipeline).apply(single).toPanel().frequency.text).toBe('d')
  })

  it('refuses a series that it was not fitted on', () => {
    const pipeline = prepare(sales(), options).scale('standard', { per: 'series' })
    const stranger = new DataFrame({ store: ['c'], date: ['2024-02-01'], sales: [1], promo: [0] })
    expect(() => pipeline.apply(stranger)).toThrow(/series that scale was fitted on, got "c".*per: 'panel'/)
    expect(() => prepare(sales(), options).scale('standard').apply(stranger)).not.toThrow()
  })

  it('refuses a category that it has not seen', () => {
    const weather = (...values: string[]) =>
      new DataFrame({ date: values.map((_, day) => `2024-01-0${day + 1}`), weather: values })
    const pipeline = prepare(weather('sun', 'rain', 'sun'), { time: 'date' }).oneHot({ columns: 'weather' })
    expect(columns(pipeline.toFrame())).toMatchObject({ weather_rain: [0, 1, 0], weather_sun: [1, 0, 1] })
    expect(() => pipeline.apply(weather('snow'))).toThrow(/column "weather".*got "snow" \(row 0\)/)
  })

  it('learns from training rows only, if fitOn is given', () => {
    const scaled = (fitOn: object) =>
      prepare(sales(), options).regularise().scale('minMax', { per: 'series', fitOn }).toPanel()
    expect(Array.from(scaled({ before: '2024-01-03' }).target.values)).toEqual([0, NaN, 2, 0, 1, NaN, 3])
    expect(Array.from(scaled({ share: 0.5 }).target.values)).toEqual([0, NaN, 2, 0, 1, NaN, 3])
    expect(() => scaled({ until: 1 })).toThrow(/options of fitOn.*"until"/)
  })

  it('cannot be saved with a function, nor read from other JSON', () => {
    const pipeline = prepare(sales(), options).holidays((date) => date.endsWith('12-25'))
    expect(() => JSON.stringify(pipeline)).toThrow(/a function in holidays\(\)/)
    expect(() => pipelineFromJSON('{}')).toThrow(/saved gatecast pipeline of version 1/)
    expect(() => pipelineFromJSON('not JSON')).toThrow(/saved pipeline as JSON, got "not JSON"/)
    const foreign = { kind: 'gatecast pipeline', version: 1, options, steps: [{ step: 'toString', arguments: [] }] }
    expect(() => pipelineFromJSON(JSON.stringify(foreign)).apply(sales())).toThrow(/steps of gatecast.*"toString"/)
  })
})

describe('inverse', () => {
  it.for([
    ['scale', (p: Pipeline) => p.scale('robust', { per: 'series' })],
    ['log', (p: Pipeline) => p.log({ offset: 1 })],
    ['boxCox', (p: Pipeline) => p.boxCox()],
    ['difference', (p: Pipeline) => p.difference()],
    ['seasonal difference', (p: Pipeline) => p.difference({ lag: 2 })],
    ['all of them', (p: Pipeline) => p.boxCox().difference().scale('standard').difference({ lag: 2 })],
  ] as [string, (p: Pipeline) => Pipeline][])('undoes %s', ([, step]) => {
    const filled = prepare(sales(), options).regularise().fill('linear')
    const pipeline = step(filled)
    const back = columns(pipeline.inverse(pipeline.toFrame())).sales as number[]
    const expected = columns(filled.toFrame()).sales as number[]
    expect(columns(pipeline.toFrame()).sales).not.toEqual(expected)
    expectClose(back, expected)
  })

  it('undoes the steps on forecasts that follow the history', () => {
    const pipeline = prepare(sales(), options).regularise().fill('linear').difference().scale('standard')
    const unit = JSON.parse(JSON.stringify(pipeline)).steps.at(-1).state.sales.all
    // The last value of series b is 40. The forecast z stands for a difference of +5 in each of two steps.
    const z = (5 - unit.location) / unit.scale
    const forecast = new DataFrame({
      store: ['b', 'b'],
      date: ['2024-01-05', '2024-01-06'],
      mean: [z, z],
      path: [z, z],
    })
    const back = columns(pipeline.inverse(forecast, { columns: ['mean', 'path'] }))
    expectClose(back.mean as number[], [45, 50])
    expect(back.path).toEqual(back.mean)
    const later = new DataFrame({ store: ['b'], date: ['2024-01-09'], mean: [0] })
    expect(() => pipeline.inverse(later, { columns: 'mean' })).toThrow(/from 2024-01-01 or 2024-01-05 on.*2024-01-09/)
  })
})
