import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addSteps, formatTime, panelFromColumns, parseFrequency, seasonOf } from '../../src/series/index.ts'
import { DAY, weekdayOf } from '../../src/series/time/civil.ts'
import { parseWorkCalendar } from '../../src/series/time/work_calendar/work_calendar.ts'
import { zoneOf } from '../../src/series/time/zone.ts'

describe('a calendar', () => {
  it.for([
    ['Mon-Fri', 'Mon-Fri'],
    ['monday - friday', 'Mon-Fri'],
    ['Sun-Thu', 'Sun-Thu'],
    ['Fri-Mon', 'Fri-Mon'],
    ['tue, thu', 'Tue,Thu'],
    ['Sat,Sun', 'Sat,Sun'],
    ['Mon,Tue,Wed,Sat', 'Mon-Wed,Sat'],
    ['Mon-Sat 9:00 - 17:30', 'Mon-Sat 09:00-17:30'],
    ['Mon–Fri 09:00–17:00', 'Mon-Fri 09:00-17:00'],
    ['Mon-Fri 9-17', 'Mon-Fri 09:00-17:00'],
    ['09:00-17:00', 'Mon-Sun 09:00-17:00'],
    ['Fri,Sat 18:00-02:00', 'Fri,Sat 18:00-02:00'],
    ['Mon-Fri 06:00-24:00', 'Mon-Fri 06:00-24:00'],
    ['Mon-Fri 00:00-24:00', 'Mon-Fri'],
  ] as const)('reads %s', ([text, normal]) => {
    expect(parseWorkCalendar(text).text).toBe(normal)
    expect(parseWorkCalendar(normal)).toEqual(parseWorkCalendar(text))
  })

  it.for(['', 'Foo', 'Mo', 'Mon-', 'Mon-Fri 25:00-26:00', 'Mon-Fri 09:00', 'Mon-Fri 09:00-09:00', 'Mon-Wed-Fri'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseWorkCalendar(text)).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }))
    },
  )

  it('is part of a frequency', () => {
    expect(parseFrequency('15min @ mon-fri 9:30-16:00').text).toBe('15min@Mon-Fri 09:30-16:00')
    expect(parseFrequency('d@Mon-Fri').text).toBe('B')
    expect(parseFrequency('2d@Mon-Fri').text).toBe('2B')
    expect(parseFrequency('d@Mon-Sun').text).toBe('d')
    expect(parseFrequency('d@Tue,Thu 09:00-10:00').text).toBe('d@Tue,Thu')
    expect(() => parseFrequency('W@Mon-Fri')).toThrow(/--calendar/)
    expect(() => parseFrequency('B@Sun-Thu')).toThrow(/--calendar/)
    expect(() => parseFrequency('1@Mon-Fri')).toThrow(/--calendar/)
  })

  it.for([
    ['d@Tue,Thu', 2],
    ['15min@Mon-Fri 09:30-16:00', 26],
    ['h@Mon-Sat 09:00-17:30', 9],
    ['h@Mon-Fri', 24],
  ] as const)('has a season of its own: %s has %i steps', ([text, season]) => {
    expect(seasonOf(text)).toBe(season)
  })
})

describe('steps within a calendar', () => {
  const rows = (start: string, n: number, text: string, zone = 'UTC') =>
    Array.from({ length: n }, (_, k) =>
      formatTime(addSteps(zoneOf(zone).toInstant(Date.parse(`${start}Z`)), k, parseFrequency(text), zone), zone),
    )

  it('jump over nights and closed days', () => {
    expect(rows('2024-03-01T16:00', 4, 'h@Mon-Fri 09:00-17:30')).toEqual([
      '2024-03-01T16:00:00Z',
      '2024-03-01T17:00:00Z',
      '2024-03-04T09:00:00Z',
      '2024-03-04T10:00:00Z',
    ])
    expect(rows('2024-03-05T00:00', 3, 'd@Tue,Thu')).toEqual(['2024-03-05', '2024-03-07', '2024-03-12'])
  })

  it('keep the minutes of the first row', () => {
    expect(rows('2024-03-01T16:10', 2, 'h@Mon-Fri 09:00-17:00')).toEqual([
      '2024-03-01T16:10:00Z',
      '2024-03-04T09:10:00Z',
    ])
  })

  it('go on after midnight if the hours do', () => {
    expect(rows('2024-03-02T01:00', 2, 'h@Fri 22:00-02:00')).toEqual(['2024-03-02T01:00:00Z', '2024-03-08T22:00:00Z'])
  })

  it('stay at their hours when the clock changes', () => {
    expect(rows('2024-03-29T15:00', 3, 'h@Mon-Fri 08:00-16:00', 'Europe/Berlin')).toEqual([
      '2024-03-29T15:00:00+01:00',
      '2024-04-01T08:00:00+02:00',
      '2024-04-01T09:00:00+02:00',
    ])
  })

  it('are as many as the open hours of real time, on days of 23 and 25 hours too', () => {
    const frequency = parseFrequency('h@Sat,Sun')
    const zone = zoneOf('Europe/Berlin')
    const days = fc.integer({ min: 19_000, max: 21_000 })
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 4000 }), (day, n) => {
        const start = zone.toInstant((day + ((6 - weekdayOf(day) + 7) % 7)) * DAY)
        let [time, left] = [start, n]
        while (left > 0) {
          time += 3_600_000
          if (weekdayOf(Math.floor(zone.toLocal(time) / DAY)) >= 6) left--
        }
        expect(addSteps(start, n, frequency, 'Europe/Berlin')).toBe(time)
      }),
      { numRuns: 50 },
    )
  })
})

describe('a panel within a calendar', () => {
  const hours = (days: readonly string[], from: number, to: number) =>
    days.flatMap((day) => Array.from({ length: to - from }, (_, i) => `${day}T${String(from + i).padStart(2, '0')}:00`))
  const panelOf = (t: readonly string[], options: object) =>
    panelFromColumns({ t, y: t.map((_, i) => i) }, { time: 't', target: 'y', ...options })

  it('has no gaps at night', () => {
    const t = hours(['2024-03-01', '2024-03-04', '2024-03-05'], 9, 17)
    for (const options of [{}, { frequency: 'h' }]) {
      const panel = panelOf(t, { calendar: 'Mon-Fri 09:00-17:00', ...options })
      expect(panel.frequency.text).toBe('h@Mon-Fri 09:00-17:00')
      expect(Array.from(panel.target.values)).toEqual(t.map((_, i) => i))
    }
  })

  it('has a gap where an open hour is missing', () => {
    const t = hours(['2024-03-01', '2024-03-04'], 9, 17).filter((_, i) => i !== 10)
    const panel = panelOf(t, { calendar: 'Mon-Fri 09:00-17:00' })
    expect(panel.rowCount).toBe(16)
    expect(panel.history(0)[10]).toBeNaN()
  })

  it('infers days within weekdays, and nothing of the calendar for weeks', () => {
    const days = ['05', '07', '12', '14', '19', '21'].map((day) => `2024-03-${day}`)
    expect(panelOf(days, { calendar: 'Tue,Thu' }).frequency.text).toBe('d@Tue,Thu')
    expect(panelOf(['2024-03-05', '2024-03-12', '2024-03-19'], { calendar: 'Tue,Thu' }).frequency.text).toBe('W')
  })

  it('refuses a row outside, with its time and the flag', () => {
    const t = hours(['2024-03-01', '2024-03-04'], 9, 18)
    expect(() => panelOf(t, { calendar: 'Mon-Fri 09:00-17:00' })).toThrow(
      /within the calendar "Mon-Fri 09:00-17:00", got 2024-03-01T17:00:00Z \(Fri\) in series "series".*--calendar/,
    )
    expect(() => panelOf(['2024-03-01', '2024-03-02', '2024-03-04'], { frequency: 'B' })).toThrow(/2024-03-02 \(Sat\)/)
  })

  it('refuses a second calendar', () => {
    const options = { frequency: 'h@Mon-Fri', calendar: 'Mon-Sat' }
    expect(() => panelOf(['2024-03-01T00', '2024-03-01T01'], options)).toThrow(/without a calendar/)
  })
})
