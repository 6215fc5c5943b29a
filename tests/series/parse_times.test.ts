import { describe, expect, it } from 'vitest'
import { formatTime, type ParseTimesOptions, parseTimes, parseTimesAsync } from '../../src/series/index.ts'

const read = (value: unknown, options?: ParseTimesOptions) =>
  new Date(parseTimes([value], options)[0]).toISOString().replace('.000Z', '')

describe('parseTimes', () => {
  it.for([
    ['2024-03-31', '2024-03-31T00:00:00'],
    ['2024-03-31T14:05', '2024-03-31T14:05:00'],
    ['2024-03-31 14:05:06.5', '2024-03-31T14:05:06.500Z'],
    ['2024-03-31 7', '2024-03-31T07:00:00'],
    ['2024/3/1', '2024-03-01T00:00:00'],
    ['2024-03-31T14:05:00Z', '2024-03-31T14:05:00'],
    ['2024-03-31T14:05:00+05:30', '2024-03-31T08:35:00'],
    ['2024-03-31T14:05:00-0800', '2024-03-31T22:05:00'],
    ['2024-03-31T14+02', '2024-03-31T12:00:00'],
    ['2024-03', '2024-03-01T00:00:00'],
    ['1998 Q1', '1998-01-01T00:00:00'],
    ['1998-Q4', '1998-10-01T00:00:00'],
    ['Q2 1998', '1998-04-01T00:00:00'],
    ['1998M07', '1998-07-01T00:00:00'],
    ['1998 Jul', '1998-07-01T00:00:00'],
    ['July 1998', '1998-07-01T00:00:00'],
    ['2020-W53', '2020-12-28T00:00:00'],
    ['2021W01-7', '2021-01-10T00:00:00'],
    ['3/31/24', '2024-03-31T00:00:00'],
    ['3/31/2024 14:05', '2024-03-31T14:05:00'],
    ['1/1/11 5', '2011-01-01T05:00:00'],
    ['12/31/99 12:30 AM', '1999-12-31T00:30:00'],
    ['12/31/68 11 pm', '2068-12-31T23:00:00'],
    ['31.3.2024', '2024-03-31T00:00:00'],
    ['1998', '1998-01-01T00:00:00'],
    [1998, '1998-01-01T00:00:00'],
    [199807, '1998-07-01T00:00:00'],
    [20240331, '2024-03-31T00:00:00'],
    [1949.083333, '1949-02-01T00:00:00'],
    [1949.916667, '1949-12-01T00:00:00'],
    [1711843200, '2024-03-31T00:00:00'],
    ['1711843200', '2024-03-31T00:00:00'],
    [1711843200000, '2024-03-31T00:00:00'],
    [1711843200000000, '2024-03-31T00:00:00'],
    [1711843200000n, '2024-03-31T00:00:00'],
    [new Date('2024-03-31T00:00:00Z'), '2024-03-31T00:00:00'],
  ] as const)('reads %s', ([value, expected]) => {
    expect(read(value)).toBe(expected)
  })

  it('reads day and month in the order of timeFormat', () => {
    expect(read('4/3/24', { timeFormat: 'D/M/Y' })).toBe('2024-03-04T00:00:00')
    expect(read('4/3/24', { timeFormat: 'M/D/Y' })).toBe('2024-04-03T00:00:00')
  })

  it('finds the unit of numbers from the largest number of the column', () => {
    expect(Array.from(parseTimes([0, 86_400_000, 1_711_843_200_000]))).toEqual([0, 86_400_000, 1_711_843_200_000])
    expect(Array.from(parseTimes([5, 10], { timeFormat: 'epoch s' }))).toEqual([5000, 10_000])
  })

  it('reads texts without an offset on the clock of the time zone', () => {
    const options = { timeZone: 'America/New_York' }
    expect(read('2024-01-15', options)).toBe('2024-01-15T05:00:00')
    expect(read('2024-07-15 12:00', options)).toBe('2024-07-15T16:00:00')
    expect(read('2024-07-15T12:00Z', options)).toBe('2024-07-15T12:00:00')
    expect(read('1998 Q3', options)).toBe('1998-07-01T04:00:00')
  })

  it.for([
    '31/13/2020',
    '2023-02-29',
    '2024-13-01',
    '2024-01-01T24:01',
    '2024-01-01T10:75',
    '1998 Q5',
    '2024-W54',
    '13/1/2024 13 pm',
    'yesterday',
    20_241_301,
    Number.POSITIVE_INFINITY,
    true,
    {},
  ])('refuses %s, with column, row and value', (value) => {
    expect(() => parseTimes([typeof value === 'number' ? 1e7 : '2024-01-01', value], { column: 'when' })).toThrow(
      expect.objectContaining({ code: 'ERR_DATA', message: expect.stringMatching(/column "when", got .*\(row \d\)/) }),
    )
  })

  it('advises which option to give', () => {
    expect(() => parseTimes(['1/2/2020'])).toThrow(/timeFormat: "D\/M\/Y" or "M\/D\/Y" \(--time-format\)/)
    expect(() => parseTimes(['31/12/2020'], { timeFormat: 'M/D/Y' })).toThrow(
      /timeFormat is "M\/D\/Y", which does not read it/,
    )
    expect(() => parseTimes(['2024-01-01', ''])).toThrow(/got nothing \(row 1\)\. Drop rows without a time/)
    expect(() => parseTimes(['x'], { timeFormat: 'Y-M-D' as 'auto' })).toThrow(
      /timeFormat of parseTimes to be one of auto/,
    )
  })
})

describe('parseTimesAsync', () => {
  it.each([
    ['texts', ['31.3.2024 14:05', '2024-04-01'], { timeZone: 'Europe/Berlin' }],
    ['days and months in an order that a later cell decides', ['1/2/2024', '13/2/2024'], {}],
    ['numbers of milliseconds', [1_711_843_500_000, 1_711_929_900_000], {}],
    ['years with a fraction', ['2024.083', '2024.167'], {}],
  ] as [string, unknown[], ParseTimesOptions][])('reads %s as parseTimes does', async (_, cells, options) => {
    expect(await parseTimesAsync(cells, options)).toEqual(parseTimes(cells, options))
  })

  it('stops at a signal, refuses a cell as parseTimes does, and names the call of an unknown option', async () => {
    const signal = AbortSignal.abort()
    await expect(parseTimesAsync(['2024-01-01'], { signal })).rejects.toMatchObject({ code: 'ABORT_ERR' })
    await expect(parseTimesAsync(['2024-01-01', 'soon'])).rejects.toThrow(/"soon" \(row 1\)/)
    await expect(parseTimesAsync(['2024-01-01'], { zone: 'UTC' } as object)).rejects.toThrow(/parseTimesAsync/)
  })
})

describe('formatTime', () => {
  it('writes texts that are read back as the same time', () => {
    const times = [0, 1_711_843_200_000, 1_711_846_800_000, -1_000_000_000_500, -4e12, -3_000_000_000_123, 3e14, -7e13]
    // Berlin had the offset +00:53:28 before 1893, Monrovia -00:44:30 until 1972. Havana shows midnight twice.
    const zones = [
      'UTC',
      'Europe/Berlin',
      'Asia/Kolkata',
      'America/New_York',
      'Africa/Monrovia',
      'America/Havana',
      '+23:00',
    ]
    const midnights = [Date.UTC(2024, 10, 3, 4), Date.UTC(2024, 10, 3, 5)]
    for (const zone of zones)
      for (const time of [...times, ...midnights]) {
        const text = formatTime(time, zone)
        expect(parseTimes([text], { timeZone: zone })[0], text).toBe(time)
      }
  })

  it('writes midnights of days and longer as dates', () => {
    expect(formatTime(Date.UTC(2024, 0, 1))).toBe('2024-01-01')
    expect(formatTime(Date.UTC(2024, 0, 1, 5), 'America/New_York')).toBe('2024-01-01')
    expect(formatTime(Date.UTC(2024, 0, 1, 6), 'America/New_York')).toBe('2024-01-01T01:00:00-05:00')
  })
})
