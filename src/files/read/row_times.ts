import { GatecastError } from '../../base/error.ts'
import { isWallClock, type ParseTimesOptions, parseTimes } from '../../series/time/parse/parse_times.ts'
import { zoneOf } from '../../series/time/zone.ts'
import type { GroupedRows } from '../duckdb/group_by_series.ts'
import type { Plan } from '../plan/plan_query.ts'
import { BadValue } from './bad_value.ts'

/** Times of rows in milliseconds since 1970 UTC, and whether some of them came from a wall clock, without an offset. */
export function rowTimes(
  { numbers, texts, offsets, ids }: GroupedRows,
  plan: Plan,
): { times: Float64Array; wallClock: boolean } {
  const rows = offsets[offsets.length - 1]
  const options = { timeFormat: plan.timeFormat, timeZone: plan.timeZone, column: plan.timeColumns.join(' ') }
  const typed = typedTimes(numbers.get('tw'), numbers.get('ti'), rows, plan.timeZone)
  const { times } = typed
  let { wallClock } = typed
  putNumericTimes(times, numbers.get('tn'), options)
  const written = texts.get('tx')
  if (written) {
    const at = rowsWhere(rows, (row) => written[row] !== null && Number.isNaN(times[row]))
    const own = Array.from(at, (row) => written[row] as string)
    // The first text of a column decides whether texts of digits are numbers. If DuckDB read some dates, they are not:
    // a date in front of the other texts says so.
    const dates = at.length < rows ? ['2000-01-01'] : []
    const parsed = parseTexts([...dates, ...own], options)
    for (let index = 0; index < at.length; index++) times[at[index]] = parsed[index + dates.length]
    wallClock ||= isWallClock(own[0])
  }
  const missing = times.findIndex(Number.isNaN)
  if (missing < 0) return { times, wallClock }
  const series = offsets.findIndex((offset) => offset > missing) - 1
  throw new GatecastError(
    'ERR_DATA',
    `Expected a time in column "${options.column}", got nothing in series "${ids[series]}". Drop rows without a time`,
  )
}

/** The times that DuckDB read: wall-clock times converted to instants, and instants. */
function typedTimes(
  walls: Float64Array | undefined,
  instants: Float64Array | undefined,
  rows: number,
  timeZone: string,
) {
  if (walls && !instants && timeZone === 'UTC') return { times: walls, wallClock: false }
  const zone = zoneOf(timeZone)
  const times = instants ?? new Float64Array(rows).fill(Number.NaN)
  let wallClock = false
  for (let row = 0; walls && row < rows; row++) {
    const wall = walls[row]
    if (Number.isNaN(wall)) continue
    times[row] = zone.toInstant(wall)
    // In a zone without clock changes no hour comes twice, so the division for every row is saved.
    if (!zone.fixed) wallClock ||= wall % 86_400_000 !== 0
  }
  return { times, wallClock }
}

/** Parses texts. The row in a message of the parser counts these texts, so an error names the text instead. */
function parseTexts(texts: readonly string[], options: ParseTimesOptions & { column: string }): Float64Array {
  try {
    return parseTimes(texts, options)
  } catch (error) {
    const [, message, row, advice] = /^(.*) \(row (\d+)\)\. (.*)$/s.exec((error as Error).message) ?? []
    if (message === undefined) throw error
    throw new BadValue('ERR_DATA', message, advice, options.column, texts[Number(row)])
  }
}

function rowsWhere(rows: number, test: (row: number) => boolean): Uint32Array {
  const found = new Uint32Array(rows)
  let count = 0
  for (let row = 0; row < rows; row++) if (test(row)) found[count++] = row
  return found.subarray(0, count)
}

function putNumericTimes(times: Float64Array, values: Float64Array | undefined, options: ParseTimesOptions): void {
  if (!values) return
  const at = rowsWhere(values.length, (row) => !Number.isNaN(values[row]))
  const present = Float64Array.from(at, (row) => values[row])
  parseTimes(present, options).forEach((time, index) => {
    times[at[index]] = time
  })
}
