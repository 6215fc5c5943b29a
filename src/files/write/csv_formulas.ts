import { checkText } from '../../base/check.ts'
import type { WriteColumn } from './write_columns.ts'

/**
 * Texts that a spreadsheet takes for a formula when it opens a CSV file: those that begin with one of these signs. A text
 * that has quotes before such a sign gets one more, so that `restoreText` finds the text that was there.
 */
const formula = /^'*[=+\-@\t\r]/
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const escaped = /^''*[=+\-@\t\r]/

/** The values of the option. */
export const csvFormulas = ['escape', 'keep'] as const
/** Texts in a CSV file that a spreadsheet would take for formulas get a quote before them, or are kept. */
export type CsvFormulas = (typeof csvFormulas)[number]

/** The text with a quote before it if a spreadsheet would take it for a formula. A plain number stays. */
export const escapeText = (text: string): string => (formula.test(text) && !number.test(text) ? `'${text}` : text)

/**
 * The text as it was before `csvFormulas: 'escape'` put a quote before it.
 *
 * @param text - a cell or a name of a column of a CSV file that was written so
 * @returns the text without that quote; any other text as it is
 * @throws {GatecastError} `ERR_TYPE` unless it is a text
 * @example
 * restoreText("'=1+1") // =1+1
 */
export const restoreText = (text: string): string => (escaped.test(checkText('the text', text)) ? text.slice(1) : text)

/** The columns of a CSV file with names and texts that no spreadsheet takes for formulas. */
export const escapeFormulas = (columns: readonly WriteColumn[]): WriteColumn[] =>
  columns.map((column) =>
    column.type === 'text'
      ? { ...column, name: escapeText(column.name), values: column.values.map((text) => text && escapeText(text)) }
      : { ...column, name: escapeText(column.name) },
  )
