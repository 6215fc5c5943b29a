import { type Connection, rowsOf } from '../duckdb/connection.ts'
import { literal, literals } from '../duckdb/sql.ts'
import type { Plan } from './plan_query.ts'
import type { Scan } from './scan.ts'

/** Reading so many rows again and again does not matter. */
const fewRows = 1_000_000

/** Row groups that may overlap others: those at the borders between files that were written in pieces. */
const mayOverlap = 0.1

/**
 * Tells whether the rows of a series lie together, so that a range of ids is read without the rest: by the least and
 * the greatest id that Parquet notes for every group of rows.
 */
export async function isClustered(connection: Connection, plan: Plan, scan: Scan, rows: number): Promise<boolean> {
  if (rows <= fewRows || plan.roles.series.length === 0) return true
  if (scan.format !== 'parquet' || plan.roles.series.length > 1 || plan.layout === 'wide') return false
  const [name] = plan.roles.series
  const groups = await rowsOf(
    connection,
    `select stats_min_value as low, stats_max_value as high from parquet_metadata(${literals(scan.files)})
     where path_in_schema = ${literal(name)}`,
  )
  // A column that is not in the files is in the names of their folders.
  if (!groups.length) return true
  const known = groups.filter(({ low, high }) => low !== null && high !== null)
  const ranges = known.map(({ low, high }) => [Buffer.from(`${low}`), Buffer.from(`${high}`)])
  ranges.sort(([a], [b]) => Buffer.compare(a, b))
  let overlapping = groups.length - known.length
  let reached: Buffer | undefined
  for (const [low, high] of ranges) {
    if (reached && Buffer.compare(low, reached) < 0) overlapping++
    if (!reached || Buffer.compare(high, reached) > 0) reached = high
  }
  return overlapping <= mayOverlap * groups.length
}
