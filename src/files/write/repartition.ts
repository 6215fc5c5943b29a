import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { type Connection, rowsOf } from '../duckdb/connection.ts'
import { fileError } from '../duckdb/file_error.ts'
import { identifier, literal } from '../duckdb/sql.ts'
import type { Plan } from '../read/plan_query.ts'
import type { IdRange, Source } from '../source.ts'

const column = 'gatecast_range'

/** Rows that are held for each file before they are written: as many files are open as there are ranges. */
const rowsOfGroup = 20_480

/** Writes the rows of each range into a folder of its own. */
export async function repartitionRows(
  connection: Connection,
  plan: Plan,
  ranges: readonly IdRange[],
  folder: string,
): Promise<Source[]> {
  checkRanges(ranges)
  const target = join(folder, 'ranges')
  const rows = `select *, ${rangeOf(ranges)} as ${identifier(column)} from (${plan.original()})`
  const options = `format parquet, partition_by (${identifier(column)}), row_group_size ${rowsOfGroup}`
  try {
    await mkdir(folder, { recursive: true })
    await rm(target, { recursive: true, force: true })
    await connection.run(`set partitioned_write_max_open_files = ${ranges.length + 1}`)
    const kept = `select * exclude ("gatecast id") from (${rows}) where ${identifier(column)} is not null`
    const copy = `copy (${kept}) to ${literal(target)} (${options})`
    await (plan.outputs.includes('r') ? inOrder(connection, copy) : connection.run(copy))
    return await Promise.all(ranges.map((range, index) => sourceOf(target, range, index)))
  } catch (cause) {
    await rm(target, { recursive: true, force: true })
    throw fileError(`write the rows of ${plan.label} into "${folder}"`, cause)
  }
}

/** Several threads would mix rows, whose order tells here which is first. */
async function inOrder(connection: Connection, copy: string): Promise<void> {
  const [{ threads }] = await rowsOf(connection, "select current_setting('threads') as threads")
  await connection.run('set threads = 1')
  try {
    await connection.run(copy)
  } finally {
    await connection.run(`set threads = ${threads}`)
  }
}

async function sourceOf(target: string, { from, to }: IdRange, index: number): Promise<Source> {
  const own = join(target, `${column}=${index}`)
  const files = await readdir(own).catch(() => [])
  if (files.length) return { path: files.sort().map((file) => join(own, file)), format: 'parquet' }
  throw new GatecastError('ERR_DATA', `Expected rows with ids from "${from}" to "${to}", got none`)
}

function checkRanges(ranges: readonly IdRange[]): void {
  const bytes = (text: string) => Buffer.from(text)
  ranges.forEach((range, index) => {
    if (typeof range?.from !== 'string' || typeof range.to !== 'string')
      throw new GatecastError('ERR_TYPE', `Expected ranges of ids as { from, to }, got ${shown(range)}`)
    const before = index > 0 ? bytes(ranges[index - 1].to) : undefined
    if (
      Buffer.compare(bytes(range.from), bytes(range.to)) > 0 ||
      (before && Buffer.compare(before, bytes(range.from)) >= 0)
    )
      throw new GatecastError(
        'ERR_RANGE',
        `Expected ranges of ids in ascending order, got "${range.from}" to "${range.to}"`,
      )
  })
  if (!ranges.length) throw new GatecastError('ERR_DATA', 'Expected at least one range of ids, got none')
}

/** The index of the range that a row belongs to, found by halving. */
function rangeOf(ranges: readonly IdRange[]): string {
  const find = (from: number, to: number): string => {
    if (to - from === 1)
      return `case when "gatecast id" between ${literal(ranges[from].from)} and ${literal(ranges[from].to)} then ${from} end`
    const middle = (from + to) >> 1
    return `case when "gatecast id" < ${literal(ranges[middle].from)} then ${find(from, middle)} else ${find(middle, to)} end`
  }
  return find(0, ranges.length)
}
