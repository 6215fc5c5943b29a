// Tables of many layouts, and the roles of their columns.

import type { TextTable } from './rows_evidence.ts'

/** The cell of a column at day `t` in series `s`. */
type Cell = (t: number, s: number) => string | number | boolean

const DAY = 86_400_000
export const iso = (t: number): string => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)
const clock = (t: number): string => new Date(Date.UTC(2024, 0, 1) + (t * DAY) / 24).toISOString().slice(0, 19)
const pick = <T>(list: readonly T[], at: number): T => list[at % list.length]

/** A table with a row for each day of each series. */
export function table(columns: Record<string, Cell>, series = 1, days = 28): TextTable {
  const names = Object.keys(columns)
  const rows = Array.from({ length: series * days }, (_, i) =>
    names.map((name) => `${columns[name](i % days, Math.floor(i / days))}`),
  )
  return { names, rows }
}

/** Puts a cell into a table, in line `line` of its file. */
export function withCell({ names, rows }: TextTable, name: string, line: number, cell: string): TextTable {
  const changed = rows.map((row, i) => (i === line - 2 ? row.map((own, at) => (names[at] === name ? cell : own)) : row))
  return { names, rows: changed }
}

const date: Cell = (t) => iso(t)
const sales: Cell = (t, s) => 100 + ((t * 7 + s * 5) % 23)
const price: Cell = (t, s) => (9.5 + ((t * 3 + s) % 4) / 4).toFixed(2)
const store: Cell = (_, s) => pick(['north', 'south', 'west'], s)
const weekday: Cell = (t) => pick(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'], t)
const holiday: Cell = (t) => (t % 9 === 0 ? 'TRUE' : 'FALSE')
const promo: Cell = (t, s) => Number((t + s) % 5 === 0)
const comma: Cell = (t, s) => `${sales(t, s)},5`
const grouped: Cell = (t, s) => `1,${sales(t, s)}`

export interface Layout {
  readonly title: string
  readonly table: TextTable
  /** The columns of time, series and target that are right. */
  readonly roles?: readonly [time: string, series: string | readonly string[] | undefined, target: string]
  /** The error, if the table has no or several answers. */
  readonly asks?: RegExp
  readonly notes?: readonly string[]
}

const right = (title: string, own: TextTable, ...roles: NonNullable<Layout['roles']>): Layout => ({
  title,
  table: own,
  roles,
})
const asks = (title: string, own: TextTable, message: RegExp): Layout => ({ title, table: own, asks: message })

export const layouts: readonly Layout[] = [
  // One series
  {
    ...right('a flag beside unique times is no id', table({ date, sales, holiday }), 'date', undefined, 'sales'),
    notes: [
      'time: date (--time)',
      'one series (--series names a column of ids)',
      'target: sales (--target)',
      'not used: holiday (--known, --observed, --static)',
    ],
  },
  right('nor is a weekday', table({ Date: date, Day: weekday, Units: sales }), 'Date', undefined, 'Units'),
  right(
    'nor texts that change',
    table({ date, weather: (t) => pick(['sun', 'rain', 'fog'], t * 2), x: sales }),
    'date',
    undefined,
    'x',
  ),
  right('nor a constant text', table({ currency: () => 'EUR', date, x: sales }), 'date', undefined, 'x'),
  right('nor a store of one series', table({ store: () => 'north', date, x: sales }), 'date', undefined, 'x'),
  right('nor a number of a store', table({ store_id: () => 7, date, x: sales }), 'date', undefined, 'x'),
  right('two columns', table({ x: date, y: sales }), 'x', undefined, 'y'),
  right(
    'a usual name among several numbers',
    table({ date, visitors: sales, price, sales }),
    'date',
    undefined,
    'sales',
  ),
  right(
    'a month and a year beside the date are no targets',
    table({ date, month: () => 1, year: () => 2024, load: sales }),
    'date',
    undefined,
    'load',
  ),

  // Several series
  right('a text that tells rows apart', table({ date, shop: store, sold: sales }, 3), 'date', 'shop', 'sold'),
  {
    ...right(
      'a column that is constant within each series',
      table({ date, shop: store, region: (_, s) => (s ? 'a' : 'b'), sales }, 3),
      'date',
      'shop',
      'sales',
    ),
    notes: [
      'time: date (--time)',
      'series: shop (--series)',
      'target: sales (--target)',
      'not used: region (--known, --observed, --static)',
    ],
  },
  right(
    'whole numbers under a usual name',
    table({ store: (_, s) => s + 1, date, sales, price }, 3),
    'date',
    'store',
    'sales',
  ),
  right(
    'a flag that tells rows apart',
    table({ date, online: (_, s) => s === 1, sales }, 2),
    'date',
    'online',
    'sales',
  ),
  right('ids with leading zeros', table({ date, sku: (_, s) => `00${s}`, sales }, 3), 'date', 'sku', 'sales'),
  right(
    'a number that is constant within each series',
    table({ date, filiale: store, area: (_, s) => 90 + s, sales }, 3),
    'date',
    'filiale',
    'sales',
  ),
  right(
    'two columns that tell rows apart together',
    table({ region: (_, s) => (s < 2 ? 'a' : 'b'), date, item: (_, s) => (s % 2 ? 'x' : 'y'), y: sales }, 4),
    'date',
    ['region', 'item'],
    'y',
  ),
  right(
    'holidays, weekdays and promotions beside an id',
    table({ weekday, date, holiday, shop: store, promo, sales }, 3),
    'date',
    'shop',
    'sales',
  ),
  asks(
    'two columns that tell rows apart, each alone',
    table({ date, shop: store, manager: (_, s) => pick(['Ann', 'Bob', 'Eve'], s), sales }, 3),
    /got 2: shop; or manager\. Name the columns: --series shop or --series manager/,
  ),
  asks(
    'a number with an unusual name and a text, each alone',
    table({ date, filiale: (_, s) => s + 1, mood: (t, s) => ((t + s) % 2 ? 'good' : 'bad'), sales }, 2),
    /--series mood or --series filiale/,
  ),
  asks(
    'only a number with an unusual name',
    table({ date, filiale: (_, s) => s + 1, sales }, 3),
    /several for date "2024-01-01".*--series, for example --series filiale; or merge rows that repeat with --duplicates/,
  ),
  asks(
    'rows that repeat within a series',
    table({ date: (t) => iso(t === 5 ? 4 : t), shop: store, sales }, 3),
    /got several for date "2024-01-05" and shop "north": 84 rows have 81 different times and shop\. .*--series shop/,
  ),
  asks(
    'rows that repeat without any text',
    table({ date, sales }, 2),
    /several for date "2024-01-01": 56 rows have 28 different times/,
  ),

  // Bad cells
  asks(
    'one bad cell in the target',
    withCell(table({ date, sales, visitors: price }), 'sales', 9, '#N/A'),
    /"sales".* got "#N\/A" \(line 9.*; 27 cells are numbers/,
  ),
  asks(
    'one bad cell, with an id',
    withCell(table({ shop: store, date, sales, visitors: price }, 3), 'sales', 40, 'closed'),
    /"sales".* got "closed" \(line 40/,
  ),
  asks(
    'one bad cell in the only number',
    withCell(table({ date, load: sales }), 'load', 3, '#DIV/0!'),
    /"load".* got "#DIV\/0!" \(line 3/,
  ),
  asks(
    'closed Sundays',
    table({ date, takings: (t) => (t % 7 === 6 ? 'closed' : 100 + t) }),
    /"takings".* got "closed" \(line 8/,
  ),
  asks(
    'closed Sundays beside other numbers',
    table({ date, takings: (t) => (t % 7 === 6 ? 'closed' : 100 + t), guests: price }),
    /got 2: takings, guests.*"takings" also holds "closed" \(line 8.*--missing 'closed'/,
  ),
  right(
    'a bad cell in a column that is not the target',
    withCell(table({ date, sales, visitors: price }), 'visitors', 9, '#N/A'),
    'date',
    undefined,
    'sales',
  ),
  asks('decimal commas', table({ date, sales: comma, visitors: price }), /"sales".* got "\d+,5" \(line 2.*--decimal/),
  asks(
    'decimal commas with an id',
    table({ date, shop: store, sales: comma, visitors: price }, 3),
    /"sales".*--decimal/,
  ),
  asks(
    'decimal commas under an unusual name',
    table({ date, umsatz: comma, gaeste: price }),
    /got 2: umsatz, gaeste.*"umsatz" also holds "\d+,5".*--decimal/,
  ),
  asks('thousands', table({ date, y: grouped }), /"y".* got "1,\d+" \(line 2.*--thousands/),
  asks('a usual name over texts', table({ date, value: weekday, visitors: price }), /"value".*got "Mon" \(line 2/),
  asks('a usual name over nothing', table({ date, sales: () => '', visitors: price }), /"sales".* got no values/),
  asks(
    'a bad cell in the time',
    withCell(table({ date, sales }), 'date', 12, 'soon'),
    /time in every row of column "date", got "soon" \(line 12/,
  ),
  asks(
    'an empty cell in the time',
    withCell(table({ shop: store, date, sales }, 2), 'date', 5, ''),
    /column "date", got an empty cell \(line 5/,
  ),
  asks(
    'a bad cell in the usual time beside another one',
    withCell(table({ date, seen: date, sales }), 'date', 12, 'soon'),
    /column "date", got "soon"/,
  ),

  // Targets
  asks(
    'several numbers without a usual name',
    table({ date, a: sales, b: price }),
    /got 2: a, b\. Name it: --target a or --target b\. If each column is a series, use --layout wide/,
  ),
  asks('two usual names', table({ date, sales, demand: price }), /got 2: sales, demand/),
  asks('a name twice', table({ date, sales, 'sales 2': price }), /got 2: sales, sales 2/),
  asks(
    'no numbers',
    table({ date, mood: weekday }),
    /can be the target, got none\. The other columns hold: mood \("Mon"\)/,
  ),
  asks('only times', table({ date }), /got only one column: date/),

  // Times
  asks(
    'a date that cannot be read, beside other times',
    table({ date: (t) => `after ${t}`, seen: date, y: sales }),
    /column "date", got "after 0" \(line 2/,
  ),
  asks(
    'steps under a usual name, beside other times',
    table({ ds: (t) => t + 1, seen: date, y: sales }),
    /got 2: ds, seen/,
  ),
  right(
    'the year beside a column with gaps',
    table({ year: (t) => 1990 + t, closed: (t) => (t % 2 ? '' : iso(t)), y: sales }),
    'year',
    undefined,
    'y',
  ),
  asks(
    'a bad step',
    withCell(table({ ds: (t) => t + 1, y: sales }), 'ds', 7, 'x'),
    /"ds", which can be the time, got "x" \(line 7/,
  ),
  right('steps under a usual name', table({ unique_id: store, ds: (t) => t + 1, y: sales }, 3), 'ds', 'unique_id', 'y'),
  right('years', table({ year: (t) => 1990 + t, country: store, gdp: sales }, 3), 'year', 'country', 'gdp'),
  right('dates as numbers', table({ date: (t) => iso(t).replaceAll('-', ''), y: sales }), 'date', undefined, 'y'),
  right('steady steps under an unusual name', table({ n: (t) => t * 2, y: sales }), 'n', undefined, 'y'),
  right(
    'seconds beside a date are numbers',
    table({ at: (t) => 1_704_067_200 + t * 86_400, date, y: sales }),
    'date',
    undefined,
    'y',
  ),
  right('a usual name among several times', table({ created: date, date, y: sales }), 'date', undefined, 'y'),
  right(
    'a date with many empty cells is no time',
    table({ closed: (t) => (t % 2 ? '' : iso(t)), seen: date, y: sales }),
    'seen',
    undefined,
    'y',
  ),
  right(
    'the day before the month',
    table({ date: (t) => `${(t % 28) + 1}/01/2024`, y: sales }),
    'date',
    undefined,
    'y',
  ),
  asks(
    'several times',
    table({ start: date, end: date, y: sales }),
    /can be the time, got 2: start, end\. Name it: --time start or --time end/,
  ),
  asks(
    'a year and a month',
    table({ year: (t) => 2020 + Math.floor(t / 12), month: (t) => (t % 12) + 1, y: sales }),
    /parts of a date in year, month/,
  ),
  asks(
    'a year and the name of a month',
    table({ month: (t) => pick(['Jan', 'Feb', 'Mar'], t), year: (t) => 1990 + Math.floor(t / 3), y: sales }),
    /parts of a date in year, month/,
  ),
  asks(
    'a date and an hour',
    table({ date: (t) => clock(t).slice(0, 10), hour: (t) => t % 24, y: sales }, 1, 96),
    /use --time date,hour/,
  ),
  asks(
    'a date and a time of day',
    table({ date: (t) => clock(t).slice(0, 10), time: (t) => clock(t).slice(11, 16), y: sales }, 1, 96),
    /use --time date,time/,
  ),
  asks(
    'a date, an hour and an id',
    table({ date: (t) => clock(t).slice(0, 10), hour: (t) => t % 24, shop: store, y: sales }, 3, 96),
    /use --time date,hour/,
  ),
  asks(
    'no times',
    table({ mood: weekday, y: sales }),
    /can be the time, got none\. The columns hold: mood \("Mon"\), y \("100"\)/,
  ),
  asks('a usual name that holds no times', table({ date: weekday, y: sales }), /column "date", got "Mon" \(line 2/),
]
