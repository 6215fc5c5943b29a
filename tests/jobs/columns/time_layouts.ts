// Tables whose times are written in many ways.

import {
  asks,
  clock,
  date,
  iso,
  type Layout,
  pick,
  right,
  sales,
  store,
  table,
  weekday,
  withCell,
} from './make_layout.ts'

export const timeLayouts: readonly Layout[] = [
  // Times
  right(
    'serial dates with a time of day, whose form the reader asks for',
    table({ date: (t) => (45292 + t / 24).toFixed(6), y: sales }),
    'date',
    undefined,
    'y',
  ),
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
