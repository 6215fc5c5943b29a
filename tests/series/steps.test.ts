import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { addSteps, formatTime, parseFrequency, parseTimes, stepsBetween } from '../../src/series/index.ts'
import { bucketOf, isOnGrid } from '../../src/series/time/bucket.ts'
import { DAY, dateOf, dayNumberOf, weekdayOf } from '../../src/series/time/civil.ts'
import { zoneOf } from '../../src/series/time/zone.ts'

// Zones with offsets of half hours, changes at midnight, a skipped day, and changes in both hemispheres.
const zoneNames = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Pacific/Apia',
  '+05:30',
]
const texts = [
  's',
  '15min',
  'h',
  '7h',
  'd',
  '3d',
  'B',
  '2B',
  'W',
  'W-SUN',
  'M',
  'MS',
  'ME',
  '2ME',
  'QS',
  'QE-MAR',
  'Y',
  'YS-APR',
  '8ms',
  'M-28',
  '2M-30',
  'Q-31',
  'Y-29',
  'd@Tue,Thu',
  '2d@Sun-Thu',
  '15min@Mon-Fri 09:30-16:00',
  'h@Mon-Sat 09:00-17:30',
  '45min@Mon-Sat 18:00-02:30',
  'h@Sun-Thu',
  '2',
]

const times = fc.integer({ min: Date.UTC(1972, 0), max: Date.UTC(2037, 0) }).map((time) => time - (time % 1000))
const zones = fc.constantFrom(...zoneNames)
const frequencies = fc.constantFrom(...texts).map(parseFrequency)
const counts = fc.integer({ min: -500, max: 500 })

const zoned = (time: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone)

describe('a time zone', () => {
  it('shows the wall clock that Temporal shows', () => {
    fc.assert(
      fc.property(times, zones, (time, name) => {
        const wall = zoned(time, name).toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds
        expect(zoneOf(name).toLocal(time)).toBe(wall)
      }),
    )
  })

  it('finds the instant of a wall clock as Temporal does, in gaps and repeated hours too', () => {
    fc.assert(
      fc.property(times, zones, fc.integer({ min: -90, max: 90 }), (time, name, minutes) => {
        // Tests times near a change of the clock: there, a wall-clock time can belong to two instants or to none.
        const change = zoned(time, name).getTimeZoneTransition('next')?.epochMilliseconds ?? time
        const local = zoneOf(name).toLocal(change) + minutes * 60_000
        const plain = zoned(local, 'UTC').toPlainDateTime()
        // Samoa skipped 30 December 2011, a gap much longer than the usual hour or two.
        fc.pre(name !== 'Pacific/Apia' || plain.year !== 2011)
        expect(zoneOf(name).toInstant(local)).toBe(plain.toZonedDateTime(name).epochMilliseconds)
      }),
    )
  })

  it('refuses an unknown name', () => {
    expect(() => zoneOf('Europe/Atlantis')).toThrow(/IANA name.*Atlantis/)
  })
})

it('dates and day numbers are those of Date', () => {
  fc.assert(
    fc.property(fc.integer({ min: -800_000, max: 800_000 }), (dayNumber) => {
      const date = new Date(dayNumber * DAY)
      const { year, month, day } = dateOf(dayNumber)
      expect([year, month, day]).toEqual([date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()])
      expect(dayNumberOf(year, month, day)).toBe(dayNumber)
      expect(weekdayOf(dayNumber) % 7).toBe(date.getUTCDay())
    }),
  )
})

describe('a day that a zone skips', () => {
  it.for([
    ['Pacific/Apia', ['2011-12-28', '2011-12-29', '2011-12-31', '2012-01-01']],
    ['Pacific/Kiritimati', ['1994-12-29', '1994-12-30', '1995-01-01', '1995-01-02']],
  ] as const)('is no step in %s', ([zone, days]) => {
    const frequency = parseFrequency('d')
    const [first, ...others] = parseTimes(days, { timeZone: zone })
    const all = [first, ...others]
    all.forEach((time, at) => {
      expect(addSteps(first, at, frequency, zone)).toBe(time)
      expect(addSteps(all[3], at - 3, frequency, zone)).toBe(time)
      expect(stepsBetween(first, time, frequency, zone)).toBe(at)
    })
  })
})

describe('steps', () => {
  it('are counted as many as were added', () => {
    fc.assert(
      fc.property(times, counts, frequencies, zones, (time, n, frequency, zone) => {
        const start = bucketOf(time, frequency, zoneOf(zone))
        expect(stepsBetween(start, addSteps(start, n, frequency, zone), frequency, zone)).toBe(n)
      }),
    )
  })

  it('are counted up to the last that is not later than the other time', () => {
    fc.assert(
      fc.property(times, times, frequencies, zones, (a, b, frequency, zone) => {
        const start = bucketOf(a, frequency, zoneOf(zone))
        const steps = stepsBetween(start, b, frequency, zone)
        expect(addSteps(start, steps, frequency, zone)).toBeLessThanOrEqual(b)
        expect(addSteps(start, steps + 1, frequency, zone)).toBeGreaterThan(b)
      }),
    )
  })

  it('can be added one after another, on the grid of an anchor', () => {
    fc.assert(
      fc.property(times, counts, counts, frequencies, zones, (time, a, b, frequency, zone) => {
        fc.pre(frequency.anchor !== null || frequency.calendar !== undefined)
        const start = bucketOf(time, frequency, zoneOf(zone))
        const there = addSteps(start, a, frequency, zone)
        expect(isOnGrid(there, frequency, zoneOf(zone))).toBe(true)
        expect(addSteps(there, b, frequency, zone)).toBe(addSteps(start, a + b, frequency, zone))
      }),
    )
  })

  it.for([
    ['d', (n: number) => ({ days: n })],
    ['3d', (n: number) => ({ days: 3 * n })],
    ['W', (n: number) => ({ weeks: n })],
    ['Y', (n: number) => ({ years: n })],
    ['h', (n: number) => ({ hours: n })],
    ['15min', (n: number) => ({ minutes: 15 * n })],
  ] as const)("of %s are Temporal's", ([text, duration]) => {
    fc.assert(
      fc.property(times, fc.integer({ min: -30, max: 30 }), zones, (time, n, zone) => {
        // Temporal counts the date that Samoa skipped. A step is a day that passes.
        fc.pre(zone !== 'Pacific/Apia' || Math.abs(time - Date.UTC(2011, 11, 30)) > 100 * DAY)
        const expected = zoned(time, zone).add(duration(n)).epochMilliseconds
        expect(addSteps(time, n, parseFrequency(text), zone)).toBe(expected)
      }),
    )
  })

  it('of business days are equal to counted days without weekends', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 60 }), (time, n) => {
        const start = bucketOf(time, parseFrequency('B'), zoneOf('UTC'))
        let expected = start
        for (let left = n; left > 0; ) {
          expected += DAY
          if (weekdayOf(expected / DAY) <= 5) left--
        }
        expect(addSteps(start, n, parseFrequency('B'))).toBe(expected)
      }),
    )
  })
})

const rows = (start: string, n: number, text: string, zone: string) => {
  const first = Temporal.PlainDateTime.from(start).toZonedDateTime(zone).epochMilliseconds
  const steps = Array.from({ length: n }, (_, k) => addSteps(first, k, parseFrequency(text), zone))
  return steps.map((time) => formatTime(time, zone, parseFrequency('h')))
}

describe('when the clock changes', () => {
  it('days stay at midnight', () => {
    expect(rows('2024-03-30', 3, 'd', 'Europe/Berlin')).toEqual([
      '2024-03-30T00:00:00+01:00',
      '2024-03-31T00:00:00+01:00',
      '2024-04-01T00:00:00+02:00',
    ])
  })

  it('hours continue, and the clock skips one or shows one twice', () => {
    expect(rows('2024-03-31T01', 2, 'h', 'Europe/Berlin')).toEqual([
      '2024-03-31T01:00:00+01:00',
      '2024-03-31T03:00:00+02:00',
    ])
    expect(rows('2024-10-27T02', 2, 'h', 'Europe/Berlin')).toEqual([
      '2024-10-27T02:00:00+02:00',
      '2024-10-27T02:00:00+01:00',
    ])
  })

  it('a midnight that does not exist is the first moment of its day', () => {
    expect(rows('2018-11-03', 3, 'd', 'America/Sao_Paulo')).toEqual([
      '2018-11-03T00:00:00-03:00',
      '2018-11-04T01:00:00-02:00',
      '2018-11-05T00:00:00-02:00',
    ])
  })
})

describe('months', () => {
  const dates = (start: string, n: number, text: string) =>
    Array.from({ length: n }, (_, k) => formatTime(addSteps(Date.parse(start), k, parseFrequency(text))))

  it('keep the last day of a month, and other days if the month has them', () => {
    expect(dates('2023-11-30', 4, 'M')).toEqual(['2023-11-30', '2023-12-31', '2024-01-31', '2024-02-29'])
    expect(dates('2023-12-30', 4, 'M')).toEqual(['2023-12-30', '2024-01-30', '2024-02-29', '2024-03-30'])
    expect(dates('2024-02-29', 3, 'ME')).toEqual(['2024-02-29', '2024-03-31', '2024-04-30'])
  })

  it('make quarters and years', () => {
    expect(dates('2023-10-01', 3, 'QS')).toEqual(['2023-10-01', '2024-01-01', '2024-04-01'])
    expect(dates('2024-02-29', 3, 'Y')).toEqual(['2024-02-29', '2025-02-28', '2026-02-28'])
  })
})
