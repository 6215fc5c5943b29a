import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { OddTimes } from '../../files/index.ts'
import type { Column } from './column.ts'
import { quoted } from './names.ts'

/** The error for a column of numbers in which some cells are none. */
export function oddNumbers({ name, odd: [{ line, cell }], oddCount, rows, missing }: Column): GatecastError {
  const others = (rows - missing - oddCount).toLocaleString('en')
  return new GatecastError(
    'ERR_JOB',
    `Expected numbers in column "${name}", which can be the target, got ${shown(cell)} (${line})${more(oddCount)}; ` +
      `${others} cells are numbers. ${remedyFor(cell)}, or name another column with --target`,
  )
}

/** The error for a column of times in which some cells are none. */
export function oddTimes(name: string, { cells: [{ line, cell }], count }: OddTimes): GatecastError {
  return new GatecastError(
    'ERR_JOB',
    `Expected a time in every row of column "${name}", got ${cell.trim() ? shown(cell) : 'an empty cell'} (${line})` +
      `${more(count)}. Correct or drop ${count === 1 ? 'this row' : 'these rows'}, or name another column with --time`,
  )
}

const more = (count: number): string => (count > 1 ? ` and ${(count - 1).toLocaleString('en')} more such cells` : '')

/** The flags with which a cell is read. */
export function remedyFor(cell: string): string {
  const text = cell.trim()
  if (/^[-+]?\d{1,3},\d{3}$/.test(text))
    return `If the comma groups thousands, use --thousands ,; if it is the decimal mark, use --decimal ,`
  if (/^[-+]?\d{1,3}\.\d{3}(\.\d{3})+$/.test(text)) return 'Use --thousands .'
  if (/^[-+]?\d{1,3}(\.\d{3})+,\d+$/.test(text)) return 'Use --decimal , --thousands .'
  if (/^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return 'Use --thousands ,'
  if (/^[-+]?\d+,\d+$/.test(text)) return 'Use --decimal ,'
  const grouped = /^[-+]?\d{1,3}([ '’\u00a0\u202f])\d{3}/.exec(text)
  if (grouped) return `Use --thousands "${grouped[1]}"`
  return `If it means missing, use --missing ${/^[\w./]+$/.test(text) ? text : quoted(text).replace(/^([^"].*)$/, '"$1"')}`
}
