import { DataFrame } from 'danfojs-node'
import { describe, expect, it } from 'vitest'
import { type Pipeline, prepare } from '../../src/danfo/index.ts'

const columns = (pipeline: Pipeline) => {
  const frame = pipeline.toFrame()
  return Object.fromEntries(
    frame.columns.map((name, at) => [name, (frame.values as unknown[][]).map((row) => row[at])]),
  )
}

const daily = (values: (number | null)[], more: Record<string, unknown[]> = {}, start = '2024-01-01') =>
  new DataFrame({
    date: values.map((_, day) => new Date(Date.parse(start) + day * 86_400_000).toISOString().slice(0, 10)),
    y: values,
    ...more,
  })
const options = { time: 'date', target: 'y' } as const

describe('resample', () => {
  const january = daily(Array.from({ length: 45 }, (_, day) => day))

  it('brings days to months, named by their first or last day', () => {
    const months = columns(prepare(january, options).resample('MS', { aggregate: 'sum' }))
    expect(months).toEqual({ date: ['2024-01-01', '2024-02-01'], y: [465, 525] })
    expect(columns(prepare(january, options).resample('ME', { aggregate: 'last' }))).toEqual({
      date: ['2024-01-31', '2024-02-29'],
      y: [30, 44],
    })
  })

  it('brings days to weeks that end on a Sunday, and pairs of them', () => {
    expect(columns(prepare(january, options).resample('W-SUN', { aggregate: 'min' })).y).toEqual([
      0, 7, 14, 21, 28, 35, 42,
    ])
    const pairs = columns(prepare(january, options).resample('2W-SUN', { aggregate: 'max' }))
    expect(pairs.date).toEqual(['2024-01-07', '2024-01-21', '2024-02-04', '2024-02-18'])
    expect(pairs.y).toEqual([6, 20, 34, 44])
  })

  it('gives a missing value for a step with too few values', () => {
    expect(columns(prepare(january, options).resample('MS', { aggregate: 'mean', minCount: 20 })).y).toEqual([15, NaN])
  })

  it('brings months to days, for fill', () => {
    const months = new DataFrame({ date: ['2024-01', '2024-02'], y: [0, 31] })
    const days = prepare(months, options).resample('d').fill('linear').toPanel()
    expect(days.target.values.length).toBe(32)
    expect(days.target.values[7]).toBe(7)
  })

  it('aggregates rows at any times, by a rule for each column', () => {
    const readings = new DataFrame({
      at: ['2024-01-01 00:02:11', '2024-01-01 00:40:00', '2024-01-01 02:59:59'],
      y: [1, 3, 5],
      peak: [1, 3, 5],
      state: ['on', 'off', null],
    })
    const hours = prepare(readings, { time: 'at', target: 'y' }).resample('h', { aggregate: { peak: 'max' } })
    expect(columns(hours)).toEqual({
      at: ['2024-01-01T00:00:00Z', '2024-01-01T01:00:00Z', '2024-01-01T02:00:00Z'],
      y: [2, NaN, 5],
      peak: [3, NaN, 5],
      state: ['on', null, null],
    })
    expect(() => prepare(readings, { time: 'at' }).resample('h', { aggregate: { peek: 'max' } })).toThrow(/got "peek"/)
    expect(() => prepare(readings, { time: 'at' }).resample('h', { aggregate: 'total' as 'sum' })).toThrow(/"total"/)
  })

  it('has days of 23 and 25 hours on the clock of the time zone', () => {
    const hours = Array.from({ length: 72 }, (_, hour) => Date.parse('2024-03-29T23:00Z') + hour * 3_600_000)
    const frame = new DataFrame({ at: hours, y: hours.map(() => 1) })
    const days = prepare(frame, { time: 'at', target: 'y', timeZone: 'Europe/Berlin' }).resample('d', {
      aggregate: 'sum',
    })
    expect(columns(days)).toEqual({
      at: ['2024-03-30', '2024-03-31', '2024-04-01', '2024-04-02'],
      y: [24, 23, 24, 1],
    })
  })
})

describe('regularise', () => {
  it('moves times to the nearest step, if align is nearest', () => {
    const jitter = new DataFrame({
      at: ['2024-01-01 00:00:07', '2024-01-01 00:59:58', '2024-01-01 03:00:01'],
      y: [1, 2, 4],
    })
    const regular = prepare(jitter, { time: 'at', target: 'y', frequency: 'h' }).regularise({ align: 'nearest' })
    expect(columns(regular).y).toEqual([1, 2, NaN, 4])
    expect(() => prepare(jitter, { time: 'at', frequency: 'h' }).regularise({ align: 'previous' })).toThrow(
      /one row per step.*00:00:07Z and 2024-01-01T00:59:58Z in one step.*resample/,
    )
  })

  it('gives new rows the values of static columns and of columns that follow from the time', () => {
    const frame = new DataFrame({ date: ['2024-01-01', '2024-01-03'], y: [1, 3], region: ['north', 'north'] })
    const regular = prepare(frame, { ...options, frequency: 'd', static: ['region'] })
      .calendar(['dayOfMonth'])
      .regularise()
    expect(columns(regular)).toMatchObject({ region: ['north', 'north', 'north'], dayOfMonth: [1, 2, 3] })
  })
})

describe('features', () => {
  const frame = daily([1, 2, null, 4], { price: [4, 3, 2, 1] })

  it('are made by lags and shift', () => {
    const lagged = prepare(frame, { ...options, known: ['price'] })
      .lags([1, 2])
      .lags([1], { columns: 'price' })
    expect(columns(lagged)).toMatchObject({
      y_lag1: [NaN, 1, 2, NaN],
      y_lag2: [NaN, NaN, 1, 2],
      price_lag1: [NaN, 4, 3, 2],
    })
    const panel = lagged.toPanel()
    expect([panel.known, panel.observed].map((role) => role.map(({ name }) => name))).toEqual([
      ['price', 'price_lag1'],
      ['y_lag1', 'y_lag2'],
    ])
    expect(columns(prepare(frame, options).shift(-1, { columns: 'price' })).price).toEqual([3, 2, 1, NaN])
    expect(() => prepare(frame, options).lags([0])).toThrow(/lag to be a whole number from 1 on, got 0/)
  })

  it('do not reach from one series into the next', () => {
    const two = new DataFrame({
      s: ['a', 'a', 'b', 'b'],
      date: ['2024-01-01', '2024-01-02', '2024-01-01', '2024-01-02'],
      y: [1, 2, 3, 4],
    })
    const shifted = prepare(two, { ...options, series: 's' })
      .lags([1])
      .expanding('mean')
    expect(columns(shifted)).toMatchObject({ y_lag1: [NaN, 1, NaN, 3], y_expanding_mean: [1, 1.5, 3, 3.5] })
  })

  it('are made by rolling and expanding', () => {
    const rolled = prepare(frame, options)
      .rolling(['mean', 'max'], { window: 2, minPeriods: 1 })
      .expanding('quantile', { quantile: 0.9 })
    expect(columns(rolled)).toMatchObject({ y_rolling2_mean: [1, 1.5, 2, 4], y_rolling2_max: [1, 2, 2, 4] })
    expect(columns(rolled)['y_expanding_quantile0.9']).toEqual([1, 1.9, 1.9, 3.6])
    expect(() => prepare(frame, options).rolling('mean', { window: 0 })).toThrow(
      /window to be a whole number from 1 on/,
    )
    expect(() => prepare(frame, options).rolling('mode' as 'mean', { window: 2 })).toThrow(/statistic of rolling/)
  })

  it('of calendar, Fourier terms and holidays are known in the future', () => {
    const panel = prepare(frame, options)
      .calendar(['dayOfWeek'], { encoding: 'category' })
      .fourier('week', { harmonics: 2 })
      .holidays({ newYear: ['2024-01-01'], sixth: ['2024-01-06'] })
      .toPanel()
      .extend(2)
    expect(panel.known.map(({ name }) => name)).toEqual([
      'dayOfWeek',
      'week_sin1',
      'week_cos1',
      'week_sin2',
      'week_cos2',
      'newYear',
      'sixth',
    ])
    expect(panel.known.every(({ values }) => !values.some(Number.isNaN))).toBe(true)
    expect(Array.from(panel.known[6].values)).toEqual([0, 0, 0, 0, 0, 1])
  })

  it('that were changed are not computed for future rows', () => {
    const panel = prepare(frame, options).calendar(['dayOfMonth']).scale('minMax', { columns: 'dayOfMonth' }).toPanel()
    expect(Array.from(panel.extend(1).known[0].values)).toEqual([0, 1 / 3, 2 / 3, 1, NaN])
  })

  it('do not replace a column of the same name', () => {
    expect(() => prepare(frame, options).lags([1]).lags([1])).toThrow(/new column, got "y_lag1"/)
  })
})

describe('cleaning', () => {
  it('markMissing finds coded values in numbers and texts', () => {
    const coded = daily([1, -200, 3], { sky: ['blue', '?', 'grey'] })
    expect(columns(prepare(coded, options).markMissing([-200, '?']))).toMatchObject({
      y: [1, NaN, 3],
      sky: ['blue', null, 'grey'],
    })
    expect(columns(prepare(coded, { ...options, missing: [-200, '?'] }))).toMatchObject({
      y: [1, NaN, 3],
      sky: ['blue', null, 'grey'],
    })
  })

  it('fill fills texts, and future rows of known covariates only', () => {
    const frame = daily([1, null, 3, null], { promo: [0, null, 1, 1], sky: ['blue', null, 'grey', null] })
    const filled = prepare(frame, { ...options, known: ['promo'] })
      .fill('previous')
      .fill('previous', { columns: 'sky' })
    expect(columns(filled)).toMatchObject({
      y: [1, 1, 3, NaN],
      promo: [0, 0, 1, 1],
      sky: ['blue', 'blue', 'grey', null],
    })
    expect(() => prepare(frame, options).fill('linear', { columns: 'sky' })).toThrow(/texts in column "sky"/)
  })

  it('fill by seasonal uses the season of the frequency', () => {
    const weeks = Array.from({ length: 21 }, (_, day) => (day === 8 ? null : (day % 7) * 10 + Math.floor(day / 7)))
    expect(prepare(daily(weeks), options).regularise().fill('seasonal').toPanel().target.values[8]).toBe(11)
  })

  it('clip and outliers', () => {
    const frame = daily([1, 2, 3, 4, 5, 6, 7, 8, 9, 1000])
    expect(columns(prepare(frame, options).clip({ high: 5 })).y).toEqual([1, 2, 3, 4, 5, 5, 5, 5, 5, 5])
    expect(columns(prepare(frame, options).outliers('iqr')).y_outlier).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    expect((columns(prepare(frame, options).outliers('iqr', { action: 'missing' })).y as number[])[9]).toBeNaN()
    const learned = prepare(frame, options).outliers('iqr', { action: 'clip', fitOn: { share: 0.5 } })
    expect((columns(learned).y as number[])[9]).toBe(7)
    expect(() => prepare(frame, options).clip({ low: 3, high: 1 })).toThrow(/low to be a number.*got 3/)
  })

  it('log and Box-Cox refuse values without a logarithm, and advise an offset', () => {
    expect(() => prepare(daily([1, 0, 2]), options).log()).toThrow(/above 0 in column "y".*got 0 \(row 1\).*offset/)
    expect(columns(prepare(daily([0, 0, 0]), options).log({ offset: 1 })).y).toEqual([0, 0, 0])
    expect(() => prepare(daily([1, -1, 2]), options).boxCox()).toThrow(/above 0/)
  })

  it('oneHot keeps the role of the column, ordinal replaces categories by numbers', () => {
    const frame = daily([1, 2, 3], { sky: ['blue', 'grey', null] })
    const roles = { ...options, observed: ['sky'], categorical: ['sky'] }
    const hot = prepare(frame, roles).oneHot({ columns: 'sky' }).toPanel()
    expect(hot.observed.map(({ name, values }) => [name, ...values])).toEqual([
      ['sky_blue', 1, 0, 0],
      ['sky_grey', 0, 1, 0],
    ])
    const numbered = prepare(frame, roles)
      .ordinal({ columns: ['sky'] })
      .toPanel()
    expect(numbered.observed[0]).toMatchObject({ kind: 'numeric', values: Float64Array.of(0, 1, NaN) })
  })
})
