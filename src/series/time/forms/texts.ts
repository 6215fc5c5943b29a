// The forms of texts. Those that have one reading need no name; `timeFormat` names the others.

import type { Form } from './form.ts'

/** Forms that have one reading: they may be mixed in a column, and `timeFormat` need not name them. */
export const plainForms = {
  'ISO 8601': {
    matches:
      'year, month, day with `-`, `/`, `.` or spaces between them, or the day of the year; then a time of day (also `18.00.00`), AM or PM, and `Z`, `UTC`, `GMT`, an offset, or a zone in brackets (RFC 9557)',
    examples: [
      [['2024-03-31T14:05', '2024-04-01'], '2024-03-31T14:05:00'],
      [['2024-03-31 14:05:06.5'], '2024-03-31T14:05:06.500Z'],
      [['2024/3/31 7 pm'], '2024-03-31T19:00:00'],
      [['2024-03-31 18.00.00'], '2024-03-31T18:00:00'],
      [['2024.03.31'], '2024-03-31'],
      [['20240331T1405'], '2024-03-31T14:05:00'],
      [['2024-091'], '2024-03-31'],
      [['2024-03-31 24:00'], '2024-04-01'],
      [['2024-01-01 00:00:00 UTC'], '2024-01-01'],
      [['2024-01-01T00:00:00+01:00[Europe/Berlin]'], '2023-12-31T23:00:00'],
    ],
    refuses: [
      '2023-02-29',
      '2024-03-31 24:01',
      '2024-01-01T00:00+25:00',
      '2024-01-01T00:00+99:99',
      '2024-01-01T00:00:00+02:00[Europe/Berlin]',
      '2024-03-31-05',
    ],
    rivals: [],
  },
  'day.month.year': {
    matches: 'day, month and year of four digits with dots between them',
    examples: [[['31.3.2024 14:05'], '2024-03-31T14:05:00']],
    refuses: ['3.31.2024'],
    rivals: [],
  },
  'named month': {
    matches:
      'an English name of a month, whole or its first letters, with a day and a year of four digits; a weekday may stand in front',
    examples: [
      [['01-Jan-2024'], '2024-01-01'],
      [['1 January 2024 10:00'], '2024-01-01T10:00:00'],
      [['Jan 1, 2024'], '2024-01-01'],
      [['Mon, 01 Jan 2024 00:00:00 GMT'], '2024-01-01'],
    ],
    refuses: ['1 Foo 2024', 'Tue, 01 Jan 2024', '31-Feb-2024'],
    rivals: [],
  },
  month: {
    matches: 'year and month; the result is the first day',
    examples: [
      [['2024-03'], '2024-03-01'],
      [['2024-1'], '2024-01-01'],
      [['2024 1'], '2024-01-01'],
      [['2024M3'], '2024-03-01'],
      [['3/2024'], '2024-03-01'],
      [['1998 Jul', 'August 1998'], '1998-07-01'],
    ],
    refuses: ['2024-13', '2024-03 10:00'],
    rivals: [],
  },
  quarter: {
    matches: 'year and quarter; the result is the first day',
    examples: [
      [['1998 Q2'], '1998-04-01'],
      [['Q1/2024'], '2024-01-01'],
      [['1Q2024'], '2024-01-01'],
    ],
    refuses: ['1998 Q5'],
    rivals: [],
  },
  week: {
    matches: 'ISO year and week, with or without the weekday; the result is the Monday or that day',
    examples: [
      [['2020-W53'], '2020-12-28'],
      [['2021W01-7'], '2021-01-10'],
    ],
    refuses: ['2024-W53', '2024-W00'],
    rivals: [],
  },
} satisfies Record<string, Form>

/** Forms of texts that share their cells with others. */
export const sharedForms = {
  'M/D/Y': {
    matches: 'month, day and year with `/`, `-` or spaces between them; years of two digits are 1969 to 2068',
    examples: [
      [['01/02/2024', '01/13/2024'], '2024-01-02'],
      [['3/31/24 2:05 PM'], '2024-03-31T14:05:00'],
    ],
    refuses: ['13/13/2024'],
    rivals: ['D/M/Y', 'Y/M/D'],
  },
  'D/M/Y': {
    matches:
      'day, month and year with `/`, `-` or spaces between them, with dots if the year has two digits; the month may be a name',
    examples: [
      [['01/02/2024', '13/02/2024'], '2024-02-01'],
      [['31-03-2024'], '2024-03-31'],
      [['31-Mar-24', '01-Apr-24', '02-Apr-24'], '2024-03-31'],
    ],
    refuses: ['31-02-2024'],
    rivals: ['M/D/Y', 'Y/M/D'],
  },
  'Y/M/D': {
    matches: 'year, month and day of two digits each',
    examples: [[['24-01-31', '24-02-01', '24-02-02'], '2024-01-31']],
    refuses: [],
    rivals: ['D/M/Y', 'M/D/Y'],
  },
  'MMM-YY': {
    matches: 'the name of a month and a year of two digits',
    examples: [[['Jan-24', 'Feb-24'], '2024-01-01']],
    refuses: ['Foo-24'],
    rivals: ['a day without a year'],
  },
  'year month': {
    matches: 'two columns: year, and number or name of the month',
    examples: [],
    refuses: [],
    rivals: ['year quarter', 'year week', 'year day'],
  },
  'year quarter': {
    matches: 'two columns: year, and quarter',
    examples: [],
    refuses: [],
    rivals: ['year month', 'year week', 'year day'],
  },
  'year week': {
    matches: 'two columns: year, and ISO week',
    examples: [],
    refuses: [],
    rivals: ['year month', 'year quarter', 'year day'],
  },
  'year day': {
    matches: 'two columns: year, and day of the year',
    examples: [],
    refuses: [],
    rivals: ['year month', 'year quarter', 'year week'],
  },
} satisfies Record<string, Form>
