import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { type CalendarFeature, calendarFeatures } from '../../src/series/calendar/calendar_features.ts'
import {
  calendarRecipes,
  categoriesOf,
  computeRecipe,
  fourierRecipes,
  holidayRecipes,
  type Recipe,
} from '../../src/series/calendar/recipes.ts'
import { parseFrequency, parseTimes } from '../../src/series/index.ts'

const day = parseFrequency('d')
const value = (recipe: Recipe, text: string, frequency = day, zone = 'UTC') =>
  computeRecipe(recipe, parseTimes([text], { timeZone: zone }), frequency, zone)[0]

describe('calendar features', () => {
  const expected: Record<CalendarFeature, (at: Temporal.ZonedDateTime) => number> = {
    second: (at) => at.second,
    minute: (at) => at.minute,
    hour: (at) => at.hour,
    dayOfWeek: (at) => at.dayOfWeek,
    dayOfMonth: (at) => at.day,
    dayOfYear: (at) => at.dayOfYear,
    weekOfYear: (at) => at.weekOfYear as number,
    month: (at) => at.month,
    quarter: (at) => Math.ceil(at.month / 3),
    year: (at) => at.year,
    isWeekend: (at) => Number(at.dayOfWeek >= 6),
    isMonthStart: (at) => Number(at.day === 1),
    isMonthEnd: (at) => Number(at.day === at.daysInMonth),
    daysInMonth: (at) => at.daysInMonth,
  }

  it.for(calendarFeatures)("%s is Temporal's", (feature) => {
    const times = fc.integer({ min: Date.UTC(1975, 0), max: Date.UTC(2035, 0) })
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata')
    const [[, recipe]] = calendarRecipes([feature])
    fc.assert(
      fc.property(times, zones, (time, zone) => {
        const at = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone)
        expect(computeRecipe(recipe, Float64Array.of(time), day, zone)[0]).toBe(expected[feature](at))
      }),
    )
  })

  it('are encoded as categories, with all possible ones', () => {
    const [[name, recipe]] = calendarRecipes(['dayOfWeek'], 'category')
    expect([name, categoriesOf(recipe)]).toEqual(['dayOfWeek', ['1', '2', '3', '4', '5', '6', '7']])
    expect(value(recipe, '2024-01-01')).toBe(0)
  })

  it('are encoded as a position on a circle', () => {
    const [[sinName, sin], [cosName, cos]] = calendarRecipes(['month'], 'cyclic')
    expect([sinName, cosName]).toEqual(['month_sin', 'month_cos'])
    expect(value(sin, '2024-04-01')).toBeCloseTo(1)
    expect(value(cos, '2024-01-01')).toBeCloseTo(1)
  })

  it('refuse unknown features and encodings', () => {
    expect(() => calendarRecipes(['weekday' as 'hour'])).toThrow(/feature of calendar to be one of second.*"weekday"/)
    expect(() => calendarRecipes(['year'], 'cyclic')).toThrow(/feature with a cycle/)
    expect(() => calendarRecipes(['month'], 'text' as 'number')).toThrow(/encoding of calendar/)
    expect(() => calendarRecipes('month' as never)).toThrow(/features of calendar as a list/)
  })
})

describe('Fourier terms', () => {
  const [[sinName, sin], , [secondName, second]] = fourierRecipes('year', 2)

  it('go through one cycle in a period, or through two', () => {
    expect([sinName, secondName]).toEqual(['year_sin1', 'year_sin2'])
    expect(value(sin, '2023-01-01')).toBeCloseTo(0)
    expect(value(sin, '2023-04-02 06:00')).toBeCloseTo(1)
    expect(value(second, '2023-04-02 06:00')).toBeCloseTo(0)
  })

  it('have periods of weeks, months and numbers of days', () => {
    expect(value(fourierRecipes('week', 1)[1][1], '2024-01-01')).toBeCloseTo(1)
    expect(value(fourierRecipes('month', 1)[1][1], '2024-02-15 12:00')).toBeCloseTo(-1)
    expect(value(fourierRecipes(0.5, 1)[1][1], '2024-02-15 12:00')).toBeCloseTo(1)
    expect(() => fourierRecipes('decade' as 'year', 1)).toThrow(/period of fourier/)
    expect(() => fourierRecipes(-1, 1)).toThrow(/period of fourier/)
  })
})

describe('holidays', () => {
  const [[name, recipe]] = holidayRecipes(['2024-12-25', '12/26/24'], { before: 1 })

  it('are flagged with the days before', () => {
    expect(name).toBe('holiday')
    const flags = ['2024-12-23', '2024-12-24', '2024-12-25', '2024-12-26', '2024-12-27'].map((date) =>
      value(recipe, date),
    )
    expect(flags).toEqual([0, 1, 1, 1, 0])
  })

  it('are days in the time zone', () => {
    expect(value(recipe, '2024-12-24 23:00Z', parseFrequency('h'), 'Europe/Berlin')).toBe(1)
    expect(value(recipe, '2024-12-26 23:00Z', parseFrequency('h'), 'Europe/Berlin')).toBe(0)
  })

  it('are counted in rows of more than a day, whose time is that of their first or last day', () => {
    const [[, plain]] = holidayRecipes(['2024-12-25', '2024-12-26'])
    expect(value(plain, '2024-12-01', parseFrequency('MS'))).toBe(2)
    expect(value(plain, '2024-12-31', parseFrequency('ME'))).toBe(2)
    expect(value(plain, '2024-12-29', parseFrequency('W-SUN'))).toBe(2)
    expect(value(plain, '2025-01-05', parseFrequency('W-SUN'))).toBe(0)
  })

  it('can be given by a function, and as lists by name', () => {
    const [[, labour]] = holidayRecipes((date) => date.endsWith('-05-01'))
    expect([value(labour, '2024-05-01'), value(labour, '2024-05-02')]).toEqual([1, 0])
    expect(holidayRecipes({ easter: ['2024-03-31'], labour: ['2024-05-01'] }).map(([key]) => key)).toEqual([
      'easter',
      'labour',
    ])
  })

  it('refuse texts that are no dates', () => {
    expect(() => value(holidayRecipes(['Easter'])[0][1], '2024-01-01')).toThrow(
      /holiday as a date.*"Easter" \(date 0\)/,
    )
    expect(() => holidayRecipes(5 as never)).toThrow(
      /holidays as dates, a place such as "DE-BY", a function, or several of them by name, got 5/,
    )
  })
})
