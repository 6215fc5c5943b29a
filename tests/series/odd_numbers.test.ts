// One bad cell in a column of numeric times is an error with its row: it never turns dates into another form or an index.
import { describe, expect, it } from 'vitest'
import { readTimes } from '../../src/series/time/parse/read_times.ts'

const read = (cells: readonly (string | number)[], column = 'when', decimal?: ',') =>
  readTimes(cells, { timeFormat: 'auto', timeZone: 'UTC', columns: [column], decimal })
const months = (year: number, count: number) =>
  Array.from({ length: count }, (_, at) => (year + Math.floor(at / 12)) * 100 + (at % 12) + 1)
const days = (count: number, write: (iso: string) => string) =>
  Array.from({ length: count }, (_, at) => write(new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10)))
const compact = (iso: string) => iso.replaceAll('-', '')
const from = (first: number, count: number) => Array.from({ length: count }, (_, at) => first + at)
const hours = days(3, compact).flatMap((day) => from(0, 24).map((hour) => `${day}${String(hour).padStart(2, '0')}`))

describe('one bad cell', () => {
  it.each([
    ['a day that does not exist, among hours', 'when', hours.map(Number), 2024023001, 'YYYYMMDDHH'],
    ['an hour 25', 'when', hours, '2024010125', 'YYYYMMDDHH'],
    ['a month 13, in a column of months', 'month', months(2023, 12), 202313, 'YYYYMM'],
    ['a month 0', 'period', months(2023, 13), 202300, 'YYYYMM'],
    ['30 February, in a column named for an index', 't', days(60, compact), '20240230', 'YYYYMMDD'],
    ['a number of a row', 't', days(60, compact), 5, 'YYYYMMDD'],
    ['an hour beside dates', 'when', days(60, compact), '2024010112', 'YYYYMMDD'],
    ['a quarter 5', 'when', [20231, 20232, 20233, 20234, 20241, 20242, 20243, 20244], 20245, 'YYYYQ'],
    ['a year without a digit', 'date', from(1949, 30), 195, 'year'],
  ] as const)('%s', (_, column, good, bad, form) => {
    for (const at of [0, 4, good.length]) {
      const cells = [...good.slice(0, at), bad, ...good.slice(at)]
      expect(() => read(cells, column)).toThrow(
        expect.objectContaining({
          code: 'ERR_DATA',
          message: expect.stringMatching(new RegExp(`${bad}"? \\(row ${at}\\).*"${form}"`)),
        }),
      )
    }
  })

  it('that is a week among months is asked about, and named in both readings', () => {
    expect(() => read([...months(2023, 12), 202313])).toThrow(
      /got 202313, which is 2023-03-27 as "YYYYWW" and no time as "YYYYMM" \(row 12\)/,
    )
  })

  it('leaves weeks, and numbers of steps that no form reads, as they are', () => {
    expect(read(from(202401, 26)).timeFormat).toBe('YYYYWW')
    expect(read(from(950, 1200)).timeFormat).toBe('index')
  })
})

describe('weeks', () => {
  it.each([
    ['53 in a year of 52 weeks', [...from(202301, 53), ...from(202401, 40)], 202353],
    ['0', [...from(202300, 53), ...from(202400, 53)], 202300],
    ['53 alone', [202453], 202453],
  ] as const)('%s: refused with the reason, whatever the name of the column', (_, cells, bad) => {
    for (const column of ['week', 'date', 'ds', 'time', 'period'])
      expect(() => read(cells, column)).toThrow(new RegExp(`got ${bad} .*By ISO 8601 a year has 52 weeks`))
  })
})

describe('dates that lost digits', () => {
  it.each([
    ['YYMM over 2000', 'month', [...from(9801, 12), ...from(9901, 12), ...from(1, 12)]],
    ['YYMM of one year', 'month', from(2401, 12)],
    ['MMDD with zeros', 'when', days(90, (iso) => compact(iso).slice(4))],
    ['MMDD without zeros', 'date', days(90, (iso) => compact(iso).slice(4)).map(Number)],
    ['YYMMDD without zeros', 'date', days(31, (iso) => `1${compact(iso).slice(4)}`).map(Number)],
  ] as const)('%s: no numbers of steps, and no years', (_, column, cells) => {
    expect(() => read(cells, column)).toThrow(/write years with four digits/)
  })

  it('have their zeros back if the year has four digits', () => {
    const dayFirst = (iso: string) => `${+iso.slice(8)}${iso.slice(5, 7)}${iso.slice(0, 4)}`
    expect(read(days(31, dayFirst)).timeFormat).toBe('DDMMYYYY')
    expect(read(days(31, dayFirst).map(Number)).timeFormat).toBe('DDMMYYYY')
    expect(
      read(
        days(31, (iso) => `1${iso.slice(8)}2024`),
        't',
      ).timeFormat,
    ).toBe('MMDDYYYY')
  })

  it('are no years of a calendar', () => {
    expect(read(from(2001, 12), 'date').timeFormat).toBe('year')
  })
})

describe('a declared decimal comma', () => {
  it('is read in years with a fraction, and only if it is declared', () => {
    const cells = ['2021,000', '2021,083', '2021,167']
    expect(read(cells, 'when', ',').timeFormat).toBe('decimal year')
    expect(() => read(cells)).toThrow(/got "2021,000"/)
  })
})
