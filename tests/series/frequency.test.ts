import { describe, expect, it } from 'vitest'
import { inferFrequency, parseFrequency, parseTimes, seasonOf, seasonsOf } from '../../src/series/index.ts'

describe('parseFrequency', () => {
  it.for([
    ['s', 'second', 1, 's'],
    ['15min', 'minute', 15, '15min'],
    ['15 minutes', 'minute', 15, '15min'],
    ['H', 'hour', 1, 'h'],
    ['1d', 'day', 1, 'd'],
    ['B', 'businessDay', 1, 'B'],
    ['2 weeks', 'week', 2, '2W'],
    ['W-SUN', 'week', 1, 'W-SUN'],
    ['1 month', 'month', 1, 'M'],
    ['MS', 'month', 1, 'MS'],
    ['3ME', 'month', 3, '3ME'],
    ['QS', 'quarter', 1, 'QS'],
    ['qe-mar', 'quarter', 1, 'QE-MAR'],
    ['YS-APR', 'year', 1, 'YS-APR'],
    ['Y', 'year', 1, 'Y'],
  ] as const)('reads %s', ([text, unit, multiple, normal]) => {
    expect(parseFrequency(text)).toMatchObject({ unit, multiple, text: normal })
    expect(parseFrequency(normal)).toEqual(parseFrequency(text))
  })

  it.for(['', 'm', 'mS', '0', '0d', '-1d', '1.5h', 'W-FOO', 'B-SUN', 'MS-APR', 'fortnight', `${'9'.repeat(30)}d`])(
    'refuses "%s"',
    (text) => {
      expect(() => parseFrequency(text)).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }))
    },
  )
})

it.for([
  ['s', 3600],
  ['min', 1440],
  ['15min', 96],
  ['h', 24],
  ['6h', 4],
  ['7h', 24],
  ['d', 7],
  ['B', 5],
  ['W-SUN', 52],
  ['MS', 12],
  ['2M', 6],
  ['QS', 4],
  ['Y', 1],
] as const)('the season of %s is %i steps', ([text, season]) => {
  expect(seasonOf(text)).toBe(season)
})

it.for([
  ['h', [24, 168]],
  ['30min', [48, 336]],
  ['15min', [96, 672]],
  ['d', [7, 365]],
  ['2d', [7]],
  ['s', [3600, 86_400]],
  ['B', [5]],
  ['W', [52]],
  ['M', [12]],
  ['Q', [4]],
  ['Y', [1]],
  ['1', [1]],
  ['d@Tue,Thu', [2]],
  ['h@Mon-Fri 09:00-17:00', [8, 40]],
  ['h@Tue 09:00-17:00', [8]],
] as const)('the seasons of %s are %o steps', ([text, seasons]) => {
  expect(seasonsOf(text)).toEqual(seasons)
  expect(seasonsOf(text)[0]).toBe(seasonOf(text))
})

describe('inferFrequency', () => {
  const infer = (...texts: string[]) => inferFrequency([parseTimes(texts)]).text

  it.for([
    [['2024-01-01', '2024-01-02', '2024-01-05'], 'd'],
    [['2024-01-01T00:00', '2024-01-01T01:00', '2024-01-01T02:00', '2024-01-01T05:00'], 'h'],
    [['2024-01-01T00:00', '2024-01-01T00:15', '2024-01-01T00:30'], '15min'],
    [['2024-01-07', '2024-01-14', '2024-01-28'], 'W'],
    [['1998 Q1', '1998 Q2', '1998 Q4'], 'QS'],
    [['1949-01', '1949-02', '1949-04'], 'MS'],
    [['2023-01-31', '2023-02-28', '2023-03-31'], 'ME'],
    [['2023-01-15', '2023-02-15', '2023-04-15'], 'M'],
    [['1749', '1750', '1751'], 'YS'],
  ] as const)('finds the frequency of %s', ([texts, expected]) => {
    expect(infer(...texts)).toBe(expected)
  })

  it('infers business days from weeks without weekends', () => {
    const days = ['01', '02', '03', '04', '05', '08', '09', '10', '11', '12']
    expect(infer(...days.map((day) => `2024-01-${day}`))).toBe('B')
  })

  it('infers days across a change of the clock', () => {
    const times = parseTimes(['2024-03-30', '2024-03-31', '2024-04-01'], { timeZone: 'Europe/Berlin' })
    expect(inferFrequency([times], 'Europe/Berlin').text).toBe('d')
  })

  it('refuses times at irregular distances, and a single time', () => {
    const mixed = ['2024-01-01T00:00:00', '2024-01-01T00:59:58', '2024-01-01T02:00:03', '2024-01-01T03:00:00']
    expect(() => infer(...mixed)).toThrow(/steady frequency, got a mix.*Give frequency/)
    expect(() => infer('2024-01-01')).toThrow(/at least two rows/)
  })
})
