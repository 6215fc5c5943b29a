import { listNames } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'
import type { InPieces } from '../../../base/resources/turns.ts'
import type { Columns } from '../../../frames/columns.ts'
import type { ReadTimes } from '../../time/parse/read_times.ts'
import type { CheckedOptions } from '../table_options.ts'

/**
 * Puts the rows of a future table below those of a table. Values of the target, and of observed and static covariates are
 * missing there, also if the future table has such columns: they are no part of a plan.
 *
 * @throws {GatecastError} `ERR_DATA` if there is no known covariate, or the future table lacks a column or has no rows;
 * `ERR_SHAPE` if its columns differ in length
 */
export function stackFuture(where: string, above: Columns, below: Columns, checked: CheckedOptions): Columns {
  const { target, known, observed, static: fixed, series } = checked.roles
  if (!known.length)
    throw new GatecastError(
      'ERR_DATA',
      `Expected covariates known in the future for the future rows of ${where}, got none. Name them: { known: ["price"] }`,
    )
  const names = Object.keys(below)
  const needed = [...series, ...checked.timeColumns, ...known]
  const lacking = needed.find((name) => !names.includes(name))
  if (lacking !== undefined)
    throw new GatecastError(
      'ERR_DATA',
      `Expected the columns ${listNames(needed)} in the future rows of ${where}, got no "${lacking}" among ` +
        `${listNames(names) || 'no columns'}`,
    )
  const rows = below[needed[0]].length
  const ragged = names.find((name) => below[name].length !== rows)
  if (ragged !== undefined)
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected columns of equal length in the future rows of ${where}, got ${rows} values in "${needed[0]}" and ` +
        `${below[ragged].length} in "${ragged}"`,
    )
  if (rows === 0)
    throw new GatecastError('ERR_DATA', `Expected at least one row in the future rows of ${where}, got none`)
  const ignored = [...(target === undefined ? [] : [target]), ...observed, ...fixed].filter(
    (name) => !series.includes(name),
  )
  const stacked = Object.entries(above).map(([name, values]): [string, unknown[]] => {
    const own = names.includes(name) && !ignored.includes(name) ? below[name] : new Array(rows)
    return [name, [...Array.from(values), ...Array.from(own)]]
  })
  return Object.fromEntries(stacked)
}

/**
 * Reads the times of a table and of its future table. They are read together, so that both have the same order of day
 * and month. If that fails or changes the times of the first table, each is read by itself: their forms differ.
 *
 * @param past - number of rows of the first table
 * @param read - reads some times; `from` is the row of the first one
 */
export function* readStacked(
  values: ArrayLike<unknown>,
  past: number,
  read: (values: ArrayLike<unknown>, from: number) => InPieces<ReadTimes>,
): InPieces<ReadTimes> {
  if (values.length === past) return yield* read(values, 0)
  const all = Array.from(values)
  const history = yield* read(all.slice(0, past), 0)
  try {
    const together = yield* read(all, 0)
    if (history.times.every((time, row) => time === together.times[row])) return together
  } catch (error) {
    if (!(error instanceof GatecastError)) throw error
  }
  const times = new Float64Array(all.length)
  times.set(history.times)
  times.set((yield* read(all.slice(past), past)).times, past)
  return { ...history, times }
}
