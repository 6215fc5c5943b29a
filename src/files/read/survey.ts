import { GatecastError } from '../../base/error.ts'
import { parseTimes } from '../../series/time/parse_times.ts'
import { zoneOf } from '../../series/time/zone.ts'
import { type Chunk, type Connection, chunksOf } from '../duckdb/connection.ts'
import { fileError } from '../duckdb/file_error.ts'
import { doublesIn, nullsIn, textsIn, wholesIn } from '../duckdb/vectors.ts'
import type { Survey } from '../source.ts'
import { digestOf, isWord } from './cut_parts.ts'
import { isClustered } from './is_clustered.ts'
import type { Plan } from './plan_query.ts'
import { checkIds } from './read_panel.ts'
import type { Scan } from './scan.ts'

/** Looks at all rows of a plan once; what comes out is a row per series. */
export async function surveyOf(connection: Connection, plan: Plan, history: Scan): Promise<Survey> {
  const times = ['tw', 'ti', 'tn'].filter((name) => plan.outputs.includes(name))
  const fixed = plan.columns.filter(({ name, as }) => as === 'text' && !plan.roles.categorical.includes(name))
  const values = plan.outputs.filter((name) => name !== 'r')
  const wanted = [
    'count(*)::double',
    `(${digestOf(values)} % 18446744073709551616::hugeint)::ubigint`,
    plan.outputs.includes('tx') ? 'count(tx)::double' : '0::double',
    ...times.flatMap((name) => [`min(${name})`, `max(${name})`]),
    ...fixed.map(({ at }) => `coalesce(bool_or(${isWord(`x${at}`, plan)}), false)::double`),
  ]
  const chunks = await chunksOf(
    connection,
    `select id, ${wanted.join(', ')} from (${plan.rows()}) group by id order by id`,
  ).catch((cause) => {
    throw fileError(`read ${plan.label}`, cause)
  })
  const ids = checkIds(
    chunks.flatMap((chunk) => textsIn(chunk.getColumnVector(0))),
    plan,
  )
  const rows = numbers(chunks, 1, ids.length)
  const digests = new BigUint64Array(ids.length)
  let at = 0
  for (const chunk of chunks) {
    digests.set(wholesIn(chunk.getColumnVector(2)), at)
    at += chunk.rowCount
  }
  const bounds = times.flatMap((name, index) =>
    [4, 5].flatMap((column) => instants(name, numbers(chunks, column + 2 * index, ids.length), plan)),
  )
  if (numbers(chunks, 3, ids.length).some((count) => count > 0)) bounds.push(...(await writtenTimes(connection, plan)))
  const texts = fixed.filter((_, index) => numbers(chunks, 4 + 2 * times.length + index, ids.length).includes(1))
  return {
    ids,
    rows,
    digests,
    firstTime: bounds.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    lastTime: bounds.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
    clustered: await isClustered(
      connection,
      plan,
      history,
      rows.reduce((a, b) => a + b, 0),
    ),
    categorical: texts.map(({ name }) => name),
  }
}

function numbers(chunks: readonly Chunk[], column: number, count: number): Float64Array {
  const all = new Float64Array(count)
  let at = 0
  for (const chunk of chunks) {
    const vector = chunk.getColumnVector(column)
    const start = at
    all.set(doublesIn(vector), start)
    nullsIn(vector, (row) => {
      all[start + row] = Number.NaN
    })
    at += chunk.rowCount
  }
  return all
}

/** The least and the greatest of times, as instants. */
function instants(output: string, times: Float64Array, plan: Plan): number[] {
  const there = times.filter((time) => !Number.isNaN(time))
  if (!there.length) return []
  const ends = [there.reduce((a, b) => Math.min(a, b)), there.reduce((a, b) => Math.max(a, b))]
  if (output === 'ti') return ends
  if (output === 'tw') return ends.map((time) => zoneOf(plan.timeZone).toInstant(time))
  return [...parseTimes(ends, { timeFormat: plan.timeFormat, timeZone: plan.timeZone, column: plan.timeParts[0] })]
}

/** Texts of times that only this library reads; series share them, so the distinct ones are few. */
async function writtenTimes(connection: Connection, plan: Plan): Promise<number[]> {
  const chunks = await chunksOf(connection, `select distinct tx from (${plan.rows()}) where tx is not null order by tx`)
  const texts = chunks.flatMap((chunk) => textsIn(chunk.getColumnVector(0)))
  const column = plan.timeParts.join(' ')
  const times = parseTimes(texts, { timeFormat: plan.timeFormat, timeZone: plan.timeZone, column })
  if (!times.length) throw new GatecastError('ERR_DATA', `Expected times in column "${column}", got none`)
  return [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))]
}
