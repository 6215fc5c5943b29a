import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { OddTimes } from '../../files/index.ts'
import type { CheckedNotation } from '../../series/notation/notation.ts'
import { numberHint } from '../../series/notation/number_hint.ts'
import { moreCells } from '../../series/table/read_values.ts'
import type { Column } from './column.ts'

/** The error for a column of numbers in which some cells are none. */
export function oddNumbers(
  { name, odd: [{ line, cell }], oddCount, rows, missing }: Column,
  role: 'time' | 'target',
  notation: CheckedNotation,
): GatecastError {
  const others = (rows - missing - oddCount).toLocaleString('en')
  return new GatecastError(
    'ERR_JOB',
    `Expected numbers in column "${name}", which can be the ${role}, got ${shown(cell)} (${line})${moreCells(oddCount)}; ` +
      `${others} cells are numbers. ${numberHint(cell, notation)}. If another column is the ${role}, name it with --${role}`,
  )
}

/** The error for a column of times in which some cells are none. */
export function oddTimes(name: string, { cells: [{ line, cell }], count }: OddTimes): GatecastError {
  return new GatecastError(
    'ERR_JOB',
    `Expected a time in every row of column "${name}", got ${cell.trim() ? shown(cell) : 'an empty cell'} (${line})` +
      `${moreCells(count)}. Correct or drop ${count === 1 ? 'this row' : 'these rows'}, or name another column with --time`,
  )
}
