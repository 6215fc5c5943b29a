import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  inferFrequency,
  type Panel,
  panelFromColumns,
  panelFromSeries,
  parseFrequency,
  parseTimes,
  stepTimes,
} from '../../src/series/index.ts'
import { bucketOf } from '../../src/series/time/bucket.ts'
import { zoneOf } from '../../src/series/time/zone.ts'

const zones = ['UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Africa/Cairo', 'Asia/Beirut', 'America/Havana', '+05:30']
const calendars = ['Tue,Thu', 'Sun-Thu', 'Mon-Fri 09:30-16:00', 'Mon-Sat 18:00-02:00']
const times = fc.integer({ min: Date.UTC(1972, 0), max: Date.UTC(2037, 0) })

describe('an inferred frequency', () => {
  it.for([
    ...['8ms', '100ms', 's', '15min', 'h', '6h', 'd', '3d', 'B', '3B', 'W', '2W', 'MS', 'ME', 'QS', 'QE', 'YS', '2YE'],
    ...['1', '5'],
  ])('is %s for rows of that frequency', (text) => {
    const frequency = parseFrequency(text)
    fc.assert(
      fc.property(times, fc.constantFrom(...zones), fc.integer({ min: 12, max: 60 }), (time, zone, rows) => {
        const start = bucketOf(time, frequency, zoneOf(zone))
        const own = stepTimes(start, 0, rows, frequency, zone)
        expect(inferFrequency([own], zone, { isIndex: frequency.unit === 'step' }).text).toBe(frequency.text)
      }),
    )
  })

  it.for([
    ['15min', calendars[2]],
    ['h', calendars[3]],
    ['d', calendars[0]],
    ['2d', calendars[1]],
  ] as const)('is %s within %s', ([text, calendar]) => {
    const frequency = parseFrequency(`${text}@${calendar}`)
    fc.assert(
      fc.property(times, fc.constantFrom(...zones), fc.integer({ min: 12, max: 60 }), (time, zone, rows) => {
        const start = bucketOf(time, frequency, zoneOf(zone))
        const own = stepTimes(start, 0, rows, frequency, zone)
        expect(inferFrequency([own], zone, { calendar }).text).toBe(frequency.text)
      }),
    )
  })
})

describe('months on one day', () => {
  const dates = (year: number, month: number, day: number, count: number, step = 1) =>
    Array.from({ length: count }, (_, k) => {
      const last = new Date(Date.UTC(year, month + k * step, 0)).getUTCDate()
      return new Date(Date.UTC(year, month - 1 + k * step, Math.min(day, last))).toISOString().slice(0, 10)
    })
  const panelOf = (t: readonly string[], frequency?: string) =>
    panelFromColumns({ t, y: t.map((_, i) => i) }, { time: 't', target: 'y', ...(frequency && { frequency }) })

  it.for([
    ['the 28th from 28 February', dates(2023, 2, 28, 24), 'M', 'M-28'],
    ['the 28th from 28 March', dates(2023, 3, 28, 24), 'M', 'M'],
    ['the 30th from 30 April', dates(2023, 4, 30, 9), 'M', 'M-30'],
    ['the 30th from 28 February', dates(2023, 2, 30, 24), 'M', 'M-30'],
    ['the 29th from 29 February', dates(2024, 2, 29, 14), 'M', 'M-29'],
    ['the 31st from 31 January', dates(2023, 1, 31, 24), 'ME', 'ME'],
    ['the 30th of quarters', ['2023-06-30', '2023-09-30', '2023-12-30'], 'Q', 'Q-30'],
    ['the 31st of quarters, the 30th of shorter months', dates(2023, 6, 31, 9, 3), 'Q', 'QE'],
    ['29 February, yearly', dates(2021, 2, 29, 6, 12), 'Y', 'Y-29'],
  ] as const)('%s: every row is a step', ([, rows, given, text]) => {
    expect(panelOf(rows).frequency.text).toBe(text)
    for (const frequency of [given, text]) expect(panelOf(rows, frequency).rowCount).toBe(rows.length)
  })

  it('are found from all series, also from those whose first row tells no day', () => {
    const [a, b] = [dates(2023, 2, 28, 12), dates(2023, 3, 28, 12)]
    const columns = {
      id: [...a.map(() => 'a'), ...b.map(() => 'b')],
      t: [...a, ...b],
      y: [...a, ...b].map((_, i) => i),
    }
    for (const frequency of [undefined, 'M']) {
      const options = { series: 'id', time: 't', target: 'y', ...(frequency && { frequency }) }
      const panel = panelFromColumns(columns, options)
      expect([panel.frequency.text, panel.rowCount]).toEqual(['M-28', 24])
    }
  })

  it('are found from the other series if a series starts on the last day of a month', () => {
    const [a, b] = [dates(2023, 3, 30, 9, 3), ['2022-06-30', '2022-09-30']]
    const columns = {
      id: [...a.map(() => 'a'), ...b.map(() => 'b')],
      t: [...a, ...b],
      y: [...a, ...b].map((_, i) => i),
    }
    const panel = panelFromColumns(columns, { series: 'id', time: 't', target: 'y' })
    expect(panel.frequency.text).toBe('Q-30')
    expect(panel.times(1, 2, 3)[0]).toBe(Date.UTC(2022, 11, 30))
  })

  it('may differ between series whose first rows tell them', () => {
    const [a, b] = [dates(2023, 3, 10, 12), dates(2023, 3, 20, 12)]
    const columns = {
      id: [...a.map(() => 'a'), ...b.map(() => 'b')],
      t: [...a, ...b],
      y: [...a, ...b].map((_, i) => i),
    }
    const panel = panelFromColumns(columns, { series: 'id', time: 't', target: 'y', frequency: 'M' })
    expect([panel.frequency.text, panel.rowCount]).toEqual(['M', 24])
  })
})

describe('a day without a midnight', () => {
  it.for([
    ['America/Sao_Paulo', '2018-11-04'],
    ['Africa/Cairo', '2024-04-26'],
    ['Asia/Beirut', '2024-03-31'],
    ['America/Havana', '2024-03-10'],
    ['America/Santiago', '2024-09-08'],
    ['America/Asuncion', '2023-10-01'],
  ] as const)('is a row of daily data in %s on %s, also as the first one', ([timeZone, date]) => {
    for (const before of [0, 1, 20]) {
      const first = Date.parse(date) - before * 86_400_000
      const t = Array.from({ length: 30 }, (_, k) => new Date(first + k * 86_400_000).toISOString().slice(0, 10))
      for (const frequency of [undefined, 'd']) {
        const options = { time: 't', target: 'y', timeZone, ...(frequency && { frequency }) }
        const panel = panelFromColumns({ t, y: t.map((_, i) => i) }, options)
        expect([panel.frequency.text, panel.rowCount]).toEqual(['d', 30])
      }
      const hourly = stepTimes(parseTimes([t[0]], { timeZone })[0], 0, 100, parseFrequency('h'))
      expect(inferFrequency([hourly], timeZone).text).toBe('h')
    }
  })
})

describe('rows with gaps', () => {
  it('keep every value at its time', () => {
    const frequencies = ['15min', 'h', 'd', 'B', 'W', 'MS', 'M-30', 'Q-31', 'd@Tue,Thu', 'h@Mon-Sat 09:00-17:30', '8ms']
    fc.assert(
      fc.property(
        times,
        fc.constantFrom(...frequencies),
        fc.constantFrom(...zones),
        fc.array(fc.boolean(), { minLength: 10, maxLength: 60 }),
        (time, frequency, timeZone, kept) => {
          const parsed = parseFrequency(frequency)
          const start = bucketOf(time, parsed, zoneOf(timeZone))
          const all = Array.from(stepTimes(start, 0, kept.length, parsed, timeZone))
          // Two rows at the start, as rows at every second step alone would be of another frequency.
          const t = all.filter((_, row) => row < 2 || kept[row])
          const y = t.map((_, row) => row + 1)
          fc.pre(t.length >= 2)
          const panel: Panel = panelFromColumns(
            { t: t.map((one) => new Date(one)), y },
            { time: 't', target: 'y', frequency, timeZone },
          )
          const found = new Map(Array.from(panel.times(0), (one, row) => [one, panel.target.values[row]]))
          expect(t.map((one) => found.get(one))).toEqual(y)
          expect([...found.values()].filter((value) => !Number.isNaN(value))).toHaveLength(t.length)
        },
      ),
    )
  })
})

describe('an index', () => {
  const panel = panelFromSeries([{ id: 'a', start: 1, values: [1, 2, 3, 4] }], { frequency: '1' })

  it('has whole numbers as times', () => {
    expect(panel.frequency).toMatchObject({ unit: 'step', multiple: 1, anchor: null, text: '1' })
    expect(Array.from(panel.times(0, 2, 6))).toEqual([3, 4, 5, 6])
    expect(parseFrequency('2 steps').text).toBe('2')
  })

  it('has no calendar', () => {
    expect(() => panel.withCalendar(['month'])).toThrow(/numbers of an index/)
  })

  it('is no date in an error', () => {
    const t = Array.from({ length: 20 }, (_, at) => at + 1)
    expect(() => panelFromColumns({ t, y: t }, { time: 't', target: 'y', frequency: '2' })).toThrow(
      /got 2 after the step at 1\./,
    )
  })

  it('of few numbers far apart is refused before memory is taken', () => {
    const t = [1, 2, 3, 1_000_000]
    expect(() => panelFromColumns({ t, y: t }, { time: 't', target: 'y', frequency: '1' })).toThrow(
      /4 rows that span 1000000 steps/,
    )
  })

  it('starts at a whole number', () => {
    expect(() => panelFromSeries([{ id: 'a', start: 1.5, values: [1, 2] }], { frequency: '1' })).toThrow(/start/)
  })
})
