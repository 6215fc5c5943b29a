import { GatecastError } from '../../base/error.ts'
import type { InPieces } from '../../base/resources/turns.ts'
import { type ReadTimes, type ReadTimesOptions, timesInPieces } from '../../series/time/parse/read_times.ts'
import { zoneOf } from '../../series/time/zone.ts'
import { warn } from '../../series/warn.ts'
import type { GroupedRows } from '../duckdb/group_by_series.ts'
import type { Plan } from '../plan/plan_query.ts'
import { badTime } from './bad_value.ts'

/** The times of rows. */
export interface RowTimes {
  /** Milliseconds since 1970 UTC, or the numbers of an index. */
  readonly times: Float64Array
  /** Whether some times came from a wall clock, without an offset. */
  readonly wallClock: boolean
  readonly isIndex: boolean
}

/** Reads the times of rows: those that DuckDB has read, and those that came as numbers or texts. */
export function* rowTimes(
  { numbers, texts, offsets, ids }: GroupedRows,
  plan: Plan,
  seriesOf: Uint32Array,
): InPieces<RowTimes> {
  const rows = offsets[offsets.length - 1]
  const typed = typedTimes(numbers.get('tw'), numbers.get('ti'), rows, plan.timeZone)
  const { times } = typed
  const { timeFormat, timeZone, timeColumns: columns, frequency, notation } = plan
  const { decimal } = notation
  let { wallClock } = typed
  let [hasIndex, hasDates] = [false, false]
  function* read(at: Uint32Array, cells: Float64Array | string[], others?: ReadTimesOptions['others']): InPieces<void> {
    const own = Uint32Array.from(at, (row) => seriesOf[row])
    const found = yield* readOrLocate(cells, {
      timeFormat,
      timeZone,
      columns,
      frequency,
      decimal,
      seriesOf: own,
      others,
    })
    for (let index = 0; index < at.length; index++) times[at[index]] = found.times[index]
    wallClock ||= found.wallClock
    if (found.timeFormat === 'index') hasIndex = true
    else hasDates = true
  }
  const counts = numbers.get('tn')
  const numeric = rowsWhere(counts ? rows : 0, (row) => !Number.isNaN(counts?.[row]))
  const written = texts.get('tx')
  const textual = rowsWhere(written ? rows : 0, (row) => written?.[row] !== null && Number.isNaN(times[row]))
  // If DuckDB has read some texts of the column, they are dates, and digits among them are no numbers.
  const others = textual.length + numeric.length < rows && textual.length ? timesIn(times, seriesOf) : undefined
  if (counts && numeric.length)
    yield* read(
      numeric,
      Float64Array.from(numeric, (row) => counts[row]),
    )
  if (written && textual.length)
    yield* read(
      textual,
      Array.from(textual, (row) => written[row] as string),
      others,
    )
  if (hasIndex && (hasDates || others)) throw mixed(plan)
  const missing = times.findIndex(Number.isNaN)
  if (missing < 0) return { times, wallClock, isIndex: hasIndex }
  const series = offsets.findIndex((offset) => offset > missing) - 1
  throw new GatecastError(
    'ERR_DATA',
    `Expected a time in column "${columns.join(' ')}", got nothing in series "${ids[series]}". Drop rows without a time`,
  )
}

/** The rows that have a time already. */
function timesIn(times: Float64Array, seriesOf: Uint32Array): ReadTimesOptions['others'] {
  const at = rowsWhere(times.length, (row) => !Number.isNaN(times[row]))
  if (!at.length) return undefined
  return { times: Float64Array.from(at, (row) => times[row]), seriesOf: Uint32Array.from(at, (row) => seriesOf[row]) }
}

const mixed = ({ timeColumns }: Plan) =>
  new GatecastError(
    'ERR_DATA',
    `Expected times of one kind in column "${timeColumns.join(' ')}", got dates and plain numbers. Write all of them in one way`,
  )

function* readOrLocate(cells: ArrayLike<unknown>, options: ReadTimesOptions): InPieces<ReadTimes> {
  try {
    const read = yield* timesInPieces(cells, options)
    if (read.note) warn(read.note)
    return read
  } catch (error) {
    throw badTime(error, cells, options.columns.join(' '))
  }
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

function rowsWhere(rows: number, test: (row: number) => boolean): Uint32Array {
  const found = new Uint32Array(rows)
  let count = 0
  for (let row = 0; row < rows; row++) if (test(row)) found[count++] = row
  return found.subarray(0, count)
}
