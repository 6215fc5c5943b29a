// Tables of one and of several series.

import {
  asks,
  date,
  holiday,
  iso,
  type Layout,
  pick,
  price,
  promo,
  right,
  sales,
  store,
  table,
  weekday,
} from './make_layout.ts'

export const seriesLayouts: readonly Layout[] = [
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
  right(
    'ids that read like missing numbers are names',
    table({ country: (_, s) => pick(['NA', 'DE', 'null', '-'], s), date, x: sales }, 4),
    'date',
    'country',
    'x',
  ),
  asks(
    'nor does a flag take their place',
    table({ country: (_, s) => pick(['NA', 'DE'], s), promo: (t, s) => pick(['yes', 'no'], t + s), date, x: sales }, 2),
    /--series country or --series promo/,
  ),
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
    'one day that comes twice, with another flag',
    table({ date: (t) => iso(t === 5 ? 4 : t), holiday: (t) => t === 5, sales }),
    /several for date "2024-01-05": 28 rows have 27 different times\. .*--series holiday; or merge rows that repeat/,
  ),
  asks(
    'one day of a shop that comes twice, with another text',
    table({ date: (t) => iso(t === 5 ? 4 : t), shop: store, weather: (t) => pick(['sun', 'rain'], t), sales }, 3),
    /several for date "2024-01-05" and shop "north": 84 rows have 81/,
  ),
  right(
    'ids that read like missing values',
    table({ country: (_, s) => pick(['NA', 'null', 'None'], s), date, y: sales }, 3),
    'date',
    'country',
    'y',
  ),
  asks(
    'an id that reads like a missing value, and a flag that tells its rows apart as well',
    table({ country: (_, s) => pick(['NA', 'DE'], s), date, promo: (t, s) => (t + s) % 2 === 0, y: sales }, 2),
    /got 2: country; or promo/,
  ),
  asks(
    'rows that repeat without any text',
    table({ date, sales }, 2),
    /several for date "2024-01-01": 56 rows have 28 different times/,
  ),
]
