// A column is read by one form: what decides, and what is asked about.
import vm from 'node:vm'
import { describe, expect, it } from 'vitest'
import { panelFromColumns } from '../../src/series/index.ts'
import { type ReadTimesOptions, readTimes } from '../../src/series/time/parse/read_times.ts'

const read = (cells: readonly unknown[], options: Partial<ReadTimesOptions> = {}) =>
  readTimes(cells, { timeFormat: 'auto', timeZone: 'UTC', columns: ['time'], ...options })
const dates = (cells: readonly unknown[], options: Partial<ReadTimesOptions> = {}) =>
  Array.from(read(cells, options).times, (time) => new Date(time).toISOString().replace(/T00:00:00.000Z|:00.000Z/, ''))
const from = (first: number, count: number) => Array.from({ length: count }, (_, at) => first + at)
const asked = (...forms: string[]) =>
  expect.objectContaining({
    code: 'ERR_DATA',
    message: expect.stringMatching(`timeFormat: ${forms.map((form) => `"${form}"`).join(' or ')} \\(--time-format\\)`),
  })

describe('day and month', () => {
  it('are told apart by a cell that only one order reads', () => {
    expect(dates(['01/02/2021', '13/02/2021'])).toEqual(['2021-02-01', '2021-02-13'])
    expect(dates(['01-02-2021', '02-13-2021'])).toEqual(['2021-01-02', '2021-02-13'])
  })

  it('are told apart by steady steps within each series, and the choice is noted', () => {
    const months = Array.from(
      { length: 14 },
      (_, at) => `01/${String((at % 12) + 1).padStart(2, '0')}/${2021 + Math.floor(at / 12)}`,
    )
    const { timeFormat, note } = read([...months, ...months], {
      seriesOf: months.concat(months).map((_, at) => Number(at > 13)),
    })
    expect(timeFormat).toBe('D/M/Y')
    expect(note).toMatch(/read as D\/M\/Y: as M\/D\/Y, they have no steady steps/)
  })

  it('are asked about if both orders are steady', () => {
    expect(() => read(['01/01/2021', '01/02/2021', '01/03/2021'])).toThrow(asked('D/M/Y', 'M/D/Y'))
    expect(() => read(['01/02/2021'])).toThrow(
      /"01\/02\/2021", which is 2021-02-01 as "D\/M\/Y" and 2021-01-02 as "M\/D\/Y" \(row 0\)/,
    )
  })

  it('are refused if the rows have both orders', () => {
    expect(() => read(['13/02/2021', '02/13/2021'])).toThrow(
      /got "02\/13\/2021" \(row 1\)\. The rows before it are "D\/M\/Y"/,
    )
  })
})

describe('whole numbers', () => {
  it.each([[from(1, 240)], [from(0, 100)], [from(1, 12000)], [from(701, 48)], [[...from(1, 5), ...from(1, 9)]]])(
    'from %j on are an index',
    (cells) => {
      const { times, timeFormat } = read(cells)
      expect([timeFormat, Array.from(times)]).toEqual(['index', cells])
    },
  )

  it.each([[from(1949, 60)], [from(1900, 151)], [[1950, 1955, 1952]]])('from %j on are years', (cells) => {
    expect(read(cells).timeFormat).toBe('year')
  })

  it('that may be years or an index are asked about, unless name or frequency tell', () => {
    expect(() => read(from(1000, 24))).toThrow(asked('year', 'index'))
    expect(read(from(1000, 24), { columns: ['year'] }).timeFormat).toBe('year')
    expect(read(from(1700, 48), { columns: ['step'] }).timeFormat).toBe('index')
    expect(() => read(from(1, 3), { columns: ['year'] })).toThrow(/timeFormat: "index"/)
  })

  it('that are serial dates of a spreadsheet are refused with the name of the form', () => {
    expect(() => read([45292, 45323, 45352])).toThrow(/2024-01-01 as "excel"/)
    expect(dates([45292, 45292.5, 59, 61], { timeFormat: 'excel' })).toEqual([
      '2024-01-01',
      '2024-01-01T12:00',
      '1900-02-28',
      '1900-03-01',
    ])
    expect(() => read([60], { timeFormat: 'excel' })).toThrow(/got 60 \(row 0\)/)
    expect(dates([43830], { timeFormat: 'excel 1904' })).toEqual(['2024-01-01'])
  })

  it('of an index have no calendar', () => {
    const columns = { t: from(1, 9), y: from(1, 9) }
    expect(panelFromColumns(columns, { time: 't', target: 'y' }).frequency.text).toBe('1')
    expect(() => panelFromColumns(columns, { time: 't', target: 'y', frequency: 'h' })).toThrow(
      /an index, which has no calendar/,
    )
  })

  it('with two readings as dates are asked about', () => {
    expect(() => read([200101, 200102, 200103])).toThrow(asked('YYYYMM', 'YYMMDD', 'DDMMYY'))
    expect(() => read([1711240000])).toThrow(asked('YYMMDDHHMM', 'epoch s'))
    expect(() => read(['2024.08'])).toThrow(asked('decimal year', 'YYYY.MM'))
  })
})

describe('several columns', () => {
  it.each([
    [
      ['year', 'month'],
      ['2024 1', '2024 Feb'],
      ['2024-01-01', '2024-02-01'],
    ],
    [['month', 'year'], ['1 2024'], ['2024-01-01']],
    [
      ['year', 'quarter'],
      ['2024 1', '2024 Q2'],
      ['2024-01-01', '2024-04-01'],
    ],
    [['Year', 'ISO_Week'], ['2024 9'], ['2024-02-26']],
    [['year', 'dayOfYear'], ['2024 366'], ['2024-12-31']],
    [['day', 'month', 'year'], ['31 1 2024'], ['2024-01-31']],
    [
      ['date', 'hour'],
      ['2024-01-01 5', '2024-01-01 24'],
      ['2024-01-01T05:00', '2024-01-02'],
    ],
  ])('%j read %j', (columns, cells, expected) => {
    expect(dates(cells, { columns })).toEqual(expected)
  })

  it('whose names do not tell the unit are decided by steady steps, or asked about', () => {
    const columns = ['year', 'period']
    expect(read(['2023 3', '2023 4', '2024 1', '2024 2', '2024 3', '2024 4'], { columns }).timeFormat).toBe(
      'year quarter',
    )
    expect(() => read(['2024 1', '2024 2'], { columns })).toThrow(/Say which it is: timeFormat: .*"year month"/)
  })
})

describe('names of months with two digits', () => {
  it('are months unless they may be days', () => {
    expect(dates(['Jan-24', 'Feb-24'])).toEqual(['2024-01-01', '2024-02-01'])
    expect(() => read(['Jan-01', 'Jan-02', 'Jan-03'])).toThrow(/a day of January without a year/)
  })
})

it('Date objects of another realm are times', () => {
  expect(dates([vm.runInNewContext('new Date(86400000)')])).toEqual(['1970-01-02'])
})

describe('days across one without a midnight', () => {
  // On 17 October 2010 the clocks of Sao Paulo went from 24:00 to 01:00.
  const cells = Array.from({ length: 12 }, (_, at) => `${16 + at}.10.10`)

  it('are asked about if the same texts are steady years as well', () => {
    const options = {
      timeFormat: 'auto',
      timeZone: 'America/Sao_Paulo',
      columns: ['when'],
      seriesOf: undefined,
    } as const
    expect(() => readTimes(cells, options)).toThrow(/2010-10-16.*2016-10-10|2016-10-10.*2010-10-16/)
  })
})

describe('an hour that the clock shows twice', () => {
  const hours = ['2024-10-27', '2024-10-27 01:00', '2024-10-27 02:00', '2024-10-27 02:00', '2024-10-27 03:00']
  const values = [0, 1, 2, 3, 4]
  const history = (time: readonly string[], y: readonly number[]) =>
    Array.from(
      panelFromColumns(
        { time: [...time], y: [...y] },
        { time: 'time', target: 'y', timeZone: 'Europe/Berlin' },
      ).history(0),
    )

  it('is told apart by the order of rows, which ever way they run', () => {
    expect(history(hours, values)).toEqual(values)
    expect(history(hours.toReversed(), values.toReversed())).toEqual(values)
  })

  it('is reported as a duplicate if the rows are in no order', () => {
    const order = [3, 0, 4, 1, 2]
    expect(() =>
      history(
        order.map((at) => hours[at]),
        order,
      ),
    ).toThrow(/got two for/)
  })
})
