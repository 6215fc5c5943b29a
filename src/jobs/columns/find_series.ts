// The columns that name the series, by the rule in find_columns.ts.

import { GatecastError } from '../../base/error.ts'
import type { CrossRow, Repeats } from '../../files/index.ts'
import { parseTimes } from '../../series/index.ts'
import { zoneOf } from '../../series/time/zone.ts'
import type { Column } from './column.ts'
import { flagFor, isUsual } from './names.ts'
import { rowsRepeat, type SeriesSearch } from './rows_repeat.ts'

type Counts = Pick<Repeats, 'rows' | 'pairs' | 'most' | 'repeated'>

/** With fewer rows for each value, the values of a column are no series. */
const rowsPerSeries = 3

/** Largest number of columns that are tried together. */
const mostColumns = 4

/** Largest share of cells without a text in a column that names series. A text such as NA is an id like any other. */
const mayBeEmpty = 0.1

/** The least share of all rows that a column with an unusual name has to tell apart: fewer may repeat by mistake. */
const leastApart = 0.1

/** Share of the pairs of series and time that have a row, for a column whose name does not say that it names series. */
const coverage = 0.9

/**
 * Finds the smallest set of columns without which times repeat and with which they do not.
 *
 * @returns the columns; none if all rows are one series
 * @throws {GatecastError} `ERR_JOB` if several sets do, or if rows repeat with all of them
 */
export async function findSeries(search: SeriesSearch): Promise<string[]> {
  const { time, free, evidence } = search
  const alone = await evidence.repeats(time, [])
  if (!doRepeat(alone, search)) return []
  const named = free.filter(canName)
  const smallest = await smallestSets(named, search)
  const sets = await withoutChance(smallest, search)
  const byChance = smallest.filter((set) => !sets.includes(set))
  const candidates = named.filter(({ name }) => isUsual('series', name) || !byChance.flat().includes(name))
  // A column of numbers that tells the rows apart as well makes a column with an unusual name doubtful.
  const doubtful = sets.every((set) => set.length === 1 && !isUsual('series', set[0]))
  const rivals = doubtful ? await rivalsOf(sets, search) : []
  if (sets.length === 1 && rivals.length === 0) return sets[0]
  if (sets.length) throw undecided([...sets, ...rivals])
  if (search.mergesRows && candidates.length === 0 && rivals.length === 0) return []
  throw await rowsRepeat(candidates, [...rivals, ...byChance], search)
}

/** A column of texts, of flags, or of few different whole numbers under a usual name can name series. */
function canName({ name, kind, part, isWhole, empty, rows, distinct, oddCount }: Column): boolean {
  if (part !== undefined || empty > mayBeEmpty * rows || distinct * rowsPerSeries > rows * 1.1) return false
  if (kind === 'text' || kind === 'flag') return true
  return kind === 'number' && isUsual('series', name) && (isWhole || oddCount > 0)
}

const canRival = ({ name, kind, part, isWhole, missing, rows, distinct }: Column): boolean =>
  kind === 'number' &&
  isWhole &&
  part === undefined &&
  missing === 0 &&
  distinct * rowsPerSeries <= rows * 1.1 &&
  !isUsual('series', name) &&
  !isUsual('target', name)

/** Columns of numbers that give other series than the columns that were found. */
async function rivalsOf([chosen]: readonly string[][], search: SeriesSearch): Promise<string[][]> {
  const { time, free, evidence } = search
  const found: string[][] = []
  for (const [name] of await setsOf(1, free.filter(canRival), search)) {
    const { pairs, series, times } = await evidence.repeats(time, [name])
    if (pairs < coverage * series * times) continue
    const isSame = chosen && (await evidence.constantWithin(chosen, [name])).length > 0
    if (!isSame) found.push([name])
  }
  return found
}

/**
 * The sets in which every column with an unusual name tells many rows apart. A flag also tells one day apart that comes
 * twice by mistake.
 */
async function withoutChance(sets: readonly string[][], { time, evidence }: SeriesSearch): Promise<string[][]> {
  const found: string[][] = []
  for (const set of sets) {
    const unusual = set.filter((name) => !isUsual('series', name))
    const without = await Promise.all(
      unusual.map((name) =>
        evidence.repeats(
          time,
          set.filter((other) => other !== name),
        ),
      ),
    )
    if (without.every(({ rows, pairs }) => rows - pairs >= leastApart * rows)) found.push(set)
  }
  return found
}

async function smallestSets(candidates: readonly Column[], search: SeriesSearch): Promise<string[][]> {
  for (let size = 1; size <= Math.min(mostColumns, candidates.length); size++) {
    const sets = await setsOf(size, candidates, search)
    if (sets.length) return sets
  }
  return []
}

/** The sets of `size` columns with which times do not repeat. The rows of a few times rule most sets out. */
async function setsOf(size: number, candidates: readonly Column[], search: SeriesSearch): Promise<string[][]> {
  const { time, evidence } = search
  if (candidates.length < size) return []
  const names = candidates.map(({ name }) => name)
  const cross = await evidence.crossSection(time, names)
  const found: string[][] = []
  for (const set of combinations(names.length, size)) {
    if (doRepeat(repeatsIn(cross, set), search)) continue
    const own = set.map((at) => names[at])
    const repeats = await evidence.repeats(time, own)
    const hasRows = repeats.series > 1 && repeats.series * rowsPerSeries <= repeats.rows
    if (hasRows && !doRepeat(repeats, search)) found.push(own)
  }
  return found
}

/** Counts as {@link SourceEvidence.repeats} does, in a few rows. Rows without a name do not count. */
function repeatsIn(cross: readonly CrossRow[], set: readonly number[]): Counts {
  const counts = new Map<string, number>()
  const repeated = new Set<string>()
  let rows = 0
  for (const { time, cells } of cross) {
    if (set.some((at) => !cells[at])) continue
    const key = JSON.stringify([time, ...set.map((at) => cells[at])])
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    if (count > 1) repeated.add(time)
    rows++
  }
  return { rows, pairs: counts.size, most: Math.max(0, ...counts.values()), repeated: [...repeated] }
}

function* combinations(count: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) yield []
  else
    for (let first = from; first <= count - size; first++)
      for (const rest of combinations(count, size - 1, first + 1)) yield [first, ...rest]
}

/** Rows repeat unless their times are those that the clock of the time zone shows twice. */
function doRepeat({ rows, pairs, most, repeated }: Counts, { timeZone, time }: SeriesSearch): boolean {
  if (rows === pairs) return false
  const zone = zoneOf(timeZone)
  if (zone.fixed || most > 2 || repeated.length === 0 || time.length > 1) return true
  try {
    return !parseTimes(repeated, { timeZone }).every((instant) => zone.secondPass(instant) !== undefined)
  } catch {
    return true
  }
}

const undecided = (sets: readonly (readonly string[])[]): GatecastError =>
  new GatecastError(
    'ERR_JOB',
    `Expected one way to tell series apart, got ${sets.length}: ${sets.map((set) => set.join(' and ')).join('; or ')}. ` +
      `Name the columns: ${sets.map((set) => flagFor('--series', set)).join(' or ')}`,
  )
