import { type InPieces, inTurns } from '../../base/resources/turns.ts'
import { type ReadTimesOptions, timesInPieces } from '../../series/time/parse/read_times.ts'
import { regularity } from '../../series/time/parse/regularity.ts'
import { type SettledForm, settleForm } from '../../series/time/parse/settle_form.ts'
import { zoneOf } from '../../series/time/zone.ts'
import { type Connection, queryChunks } from '../duckdb/connection.ts'
import { fileError } from '../duckdb/file_error.ts'
import { groupBySeries } from '../duckdb/group_by_series.ts'
import { doublesIn, textsOf } from '../duckdb/vectors.ts'
import type { Plan } from '../plan/plan_query.ts'
import { BadValue, badTime, locateBadValue } from './bad_value.ts'

/** Outputs with times that DuckDB does not read. */
export const unreadOutputs = ({ outputs }: Plan): string[] => ['tn', 'tx'].filter((name) => outputs.includes(name))

/** Outputs with times that DuckDB reads: wall-clock times and instants. */
const typedOutputs = ({ outputs }: Plan): string[] => ['tw', 'ti'].filter((name) => outputs.includes(name))

/** Largest number of series whose steps decide between two forms. */
const mostSeries = 20

/**
 * Settles how the times of a source are read, once for all its parts.
 *
 * @param ids - ids of some series: if two forms read all cells, the one that gives steady steps in these series is taken
 * @throws {GatecastError} `ERR_DATA` with file and line, if no form reads the cells, or two do
 */
export async function settleTimes(
  connection: Connection,
  plan: Plan,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<SettledForm> {
  const { timeFormat, timeZone, timeColumns: columns, frequency, notation } = plan
  if (timeFormat !== 'auto') return { timeFormat, note: undefined }
  const options = { timeFormat, timeZone, columns, frequency, decimal: notation.decimal }
  let settled: SettledForm = { timeFormat, note: undefined }
  for (const output of unreadOutputs(plan)) {
    const cells = await differentCells(connection, plan, output, signal)
    if (cells.length === 0) continue
    const hasDates = output === 'tx' && (await hasTyped(connection, plan))
    const others = hasDates ? { times: new Float64Array(), seriesOf: [] } : undefined
    try {
      const found = await settleForm(
        cells,
        { ...options, others },
        (form) => regularityAs(form, connection, plan, output, ids, signal),
        signal,
      )
      if (found.timeFormat !== 'auto') settled = found
    } catch (error) {
      const bad = badTime(error, cells, columns.join(' '))
      throw bad instanceof BadValue ? await locateBadValue(connection, bad, plan) : bad
    }
  }
  return settled
}

/** The different texts or numbers of an output: series share most of their times. */
async function differentCells(
  connection: Connection,
  plan: Plan,
  output: string,
  signal: AbortSignal | undefined,
): Promise<(string | number)[]> {
  const sql = `select distinct ${output} as cell from (${plan.rows()}) where ${output} is not null order by cell`
  const chunks = await queryChunks(connection, sql, signal).catch((cause) => {
    throw fileError(`read ${plan.label}`, cause)
  })
  if (output === 'tx') return (await inTurns(textsOf(chunks, 0), signal)) as string[]
  return chunks.flatMap((chunk) => Array.from(doublesIn(chunk.getColumnVector(0)).subarray(0, chunk.rowCount)))
}

async function hasTyped(connection: Connection, plan: Plan): Promise<boolean> {
  const typed = typedOutputs(plan)
  if (!typed.length) return false
  const there = typed.map((name) => `${name} is not null`).join(' or ')
  const chunks = await queryChunks(connection, `select 1::double from (${plan.rows()}) where ${there} limit 1`)
  return chunks.some(({ rowCount }) => rowCount > 0)
}

/** How regular the times of some series are in a form. A cell that it does not read is left out. */
async function regularityAs(
  form: SettledForm['timeFormat'],
  connection: Connection,
  plan: Plan,
  output: string,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<number> {
  const own = ids.slice(0, mostSeries)
  const rows = await groupBySeries(connection, plan.rows(own), [output, ...typedOutputs(plan)], signal)
  const cells: Cell[] = output === 'tx' ? (rows.texts.get('tx') ?? []) : Array.from(rows.numbers.get('tn') ?? [])
  const { timeZone, timeColumns: columns, frequency, notation } = plan
  const options = { timeFormat: form, timeZone, columns, frequency, decimal: notation.decimal }
  const different = [...new Set(cells)].filter((cell) => cell !== null && !Number.isNaN(cell))
  const timeOf = await inTurns(timesByCell(different, options), signal)
  const zone = zoneOf(timeZone)
  const times: number[] = []
  const seriesOf: number[] = []
  for (let series = 0; series < rows.ids.length; series++)
    for (let row = rows.offsets[series]; row < rows.offsets[series + 1]; row++) {
      const wall = rows.numbers.get('tw')?.[row] ?? Number.NaN
      const typed = Number.isNaN(wall) ? (rows.numbers.get('ti')?.[row] ?? Number.NaN) : zone.toInstant(wall)
      const time = Number.isNaN(typed) ? timeOf.get(cells[row]) : typed
      if (time === undefined) continue
      times.push(time)
      seriesOf.push(series)
    }
  return regularity(Float64Array.from(times), seriesOf, zone)
}

type Cell = string | number | null

/** The times of cells, read together; if one of them cannot be read, each is read alone. */
function* timesByCell(cells: readonly Cell[], options: ReadTimesOptions): InPieces<Map<Cell, number>> {
  try {
    const { times } = yield* timesInPieces(cells, options)
    return new Map(cells.map((cell, at) => [cell, times[at]]))
  } catch {
    if (cells.length < 2) return new Map()
    const all = new Map<Cell, number>()
    for (const one of cells) {
      for (const [cell, time] of yield* timesByCell([one], options)) all.set(cell, time)
      yield
    }
    return all
  }
}
