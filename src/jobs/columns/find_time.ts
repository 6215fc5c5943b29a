// The column of times, by the rule in find_columns.ts.

import { listNames } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { OddTimes, SourceEvidence } from '../../files/index.ts'
import { numberParser } from '../../series/notation/parse_number.ts'
import { isTimeText } from '../../series/time/parse/is_time_text.ts'
import { type Column, shownColumn } from './column.ts'
import { bySize, type DatePart, flagFor, isSurelyTime, isUsual } from './names.ts'
import { oddNumbers, oddTimes } from './odd_cells.ts'

/** The largest share of bad cells in a column that is still taken for one of times. */
const mayBeOdd = 0.1

/** @throws {GatecastError} `ERR_JOB` if no column or several can be the time, or cells of it are no times */
export async function findTime(free: readonly Column[], evidence: SourceEvidence): Promise<string> {
  const texts = free.filter(({ kind }) => kind === 'time')
  const found = await Promise.all(texts.map(async (column) => ({ column, odd: await evidence.oddTimes(column.name) })))
  const good = found.filter(({ column, odd }) => odd.count <= mayBeOdd * odd.rows || isUsual('time', column.name))
  if (good.length) return timeAmong(good, free, evidence)
  const parts = joinedParts(free)
  if (parts) throw parts
  const usual = free.filter(
    (column) => column.kind === 'number' && isUsual('time', column.name) && canBeTime(column, evidence),
  )
  // A month or a weekday beside another column of times is a feature.
  const whole = usual.filter(({ part }) => part === undefined || part === 'year')
  const numbers = whole.length ? whole : usual
  const [number] = numbers
  if (numbers.length > 1) throw several(numbers)
  if (number?.oddCount) throw oddNumbers(number, 'time', evidence.notation)
  if (number) return number.name
  // A column whose name says that it holds times: its first cell shows why it does not.
  const named = free.filter(({ name, kind }) => kind === 'text' && isUsual('time', name))
  if (named.length) throw oddTimes(named[0].name, await evidence.oddTimes(named[0].name))
  if (found.length) throw oddTimes(found[0].column.name, found[0].odd)
  const steady = free.filter(isSteady)
  const unique: Column[] = []
  for (const column of steady) {
    const { rows, pairs } = await evidence.repeats([column.name], [])
    if (rows === pairs) unique.push(column)
  }
  if (unique.length === 1) return unique[0].name
  throw unique.length ? several(unique) : none(free)
}

async function timeAmong(
  candidates: readonly { column: Column; odd: OddTimes }[],
  free: readonly Column[],
  evidence: SourceEvidence,
): Promise<string> {
  const usual = candidates.filter(({ column }) => isUsual('time', column.name))
  const [chosen, second] = candidates.length > 1 && usual.length ? usual : candidates
  if (second) throw several(candidates.map(({ column }) => column))
  // A column named `date` that cannot be read, or holds numbers, must not lose to another one without a word.
  const surer = free.filter(({ name, kind, part }) => kind !== 'time' && part === undefined && isSurelyTime(name))
  if (usual.length === 0 && surer.length) {
    if (surer[0].kind !== 'number') throw oddTimes(surer[0].name, await evidence.oddTimes(surer[0].name))
    throw several([surer[0], chosen.column])
  }
  if (chosen.odd.count) throw oddTimes(chosen.column.name, chosen.odd)
  return chosen.column.name
}

/**
 * Whole numbers can be dates, years, steps or seconds. Other numbers can be years with a fraction, or the serial dates
 * and seconds above 20,000. The reader names the form of a column whose name leaves no doubt.
 */
function canBeTime({ name, isWhole, cells, oddCount }: Column, { notation }: SourceEvidence): boolean {
  if (oddCount > 0 || isWhole || isSurelyTime(name)) return true
  const numbers = cells.map((cell) => numberParser(notation)(cell) ?? 0)
  return numbers.every((number) => (number >= 1000 && number < 3000) || number >= 20_000)
}

/** Returns whether whole numbers rise or fall by the same step from row to row. */
function isSteady({ kind, isWhole, oddCount, cells, missing }: Column): boolean {
  if (kind !== 'number' || !isWhole || oddCount || missing || cells.length < 3) return false
  const step = +cells[1] - +cells[0]
  return step !== 0 && cells.every((cell, row) => row === 0 || +cell - +cells[row - 1] === step)
}

/** A year and a month in two columns are a time together. The user says so, because they could be features too. */
function joinedParts(free: readonly Column[]): GatecastError | undefined {
  const parts = free.filter(({ part }) => part !== undefined && part !== 'weekday')
  const kinds = new Set(parts.map(({ part }) => part))
  if (!kinds.has('year') || kinds.size < 2) return undefined
  const sorted = inOrder(parts)
  return new GatecastError(
    'ERR_JOB',
    `Expected one column of times, got parts of a date in ${sorted.join(', ')}. ${joinAdvice(parts, sorted)}`,
  )
}

/** The names of columns with parts of a date, from the largest part to the smallest. */
export const inOrder = (columns: readonly Column[]): string[] =>
  [...columns].sort((a, b) => bySize(a.part as DatePart, b.part as DatePart)).map(({ name }) => name)

/** The flag that joins columns to one time, or a query if their joined texts are no times. */
export function joinAdvice(columns: readonly Column[], names: readonly string[]): string {
  const cells = names.map((name) => columns.find((column) => column.name === name)?.cells[0] ?? '')
  if (isTimeText(cells.join(' '))) return `If they are one time together, use ${flagFor('--time', names)}`
  return `Make one column of times of them, for example --query "select make_date(year, month, 1) as date, * from 'sales.csv'"`
}

const several = (columns: readonly Column[]): GatecastError =>
  new GatecastError(
    'ERR_JOB',
    `Expected one column that can be the time, got ${columns.length}: ${listNames(columns.map(({ name }) => name))}. ` +
      `Name it: ${columns.map(({ name }) => flagFor('--time', [name])).join(' or ')}`,
  )

const none = (free: readonly Column[]): GatecastError =>
  new GatecastError(
    'ERR_JOB',
    `Expected one column that can be the time, got none. ${
      free.length ? `The columns hold: ${free.map(shownColumn).join(', ')}` : 'The source has no other columns'
    }. Name it with --time, or as columns.time in the job file`,
  )
