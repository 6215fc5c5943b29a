import { GatecastError } from '../../base/error.ts'
import { isWallClock, type ParseTimesOptions, parseTimes } from '../../series/time/parse_times.ts'
import { zoneOf } from '../../series/time/zone.ts'
import type { Grouped } from '../duckdb/group_by_series.ts'
import { BadValue } from './bad_value.ts'
import type { Plan } from './plan_query.ts'

/** Times of rows in milliseconds since 1970 UTC, and whether a clock told them. */
export function timesOf(
  { numbers, texts, offsets, ids }: Grouped,
  plan: Plan,
): { times: Float64Array; wallClock: boolean } {
  const rows = offsets[offsets.length - 1]
  const options = { timeFormat: plan.timeFormat, timeZone: plan.timeZone, column: plan.timeParts.join(' ') }
  const { times, ...told } = wallTimes(numbers.get('tw'), numbers.get('ti'), rows, plan.timeZone)
  let { wallClock } = told
  put(times, numbers.get('tn'), (values) => parseTimes(values, options))
  const written = texts.get('tx')
  if (written) {
    const at = rowsWhere(rows, (row) => written[row] !== null && Number.isNaN(times[row]))
    const own = Array.from(at, (row) => written[row] as string)
    // Dates that were read already say that digits alone are no numbers, as all texts of a column are read alike.
    const others = at.length < rows ? ['2000-01-01'] : []
    const parsed = parsedTexts([...others, ...own], options)
    for (let index = 0; index < at.length; index++) times[at[index]] = parsed[index + others.length]
    wallClock ||= isWallClock(own[0])
  }
  const missing = firstNaN(times)
  if (missing < 0) return { times, wallClock }
  const series = offsets.findIndex((offset) => offset > missing) - 1
  throw new GatecastError(
    'ERR_DATA',
    `Expected a time in column "${options.column}", got nothing in series "${ids[series]}". Drop rows without a time`,
  )
}

function firstNaN(times: Float64Array): number {
  for (let row = 0; row < times.length; row++) if (Number.isNaN(times[row])) return row
  return -1
}

/** Times on the wall clock as instants, and those that were instants already. */
function wallTimes(
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
    // A division is too much for every row where no hour comes twice anyway.
    if (!zone.fixed) wallClock ||= wall % 86_400_000 !== 0
  }
  return { times, wallClock }
}

/** The row in a message would be one of ours, which nobody else can count. */
function parsedTexts(texts: readonly string[], options: ParseTimesOptions & { column: string }): Float64Array {
  try {
    return parseTimes(texts, options)
  } catch (error) {
    const [, message, row, advice] = /^(.*) \(row (\d+)\)\. (.*)$/s.exec((error as Error).message) ?? []
    if (message === undefined) throw error
    throw new BadValue('ERR_DATA', message, advice, options.column, texts[Number(row)])
  }
}

function rowsWhere(rows: number, is: (row: number) => boolean): Uint32Array {
  const found = new Uint32Array(rows)
  let count = 0
  for (let row = 0; row < rows; row++) if (is(row)) found[count++] = row
  return found.subarray(0, count)
}

function put(
  times: Float64Array,
  values: Float64Array | undefined,
  parse: (values: Float64Array) => Float64Array,
): void {
  if (!values) return
  const at = rowsWhere(values.length, (row) => !Number.isNaN(values[row]))
  parse(Float64Array.from(at, (row) => values[row])).forEach((time, index) => {
    times[at[index]] = time
  })
}
