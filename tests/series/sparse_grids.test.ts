import { describe, expect, it } from 'vitest'
import { inferFrequency, panelFromColumns } from '../../src/series/index.ts'

describe('irregular dates are refused with the share of missing steps', () => {
  const infer = (days: readonly number[]) =>
    inferFrequency([Float64Array.from(days, (day) => Date.UTC(2023, 0, 29) + day * 86_400_000)])
  const sums = (sizes: readonly number[]) => {
    const days = [0]
    for (const size of sizes) days.push(days[days.length - 1] + size)
    return days
  }
  const periods = (pattern: readonly number[]) => sums(Array.from({ length: 23 }, (_, i) => 7 * pattern[i % 3]))

  it.for([
    [4, 4, 5],
    [4, 5, 4],
    [5, 4, 4],
  ] as const)('periods of %s weeks, by name', (pattern) => {
    expect(() => infer(periods(pattern))).toThrow(/7\d % of the steps would be missing.*4-4-5.*index/)
  })

  it('Tuesdays and Thursdays, with the calendar to give', () => {
    expect(() => infer(sums(Array.from({ length: 25 }, (_, i) => (i % 2 ? 5 : 2))).map((day) => day + 2))).toThrow(
      /(59|60|61) % of the steps would be missing.*calendar: "Tue,Thu" \(--calendar "Tue,Thu"\)/,
    )
  })

  it.for([
    ['weeks', sums([14, 21, 28, 35, 42, 49, 56])],
    ['days', sums([2, 3, 4, 2, 3, 4])],
    ['business days', sums([3, 1, 3, 4, 3, 4, 2, 5, 3, 4]).map((day) => day + 1)],
    ['months', [0, 59, 151, 304, 335, 516].map((day) => day + 3)],
  ] as const)('%s', ([, days]) => {
    expect(() => infer(days)).toThrow(/\d\d % of the steps would be missing.*--frequency/)
  })

  const hoursOf = (clocks: readonly number[], days = 20) =>
    Float64Array.from({ length: clocks.length * days }, (_, at) => {
      const day = Math.floor(at / clocks.length)
      return Date.UTC(2024, 0, 1 + day, clocks[at % clocks.length])
    })

  it.for([
    ['Mondays and Tuesdays', Array.from({ length: 40 }, (_, at) => 1 + 7 * Math.floor(at / 2) + (at % 2)), 'Mon,Tue'],
    [
      'the first three days of months',
      Array.from({ length: 36 }, (_, at) => 3 + 30 * Math.floor(at / 3) + (at % 3)),
      '',
    ],
  ] as const)('%s', ([, days, calendar]) => {
    expect(() => infer(days)).toThrow(new RegExp(`\\d\\d % of the steps would be missing.*--calendar.*${calendar}`))
  })

  it.for([
    [[9, 10, 11, 12, 13, 14, 15, 16], 66, 'Mon-Sun 09:00-17:00'],
    [[7, 8, 17, 18], 83, 'for example'],
  ] as const)('the hours %j of each day', ([clocks, share, calendar]) => {
    expect(() => inferFrequency([hoursOf(clocks)])).toThrow(
      new RegExp(`${share} % of the steps would be missing.*${calendar}`),
    )
  })

  it('numbers of an index', () => {
    const index = Float64Array.from([1, 2, 3, 50, 51, 52, 90, 91, 92])
    expect(() => inferFrequency([index], 'UTC', { isIndex: true })).toThrow(
      /90 % .* missing.*read as an index.*--frequency 1/,
    )
  })

  it('but half of the steps may be missing', () => {
    expect(infer([...Array(10).keys(), ...Array.from({ length: 10 }, (_, at) => 30 + at)]).text).toBe('d')
  })

  it('but a frequency that is given is used', () => {
    const t = periods([4, 4, 5]).map((day) => new Date(Date.UTC(2023, 0, 29) + day * 86_400_000))
    const panel = panelFromColumns({ t, y: t.map((_, i) => i) }, { time: 't', target: 'y', frequency: 'W' })
    expect(panel.frequency.text).toBe('W')
  })
})
