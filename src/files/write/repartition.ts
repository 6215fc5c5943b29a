import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { checkList, checkText } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { type Connection, queryRows } from '../duckdb/connection.ts'
import { fileError } from '../duckdb/file_error.ts'
import { identifier, literal } from '../duckdb/sql.ts'
import { parquet } from '../formats/parquet.ts'
import { checkRange } from '../plan/check_wanted.ts'
import type { Plan } from '../plan/plan_query.ts'
import type { IdRange } from '../reading.ts'
import type { Source } from '../source.ts'

const column = 'gatecast_range'

/** Rows that are held in memory for each file before they are written. One file is open for each range. */
const rowGroupSize = 20_480

/**
 * Writes the rows of each range of ids into a folder of its own.
 *
 * @returns one source for each range
 */
export async function repartitionRows(
  connection: Connection,
  plan: Plan,
  ranges: readonly IdRange[],
  folder: string,
): Promise<Source[]> {
  checkRanges(ranges)
  const target = join(checkText('folder', folder), 'ranges')
  if (existsSync(target))
    throw new GatecastError(
      'ERR_FILE',
      `Expected to make the folder "${target}", which is there already. Remove it, or name another folder`,
    )
  await mkdir(folder, { recursive: true }).catch((cause) => {
    throw fileError(`make the folder "${folder}"`, cause)
  })
  const rows = `select *, ${rangeIndexSql(ranges)} as ${identifier(column)} from (${plan.original()})`
  const options = `format ${parquet.name}, partition_by (${identifier(column)}), row_group_size ${rowGroupSize}`
  try {
    await connection.run(`set partitioned_write_max_open_files = ${ranges.length + 1}`)
    const kept = `select * exclude ("gatecast id") from (${rows}) where ${identifier(column)} is not null`
    const copy = `copy (${kept}) to ${literal(target)} (${options})`
    await (plan.outputs.includes('r') ? runInOrder(connection, copy) : connection.run(copy))
    return await Promise.all(ranges.map((range, index) => sourceIn(target, range, index)))
  } catch (cause) {
    await rm(target, { recursive: true, force: true })
    throw fileError(`write the rows of ${plan.label} into "${folder}"`, cause)
  }
}

/**
 * Runs a statement with one thread. Several threads would change the order of rows, which the rules `first` and `last`
 * need.
 */
async function runInOrder(connection: Connection, copy: string): Promise<void> {
  const [{ threads }] = await queryRows(connection, "select current_setting('threads') as threads")
  await connection.run('set threads = 1')
  try {
    await connection.run(copy)
  } finally {
    await connection.run(`set threads = ${threads}`)
  }
}

async function sourceIn(target: string, { from, to }: IdRange, index: number): Promise<Source> {
  const own = join(target, `${column}=${index}`)
  const files = await readdir(own).catch(() => [])
  if (files.length) return { path: files.sort().map((file) => join(own, file)), format: parquet.name }
  throw new GatecastError('ERR_DATA', `Expected rows with ids from "${from}" to "${to}", got none`)
}

function checkRanges(ranges: readonly IdRange[]): void {
  const bytes = (text: string) => Buffer.from(text)
  checkList('ranges', ranges).forEach((range, index) => {
    checkRange(range)
    const before = index > 0 ? bytes(ranges[index - 1].to) : undefined
    if (
      Buffer.compare(bytes(range.from), bytes(range.to)) > 0 ||
      (before && Buffer.compare(before, bytes(range.from)) >= 0)
    )
      throw new GatecastError(
        'ERR_RANGE',
        `Expected ranges of ids in ascending order that do not overlap, got "${range.from}" to "${range.to}"`,
      )
  })
  if (!ranges.length) throw new GatecastError('ERR_DATA', 'Expected at least one range of ids, got none')
}

/** SQL for the index of the range that a row belongs to, null for none; a binary search over the ranges. */
function rangeIndexSql(ranges: readonly IdRange[]): string {
  const find = (from: number, to: number): string => {
    if (to - from === 1)
      return `case when "gatecast id" between ${literal(ranges[from].from)} and ${literal(ranges[from].to)} then ${from} end`
    const middle = (from + to) >> 1
    return `case when "gatecast id" < ${literal(ranges[middle].from)} then ${find(from, middle)} else ${find(middle, to)} end`
  }
  return find(0, ranges.length)
}
