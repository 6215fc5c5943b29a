// Tables with bad cells, and with several columns of numbers.

import {
  asks,
  comma,
  date,
  grouped,
  type Layout,
  price,
  right,
  sales,
  store,
  table,
  weekday,
  withCell,
} from './make_layout.ts'

export const cellLayouts: readonly Layout[] = [
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
]
