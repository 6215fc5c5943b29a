import * as danfo from 'danfojs-node'
import { describe, expect, it } from 'vitest'
import { formatTime, type Panel, panelFromColumns, panelFromRows, panelFromSeries } from '../../src/series/index.ts'

const options = { series: 'shop', time: 'date', target: 'sales', frequency: 'd' } as const

const shops = [
  { shop: 'a', date: '2024-01-01', sales: 1, price: 9, weather: 'sun', region: 'north' },
  { shop: 'b', date: '2024-01-02', sales: 10, price: 8, weather: 'rain', region: 'south' },
  { shop: 'a', date: '2024-01-04', sales: 4, price: 6, weather: 'rain', region: 'north' },
  { shop: 'a', date: '2024-01-02', sales: null, price: 8, weather: null, region: 'north' },
  { shop: 'b', date: '2024-01-03', sales: 20, price: 7, weather: 'sun', region: 'south' },
]
const roles = { known: ['price'], observed: ['weather'], static: ['region'], categorical: ['weather'] }
const panel = panelFromRows(shops, { ...options, ...roles })
const dates = (from: Panel, series: number) => Array.from(from.times(series), (time) => formatTime(time, from.timeZone))

describe('a panel from rows', () => {
  it('has its series sorted by time, with missing values in gaps', () => {
    expect(panel.ids).toEqual(['a', 'b'])
    expect(Array.from(panel.offsets)).toEqual([0, 4, 6])
    expect(Array.from(panel.target.values)).toEqual([1, NaN, NaN, 4, 10, 20])
    expect(dates(panel, 0)).toEqual(['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04'])
    expect(panel.frequency.text).toBe('d')
  })

  it('has covariates by role, categories as indices', () => {
    expect(Array.from(panel.known[0].values)).toEqual([9, 8, NaN, 6, 8, 7])
    expect(panel.observed[0]).toMatchObject({ name: 'weather', kind: 'categorical', categories: ['rain', 'sun'] })
    expect(Array.from(panel.observed[0].values)).toEqual([1, NaN, NaN, 0, 0, 1])
    expect(panel.static[0]).toMatchObject({ kind: 'categorical', categories: ['north', 'south'] })
    expect(Array.from(panel.static[0].values)).toEqual([0, 1])
  })

  it('sorts categories that are numbers by their size', () => {
    const rows = [10, 9, 2].map((grade, day) => ({ date: `2024-01-0${day + 1}`, sales: day, grade }))
    const graded = panelFromRows(rows, { time: 'date', target: 'sales', observed: ['grade'], categorical: ['grade'] })
    expect(graded.observed[0].categories).toEqual(['2', '9', '10'])
  })

  it('reads rows with nothing but known covariates at the end of a series as its future', () => {
    const future = [
      { shop: 'b', date: '2024-01-04', price: 5, region: 'south' },
      { shop: 'b', date: '2024-01-05', price: 4, region: 'south' },
    ]
    const longer = panelFromRows([...shops, ...future], { ...options, ...roles })
    expect(Array.from(longer.lengths)).toEqual([4, 2])
    expect(Array.from(longer.offsets)).toEqual([0, 4, 8])
    expect(Array.from(longer.history(1))).toEqual([10, 20])
  })

  it('reads rows without values at the end of a series as missing history, if there are no known covariates', () => {
    const rows = [1, 2, null].map((sales, day) => ({ date: `2024-01-0${day + 1}`, sales }))
    expect(panelFromRows(rows, { time: 'date', target: 'sales' }).lengths[0]).toBe(3)
  })

  it('gives different ids to series that several columns name', () => {
    const rows = ['a/b|c', 'a|b/c'].flatMap((name) =>
      ['01', '02'].map((day) => ({ x: name.split('|')[0], y: name.split('|')[1], date: `2024-01-${day}`, sales: 1 })),
    )
    const named = panelFromRows(rows, { ...options, series: ['x', 'y'] })
    expect(named.seriesCount).toBe(2)
    expect(new Set(named.ids).size).toBe(2)
  })

  it('allows series of missing, of constant and of single values', () => {
    const rows = ['a', 'b'].flatMap((shop) =>
      [1, 2, 3].map((day) => ({ shop, date: `2024-01-0${day}`, sales: shop === 'a' ? null : 7 })),
    )
    const odd = panelFromRows([...rows, { shop: 'c', date: '2024-01-01', sales: 1 }], options)
    expect(Array.from(odd.target.values)).toEqual([NaN, NaN, NaN, 7, 7, 7, 1])
  })

  it('separates the rows of an hour that the clock shows twice', () => {
    const texts = ['2024-10-27 01:00', '2024-10-27 02:00', '2024-10-27 02:00', '2024-10-27 03:00']
    const rows = texts.map((date, sales) => ({ date, sales }))
    const autumn = panelFromRows(rows, { time: 'date', target: 'sales', frequency: 'h', timeZone: 'Europe/Berlin' })
    expect(Array.from(autumn.target.values)).toEqual([0, 1, 2, 3])
  })
})

describe('a panel from columns', () => {
  it('reads arrays, typed arrays and dates', () => {
    const time = [0, 1, 2].map((day) => new Date(Date.UTC(2024, 0, 1 + day)))
    const made = panelFromColumns({ time, y: Float32Array.of(1, NaN, 3) }, { time: 'time', target: 'y' })
    expect(Array.from(made.history(0))).toEqual([1, NaN, 3])
    expect(made.ids).toEqual(['series'])
  })

  it('does not change with the arrays that it was made from', () => {
    const y = Float64Array.of(1, 2, 3)
    const made = panelFromColumns({ time: ['2024', '2025', '2026'], y }, { time: 'time', target: 'y' })
    y.fill(0)
    expect(Array.from(made.history(0))).toEqual([1, 2, 3])
  })
})

describe('a panel from series', () => {
  const made = panelFromSeries(
    [
      { id: 'x', start: '1949-01', values: [1, null, 3], known: { promo: [0, 1, 0, 1, 1] }, static: { kind: 'big' } },
      {
        id: 'y',
        start: new Date('1950-06-01'),
        values: Float64Array.of(5, 6),
        known: { promo: [1, 1] },
        static: { kind: 'small' },
      },
    ],
    { frequency: 'MS' },
  )

  it('has starts, values, and the future rows of known covariates', () => {
    expect(Array.from(made.lengths)).toEqual([3, 2])
    expect(Array.from(made.target.values)).toEqual([1, NaN, 3, NaN, NaN, 5, 6])
    expect(dates(made, 0)).toEqual(['1949-01-01', '1949-02-01', '1949-03-01', '1949-04-01', '1949-05-01'])
    expect(made.static[0].categories).toEqual(['big', 'small'])
  })

  it.for([
    [[], /at least one series, got none/],
    [
      [
        { id: 'x', values: [1] },
        { id: 'x', values: [2] },
      ],
      /ids that differ, got "x" twice/,
    ],
    [[{ id: 'x', values: ['a'] as unknown as number[] }], /number in column "y of series x", got "a" \(row 0\)/],
    [[{ id: 'x', values: [1, 1 / 0] }], /finite numbers.*got Infinity \(row 1\)/],
    [[{ id: 'x', start: '1949-01-15', values: [1] }], /start that fits frequency "MS" for series "x", got 1949-01-15/],
    [[{ id: 'x', values: [1], observed: { wind: [1, 2] } }], /at most 1 values of "wind" in series "x", got 2/],
  ] as const)('refuses %j', ([series, message]) => {
    expect(() => panelFromSeries(series, { frequency: 'MS' })).toThrow(message)
  })
})

describe('the methods of a panel', () => {
  it('indexOf finds a series, or throws with the nearest id', () => {
    const named = panelFromSeries(
      ['oslo', 'lima', 'rome'].map((id) => ({ id, values: [1] })),
      { frequency: 'd' },
    )
    expect(named.indexOf('lima')).toBe(1)
    expect(() => named.indexOf('Roma')).toThrow(
      expect.objectContaining({ code: 'ERR_DATA', message: expect.stringMatching(/got "Roma".*nearest are "rome"/) }),
    )
  })

  it('history is a view', () => {
    expect(panel.history(0).buffer).toBe(panel.target.values.buffer)
  })

  it('select takes series in the order given', () => {
    const selected = panel.select([1, 0, 1])
    expect(selected.ids).toEqual(['b', 'a', 'b'])
    expect(Array.from(selected.target.values)).toEqual([10, 20, 1, NaN, NaN, 4, 10, 20])
    expect(Array.from(selected.static[0].values)).toEqual([1, 0, 1])
    expect(dates(selected, 0)).toEqual(['2024-01-02', '2024-01-03'])
    expect(() => panel.select([2])).toThrow(/series from 0 to 1, got 2/)
    expect(() => panel.select(['a'] as never)).toThrow(/series from 0 to 1, got "a"/)
    expect(() => panel.select(0 as never)).toThrow(/indices of series as an array, got 0/)
  })

  it('cut hides the target and observed covariates after the cut, but not known covariates', () => {
    const cut = panel.cut((series) => series + 1)
    expect(Array.from(cut.lengths)).toEqual([1, 2])
    expect(Array.from(cut.target.values)).toEqual([1, NaN, NaN, NaN, 10, 20])
    expect(Array.from(cut.observed[0].values)).toEqual([1, NaN, NaN, NaN, 0, 1])
    expect(cut.known[0].values).toBe(panel.known[0].values)
    expect(panel.target.values[3]).toBe(4)
    expect(() => panel.cut(() => 3)).toThrow(/length from 0 to 2 for series "b", got 3/)
    expect(() => panel.cut(3 as never)).toThrow(/a function from a series to its length, got 3/)
  })

  it('extend computes covariates that follow from the time, and leaves others missing', () => {
    const longer = panel.withCalendar(['dayOfWeek']).extend(2)
    expect(Array.from(longer.offsets)).toEqual([0, 6, 10])
    expect(Array.from(longer.lengths)).toEqual([4, 2])
    const [price, dayOfWeek] = longer.known
    expect(Array.from(price.values)).toEqual([9, 8, NaN, 6, NaN, NaN, 8, 7, NaN, NaN])
    expect(Array.from(dayOfWeek.values)).toEqual([1, 2, 3, 4, 5, 6, 2, 3, 4, 5])
    expect(longer.extend(1)).toBe(longer)
  })

  it('extend computes the calendar of each series on its own, as months keep the day of the first row', () => {
    const monthly = panelFromSeries(
      [
        { id: 'long', start: '2024-01-30', values: [1, 2, 3, 4] },
        { id: 'short', start: '2024-01-30', values: [1, 2] },
        { id: 'last days', start: '2024-02-29', values: [1, 2] },
      ],
      { frequency: 'M' },
    )
    const longer = monthly.withCalendar(['dayOfMonth']).extend(1)
    expect(Array.from(longer.known[0].values)).toEqual([30, 29, 30, 30, 30, 30, 29, 30, 29, 31, 30])
  })

  it('with refuses parts that do not fit', () => {
    expect(() => panel.with({ starts: new Float64Array(1) })).toThrow(expect.objectContaining({ code: 'ERR_SHAPE' }))
    expect(() => panel.with({ lengths: Float64Array.of(9, 1) })).toThrow(
      /at most 4 rows of history in series "a", got 9/,
    )
    expect(() => panel.withCalendar(['month', 'month'])).toThrow(/new column, got "month"/)
  })
})

describe('toDataFrame', () => {
  it('returns a frame that gives the same panel', () => {
    const frame = panel.toDataFrame(danfo)
    expect(frame.columns).toEqual(['shop', 'date', 'sales', 'price', 'weather', 'region'])
    expect((frame.values as unknown[][])[1]).toEqual(['a', '2024-01-02', NaN, 8, null, 'north'])
    const columns = Object.fromEntries(
      frame.columns.map((name, at) => [name, (frame.values as unknown[][]).map((row) => row[at])]),
    )
    expect(panelFromColumns(columns, { ...options, ...roles })).toEqual(panel)
  })

  it('uses the installed danfojs-node by default', () => {
    expect(panel.toDataFrame()).toBeInstanceOf(danfo.DataFrame)
  })

  it('refuses a value that is no package of frames', () => {
    expect(() => panel.toDataFrame({} as typeof danfo)).toThrow(
      /Expected an imported package of frames \(.*danfojs.*\), got/,
    )
  })
})
