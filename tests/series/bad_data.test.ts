import { describe, expect, it } from 'vitest'
import { panelFromColumns, panelFromRows } from '../../src/series/index.ts'

const options = { series: 'shop', time: 'date', target: 'sales', frequency: 'd' } as const

const rows = (...list: [date: unknown, sales: unknown, more?: object][]) =>
  list.map(([date, sales, more]) => ({ shop: 'store 7', date, sales, ...more }))

const days = (count: number, step: number) =>
  rows(...Array.from({ length: count }, (_, k): [unknown, unknown] => [Date.UTC(2024, 0, 1) + k * step, k]))

describe('a panel refuses', () => {
  it.for([
    ['no rows', [], {}, 'ERR_DATA', /at least one row for panelFromRows, got none/],
    ['one row', rows(['2024-01-01', 1]), {}, 'ERR_DATA', /at least two rows of history, got one/],
    [
      'two rows of the same time',
      rows(['2024-03-30', 1], ['2024-03-31', 2], ['2024-03-31', 3]),
      {},
      'ERR_DATA',
      /one row per time step in series "store 7", got two for 2024-03-31 \(rows 1 and 2\)\. Aggregate .*duplicates: 'sum'/,
    ],
    [
      'times between the steps',
      rows(['2024-03-30', 1], ['2024-03-31 12:00', 2]),
      {},
      'ERR_DATA',
      /steady steps in series "store 7" for frequency "d", got 2024-03-31T12:00:00Z after the step at 2024-03-31/,
    ],
    [
      'times off an anchor',
      rows(['2024-03-30', 1], ['2024-04-30', 2]),
      { frequency: 'MS' },
      'ERR_DATA',
      /first time in series "store 7" that fits frequency "MS", got 2024-03-30.*regularise/,
    ],
    ['rows of a longer frequency', days(10, 7 * 86_400_000), {}, 'ERR_DATA', /got one only every 7 steps.*resample/],
    [
      'a time far from the others',
      rows(['0001-01-01', 1], ['2024-01-01', 2]),
      { frequency: 's' },
      'ERR_DATA',
      /got 2 rows that span \d+ steps/,
    ],
    [
      'texts in the target',
      rows(['2024-01-01', 1], ['2024-01-02', 'many']),
      {},
      'ERR_TYPE',
      /column "sales", got "many" \(row 1\)/,
    ],
    [
      'texts in a covariate of numbers',
      rows(['2024-01-01', 1, { sky: 'blue' }], ['2024-01-02', 2, { sky: 'grey' }]),
      { observed: ['sky'] },
      'ERR_TYPE',
      /column "sky", got "blue" \(row 0\).*categorical/,
    ],
    [
      'infinite values',
      rows(['2024-01-01', 1], ['2024-01-02', -1 / 0]),
      {},
      'ERR_NOT_FINITE',
      /column "sales", got -Infinity \(row 1\)/,
    ],
    [
      'a text that is no time',
      rows(['2024-01-01', 1], ['soon', 2]),
      {},
      'ERR_DATA',
      /time in column "date", got "soon" \(row 1\)/,
    ],
    [
      'a row without a series',
      [...days(2, 86_400_000), { shop: null, date: Date.UTC(2024, 5), sales: 1 }],
      {},
      'ERR_DATA',
      /column "shop", got nothing \(row 2\)/,
    ],
    [
      'a static covariate that changes',
      rows(['2024-01-01', 1, { size: 3 }], ['2024-01-02', 2, { size: 4 }]),
      { static: ['size'] },
      'ERR_DATA',
      /static column "size" in series "store 7", got another from 2024-01-02 on/,
    ],
    [
      'an unknown column',
      days(3, 86_400_000),
      { known: ['pric'] },
      'ERR_DATA',
      /column "pric" \(known\), got only shop, date, sales/,
    ],
    ['an unknown option', days(3, 86_400_000), { freq: 'd' }, 'ERR_RANGE', /got "freq"\. Did you mean "frequency"\?/],
    [
      'an unknown frequency',
      days(3, 86_400_000),
      { frequency: 'often' },
      'ERR_RANGE',
      /Expected a frequency, for example.*"often"/,
    ],
    ['an unknown time zone', days(3, 86_400_000), { timeZone: 'Mars/Olympus' }, 'ERR_RANGE', /IANA name.*Mars/],
    [
      'a column in two roles',
      days(3, 86_400_000),
      { known: ['sales'] },
      'ERR_RANGE',
      /"sales" in one role, got the column as target and known/,
    ],
    [
      'a target of categories',
      days(3, 86_400_000),
      { categorical: ['sales'] },
      'ERR_RANGE',
      /target of numbers, got "sales"/,
    ],
  ] as [string, Record<string, unknown>[], object, string, RegExp][])('%s', ([, data, more, code, message]) => {
    expect(() => panelFromRows(data, { ...options, ...more })).toThrow(
      expect.objectContaining({ name: 'GatecastError', code, message: expect.stringMatching(message) }),
    )
  })

  it('columns of unequal length, and columns without rows', () => {
    expect(() => panelFromColumns({ date: ['2024', '2025'], y: [1] }, { time: 'date', target: 'y' })).toThrow(
      /equal length for panelFromColumns, got 2 values in "date" and 1 in "y"/,
    )
    expect(() => panelFromColumns({ date: [], y: [] }, { time: 'date', target: 'y' })).toThrow(/at least one row.*none/)
  })

  it('rows that are not objects', () => {
    expect(() => panelFromRows([null] as never, options)).toThrow(/object for each row, got nothing \(row 0\)/)
    expect(() => panelFromRows('rows' as never, options)).toThrow(/array of objects, got "rows"/)
  })
})

describe('rows of the same time', () => {
  const twice = rows(['2024-01-01', 1, { note: 'x' }], ['2024-01-02', 2], ['2024-01-01', 5, { note: 'y' }])

  it.for([
    ['first', 1],
    ['last', 5],
    ['mean', 3],
    ['sum', 6],
    ['min', 1],
    ['max', 5],
  ] as const)('are merged to their %s', ([duplicates, expected]) => {
    expect(Array.from(panelFromRows(twice, { ...options, duplicates }).target.values)).toEqual([expected, 2])
  })
})

it('reads given values and common texts as missing values', () => {
  const coded = rows(
    ['2024-01-01', -200],
    ['2024-01-02', 'NA'],
    ['2024-01-03', 'faulty'],
    ['2024-01-04', ' 7 '],
    ['2024-01-05', true],
  )
  const panel = panelFromRows(coded, { ...options, missing: [-200, 'faulty'] })
  expect(Array.from(panel.target.values)).toEqual([NaN, NaN, NaN, 7, 1])
})
