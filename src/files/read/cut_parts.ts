// A source cut into parts of whole series: what each holds, without a JavaScript value for each series.

import { missingMarkers } from '../../series/table/read_values.ts'
import { type Connection, chunksOf, rowsOf } from '../duckdb/connection.ts'
import { fileError } from '../duckdb/file_error.ts'
import { literals } from '../duckdb/sql.ts'
import { textsIn } from '../duckdb/vectors.ts'
import type { IdRange } from '../source.ts'
import { isClustered } from './is_clustered.ts'
import type { Plan } from './plan_query.ts'
import { checkIds } from './read_panel.ts'
import type { Scan } from './scan.ts'

/** Series that follow each other in the order of their ids. */
export interface SourcePart extends IdRange {
  /** Series in the part. */
  series: number
  /** Rows of these series. */
  rows: number
  /** A hash of what is read of the rows, the same for any order of them. */
  digest: string
}

/** A source, cut into parts of whole series. */
export interface SourceParts {
  /** In the order of their ids. */
  parts: SourcePart[]
  /** Rows that name no series; they are in no part. */
  nameless: number
  /** As in a survey: reading a part touches nearly only the rows it needs. */
  clustered: boolean
  /**
   * Covariates that hold a text somewhere. Who reads by parts names them under `categorical`: a part that has digits
   * alone would make numbers of them.
   */
  categorical: string[]
}

/** Cuts the series of a plan into parts of `size`, in one pass. */
export async function partsOf(connection: Connection, plan: Plan, history: Scan, size: number): Promise<SourceParts> {
  const open = plan.columns.filter(
    ({ name, at }) =>
      name !== plan.roles.target && !plan.roles.categorical.includes(name) && plan.outputs.includes(`x${at}`),
  )
  const values = plan.outputs.filter((name) => name !== 'r').map((name) => `${name}`)
  const words = open.map(({ at }) => `coalesce(bool_or(${isWord(`x${at}`, plan)}), false) as w${at}`)
  const isNamed = `id is not null and id <> ''`
  const sql = `
    with series as (
      select id, count(*) as n, ${digestOf(values)} as h${words.map((word) => `, ${word}`).join('')}
      from (${plan.rows()}) group by id
    ), numbered as (
      select *, ${isNamed} as named, (row_number() over (partition by ${isNamed} order by id) - 1) // ${size} as part
      from series
    )
    select named, part::int as part, min(id) as first, max(id) as last, count(*)::double as series,
      sum(n)::double as row_count, sum(hash(id, n, h))::varchar as digest
      ${open.map(({ at }) => `, bool_or(w${at}) as w${at}`).join('')}
    from numbered group by all order by named, part`
  const rows = await rowsOf(connection, sql).catch((cause) => {
    throw fileError(`read ${plan.label}`, cause)
  })
  const parts = rows
    .filter(({ named }) => named)
    .map(
      (row): SourcePart => ({
        from: `${row.first}`,
        to: `${row.last}`,
        series: row.series as number,
        rows: row.row_count as number,
        digest: `${row.digest}`,
      }),
    )
  checkIds(
    parts.map(({ from }) => from),
    plan,
  )
  const count = parts.reduce((sum, part) => sum + part.rows, 0)
  return {
    parts,
    nameless: rows.filter(({ named }) => !named).reduce((sum, row) => sum + (row.row_count as number), 0),
    clustered: await isClustered(connection, plan, history, count),
    categorical: open.filter(({ at }) => rows.some((row) => row[`w${at}`])).map(({ name }) => name),
  }
}

/**
 * A digest of the rows of a group. The sum of hashes is the same in any order, and counts rows that come twice. With a
 * sign, since DuckDB adds such numbers up in half the time.
 */
export const digestOf = (columns: readonly string[]): string => `sum((hash(${columns.join(', ')}) >> 1)::bigint)`

/** The ids of a range, ascending. */
export async function idsOf(connection: Connection, plan: Plan, range: IdRange): Promise<string[]> {
  const chunks = await chunksOf(connection, `select distinct id from (${plan.rows(range)}) order by id`).catch(
    (cause) => {
      throw fileError(`read ${plan.label}`, cause)
    },
  )
  return checkIds(
    chunks.flatMap((chunk) => textsIn(chunk.getColumnVector(0))),
    plan,
    range,
  )
}

/** A text that is neither a number nor stands for none. */
export function isWord(text: string, { missing }: Plan): string {
  const markers = [...missingMarkers, ...missing.map(String)]
  const number = `try_cast(${text} as double)`
  return `not list_contains(${literals(markers)}, trim(${text})) and (${number} is null or not isfinite(${number}) or contains(${text}, '_'))`
}
