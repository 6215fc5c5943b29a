import { type Connection, queryRows } from '../duckdb/connection.ts'
import type { Plan } from '../plan/plan_query.ts'
import type { Scan } from '../plan/scan_source.ts'

/** Up to this number of rows, reading all of them for every range of ids costs little. */
const fewRows = 1_000_000

/** The share of groups of rows that may overlap others: at the borders between files that were written in pieces. */
const mayOverlap = 0.1

/**
 * Returns whether a range of ids can be read without most of the other rows: the rows of a series lie together. The
 * answer comes from the least and the greatest id that the files store for every group of rows.
 */
export async function isClustered(connection: Connection, plan: Plan, scan: Scan, rows: number): Promise<boolean> {
  const { series } = plan.roles
  if (rows <= fewRows || series.length === 0) return true
  const groupBounds = scan.format?.groupBounds
  if (!groupBounds || series.length > 1 || plan.layout === 'wide') return false
  const groups = await queryRows(connection, groupBounds(scan.files, series[0]))
  // If the files do not hold the column of ids, the names of their folders do (`shop=1/`). Then each file has one id.
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
