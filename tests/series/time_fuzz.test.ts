// Columns of times whose truth is known, in random forms, steps, zones and orders. Reading them gives the truth, or an
// error that names the true form; a wrong time is never returned. GATECAST_FUZZ=10000 tries more columns.
import { describe, expect, it } from 'vitest'
import { GatecastError } from '../../src/base/error.ts'
import { DAY, dateOf } from '../../src/series/time/civil.ts'
import type { TimeFormat } from '../../src/series/time/forms/index.ts'
import { readTimes } from '../../src/series/time/parse/read_times.ts'
import { zoneOf } from '../../src/series/time/zone.ts'
import { type Parts, type Random, randomFrom, type Step, type Writer, writers } from './time_writers.ts'

const stepSizes: Record<Step, readonly number[]> = {
  second: [1, 5, 30],
  minute: [1, 5, 15, 30],
  hour: [1, 2, 6],
  day: [1, 7, 10],
  month: [1],
  quarter: [1],
  year: [1, 2, 10],
}
const steps = Object.keys(stepSizes) as Step[]
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'America/Sao_Paulo']

/** The wall-clock times of a series, in milliseconds as if in UTC. */
function wallTimes(random: Random, step: Step, size: number, rows: number, years: readonly [number, number]): number[] {
  const count = step === 'year' ? Math.min(rows, Math.floor((years[1] - years[0]) / size)) : rows
  const year = random.whole(years[0], years[1] - (step === 'year' ? size * count : 12))
  const first = {
    year: [0, 1],
    quarter: [random.whole(0, 3) * 3, 1],
    month: [random.whole(0, 11), random.chance(0.6) ? 1 : random.whole(1, 28)],
  }[step as string] ?? [random.whole(0, 11), random.whole(1, 28)]
  const hour = step === 'second' || step === 'minute' || step === 'hour' ? random.whole(0, 23) : 0
  const start = Date.UTC(year, first[0], first[1], hour)
  const months = { month: 1, quarter: 3, year: 12 }[step as string]
  const length = { second: 1000, minute: 60_000, hour: 3_600_000, day: DAY }[step as string] ?? 0
  return Array.from({ length: count }, (_, at) =>
    months ? Date.UTC(year, first[0] + months * size * at, first[1]) : start + at * size * length,
  )
}

function partsOf(wall: number): Parts {
  const { year, month, day } = dateOf(Math.floor(wall / DAY))
  const rest = wall - Math.floor(wall / DAY) * DAY
  return {
    y: year,
    m: month,
    d: day,
    H: Math.floor(rest / 3_600_000),
    M: Math.floor(rest / 60_000) % 60,
    S: Math.floor(rest / 1000) % 60,
  }
}

/** A column in a form: cells, their series, and the true times. */
function randomColumn(random: Random, { finest, years = [1970, 2060], write }: Writer) {
  const zone = random.pick(zones)
  const step = random.pick(steps.slice(steps.indexOf(finest)))
  const size = random.pick(stepSizes[step])
  const rows: { cell: string | number; series: number; wall: number }[] = []
  const isPeriod = finest === 'month' || finest === 'quarter'
  const gaps = random.pick([0, 0, 0.1, 0.3])
  for (let series = 0; series < random.pick([1, 1, 2, 3]); series++)
    for (const wall of wallTimes(random, step, size, random.pick([1, 2, 3, 5, 12, 40]), years)) {
      if (rows.length > 0 && random.chance(gaps)) continue
      // A text of a month means its first day.
      const parts = partsOf(wall)
      const meant = isPeriod ? Date.UTC(parts.y, parts.m - 1, 1) : wall
      rows.push({ cell: write(partsOf(meant), meant), series, wall: meant })
    }
  if (random.chance(0.4)) rows.sort(() => (random.chance(0.5) ? 1 : -1))
  else if (random.chance(0.3)) rows.reverse()
  return { zone, rows }
}

/** Writers of numbers: a bad cell in their columns must not turn them into another form. */
const digitWriters = Object.entries(writers).filter(([name]) => /^(YYYYMM|YYYYDDD|DDMMYYYY|year$)/.test(name))

/** Random columns of each writer. */
const rounds = Math.ceil(Number(process.env.GATECAST_FUZZ ?? 4000) / Object.keys(writers).length)

/** A cell that its form does not read: a number of the column with one digit more, one less, or a part out of range. */
function spoiled(random: Random, cell: string | number): string | number {
  const text = String(cell)
  const bad = random.pick([
    `${text}0`,
    text.slice(0, -1),
    `${text.slice(0, -2)}99`,
    `${text.slice(0, 4)}00${text.slice(6)}`,
  ])
  return typeof cell === 'number' ? Number(bad) : bad
}

const sameTimes = (times: Float64Array, truth: readonly number[]) => truth.every((time, row) => time === times[row])

describe('random columns of times', () => {
  it.each(Object.keys(writers))('%s: true, or refused with the name of the form', (name) => {
    const writer = writers[name]
    const random = randomFrom(name.split('').reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) >>> 0)
    let refused = 0
    for (let round = 0; round < rounds; round++) {
      const { zone, rows } = randomColumn(random, writer)
      const cells = rows.map(({ cell }) => cell)
      const options = {
        timeFormat: 'auto',
        timeZone: zone,
        columns: ['when'],
        seriesOf: rows.map(({ series }) => series),
      } as const
      const truth = rows.map(({ wall }) => zoneOf(zone).toInstant(wall))
      try {
        const { times, timeFormat } = readTimes(cells, options)
        expect(Array.from(times), `${zone} ${timeFormat} ${JSON.stringify(cells)}`).toEqual(truth)
      } catch (error) {
        if (!(error instanceof GatecastError)) throw error
        // Only a form that shares its cells with another may be refused, and the error names a form that gives the truth.
        expect(writer.form, `${error.message} ${JSON.stringify(cells)}`).toBeDefined()
        const named = Array.from(
          error.message.matchAll(/"([^"]+)"(?= or | \(--time-format)/g),
          ([, form]) => form as TimeFormat,
        )
        const isTrue = (form: TimeFormat) => sameTimes(readTimes(cells, { ...options, timeFormat: form }).times, truth)
        expect(named.some(isTrue), `${error.message} ${JSON.stringify(cells)}`).toBe(true)
        refused++
      }
    }
    // Most columns are decided. Without a decision, the forms would be useless.
    expect(refused).toBeLessThan(writer.form === undefined ? 1 : 0.8 * rounds)
  })
})

describe('random columns of numbers with one bad cell', () => {
  it.each(digitWriters)('%s: true, or refused', (name, writer) => {
    const random = randomFrom(name.split('').reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 11) >>> 0)
    let refused = 0
    for (let round = 0; round < rounds; round++) {
      const { zone, rows } = randomColumn(random, writer)
      if (rows.length < 10) continue
      const at = random.whole(0, rows.length - 1)
      const cells = rows.map(({ cell }, row) => (row === at ? spoiled(random, cell) : cell))
      const column = random.pick(['when', 'date', 'month', 'week', ...(name === 'year' ? [] : ['t'])])
      const options = {
        timeFormat: 'auto',
        timeZone: zone,
        columns: [column],
        seriesOf: rows.map(({ series }) => series),
      } as const
      try {
        const { times, timeFormat } = readTimes(cells, options)
        // The bad cell may be a time of the same form. All others are as they were.
        const others = rows.every(({ wall }, row) => row === at || times[row] === zoneOf(zone).toInstant(wall))
        expect(others, `${column} ${timeFormat} ${JSON.stringify(cells)}`).toBe(true)
      } catch (error) {
        if (!(error instanceof GatecastError)) throw error
        refused++
      }
    }
    expect(refused).toBeGreaterThan(0.1 * rounds)
  })
})
