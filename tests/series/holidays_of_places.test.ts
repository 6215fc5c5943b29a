// Holidays of countries and states. The expected dates are those that governments publish.

import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { computeRecipe, holidayRecipes } from '../../src/series/calendar/recipes.ts'
import { formatTime, panelFromColumns, panelFromSeries, parseFrequency, stepTimes } from '../../src/series/index.ts'

const days = parseFrequency('d')

/** The days of a year that are flagged. */
function flagged(place: string, year: number, frequency = days, timeZone = 'UTC'): string[] {
  const times = stepTimes(Date.UTC(year, 0, 1), 0, 366, frequency, timeZone)
  const [[, recipe]] = holidayRecipes(place)
  const values = computeRecipe(recipe, times, frequency, timeZone)
  return Array.from(times, (time) => formatTime(time, timeZone, frequency)).filter(
    (text, row) => values[row] === 1 && text.startsWith(`${year}`),
  )
}

describe('the holidays of a place', () => {
  it('are the public holidays of a country', () => {
    expect(flagged('US', 2026)).toEqual(
      ['01-01', '01-19', '02-16', '05-25', '06-19', '07-03', '07-04', '09-07', '10-12', '11-11', '11-26', '12-25'].map(
        (day) => `2026-${day}`,
      ),
    )
  })

  it('are those of a state, and of a region, in any case of letters', () => {
    const [germany, bavaria, augsburg] = ['DE', 'de-by', 'DE-BY-A'].map((place) => flagged(place, 2024))
    expect(bavaria.filter((day) => !germany.includes(day))).toEqual(['2024-01-06', '2024-05-30', '2024-11-01'])
    // The peace festival of Augsburg, and the Assumption of Mary.
    expect(augsburg.filter((day) => !bavaria.includes(day))).toEqual(['2024-08-08', '2024-08-15'])
  })

  it('may have several days; afternoons off are none', () => {
    const turkey = flagged('TR', 2024)
    expect(turkey.filter((day) => day.startsWith('2024-04') || day.startsWith('2024-06'))).toEqual(
      ['04-10', '04-11', '04-12', '04-23', '06-16', '06-17', '06-18', '06-19'].map((day) => `2024-${day}`),
    )
    expect(flagged('CN', 2024)).not.toContain('2024-03-08')
  })

  it('are days on the clock of the panel, whatever the time zone of the process', () => {
    const hours = panelFromSeries([{ id: 'a', start: '2024-12-24 22:00', values: Array(30).fill(1) }], {
      frequency: 'h',
      timeZone: 'America/New_York',
      holidays: 'US',
    })
    const flags = Array.from(hours.known[0].values)
    expect(flags).toEqual([...Array(2).fill(0), ...Array(24).fill(1), ...Array(4).fill(0)])
  })

  it('go on after the history', () => {
    const columns = { day: ['2024-12-30', '2024-12-31'], sold: [3, 5] }
    const panel = panelFromColumns(columns, { time: 'day', target: 'sold', holidays: 'GB-SCT' })
    const [column] = panel.extend(4).known
    expect([column.name, ...column.values]).toEqual(['holiday', 0, 0, 1, 1, 0, 0])
  })

  it('stand beside each other by name, with days before and after', () => {
    const panel = panelFromSeries([{ id: 'a', start: '2025-01-04', values: [1, 2, 3, 4] }], { frequency: 'd' })
    const { known } = panel.withHolidays({ bavaria: 'DE-BY', berlin: 'DE-BE', own: ['2025-01-07'] }, { before: 1 })
    expect(known.map(({ name, values }) => [name, ...values])).toEqual([
      ['bavaria', 0, 1, 1, 0],
      ['berlin', 0, 0, 0, 0],
      ['own', 0, 0, 1, 1],
    ])
  })

  it.for([
    ['DE-XX', /such|place.*got "DE-XX"\. The nearest are "DE-../],
    ['Germany', /got "Germany"\. The nearest are "DE"\./],
    ['2024-12-25', /Dates are given as a list: \["2024-12-25"\]/],
    ['', /place.*got nothing/],
  ] as const)('refuse %s', ([place, message]) => {
    expect(() => flagged(place, 2024)).toThrow(message)
    expect(() => flagged(place, 2024)).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }))
  })

  it('refuse years for which calendars of the moon are not defined', () => {
    expect(() => flagged('TR', 1700)).toThrow(/years 1900 to 2100 for holidays: "TR", got one of 1700/)
  })

  it('need date-holidays, and say how it is installed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gatecast-holidays-'))
    try {
      const library = pathToFileURL(join(import.meta.dirname, '../../dist/js/index.js')).href
      await writeFile(
        join(folder, 'main.mjs'),
        `import { panelFromSeries } from ${JSON.stringify(library)}
         const panel = panelFromSeries([{ id: 'a', values: [1, 2] }], { frequency: 'd' })
         try { panel.withHolidays('DE') } catch ({ code, message }) { console.log(code, message) }`,
      )
      const { stdout } = await promisify(execFile)(process.execPath, ['main.mjs'], { cwd: folder })
      expect(stdout).toMatch(/^ERR_DEPENDENCY .*npm install date-holidays/)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
