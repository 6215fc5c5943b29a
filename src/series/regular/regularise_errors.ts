import { GatecastError } from '../../base/error.ts'
import type { Table } from '../table/table.ts'
import { formatTime } from '../time/format_time.ts'
import type { Frequency } from '../time/frequency.ts'

const where = (table: Table, series: number, { text }: Frequency) =>
  `in series "${table.ids[series]}" for frequency "${text}"${table.frequency ? '' : ' (inferred)'}`

/** What is wrong with times that do not fit a frequency. */
export const offGrid = (table: Table, series: number, time: number, frequency: Frequency): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected times ${where(table, series, frequency)}, got ${formatTime(time, table.timeZone)}, which is none. Declare ` +
      "another frequency, or use regularise({ align: 'previous' }) or resample()",
  )

export const offStep = (
  table: Table,
  series: number,
  time: number,
  before: number,
  frequency: Frequency,
): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected steady steps ${where(table, series, frequency)}, got ${formatTime(time, table.timeZone)} after the step at ` +
      `${formatTime(before, table.timeZone)}. Declare another frequency, or use regularise({ align: 'nearest' }) or ` +
      'resample()',
  )

export const crowdedSteps = (table: Table, series: number, row: number, frequency: Frequency): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected one row per step ${where(table, series, frequency)}, got ${formatTime(table.times[row - 1], table.timeZone)} ` +
      `and ${formatTime(table.times[row], table.timeZone)} in one step. Use resample() to aggregate them`,
  )

export const tooCoarse = (id: string, every: number, { text }: Frequency): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected rows of frequency "${text}" in series "${id}", got one only every ${every} steps. Declare the frequency ` +
      'that the rows have; bring series of mixed frequencies to one with resample()',
  )

export const tooManyRows = (rows: number, given: number, { text }: Frequency): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected times that fill most steps of frequency "${text}", got ${given} rows that span ${rows} steps. Look for ` +
      'times far from the others, or declare a longer frequency',
  )
