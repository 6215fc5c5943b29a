// The column to forecast, by the rule in find_columns.ts.

import { listNames } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { CheckedNotation } from '../../series/notation/notation.ts'
import { numberHint } from '../../series/notation/number_hint.ts'
import { type Column, shownColumn } from './column.ts'
import { flagFor, isUsual } from './names.ts'
import { oddNumbers } from './odd_cells.ts'

/**
 * @param free - the columns without a role
 * @param isOneSeries - no column names the series
 * @throws {GatecastError} `ERR_JOB` if no column or several can be the target, or cells of it are no numbers
 */
export function findTarget(free: readonly Column[], isOneSeries: boolean, notation: CheckedNotation): string {
  const candidates = free.filter(canBeTarget)
  const usual = candidates.filter(({ name }) => isUsual('target', name))
  const [chosen, second] = usual.length ? usual : candidates
  if (chosen === undefined) throw none(free)
  if (second) throw several(usual.length ? usual : candidates, isOneSeries && usual.length === 0, notation)
  if (chosen.kind === 'empty') throw empty(chosen)
  if (chosen.oddCount) throw oddNumbers(chosen, 'target', notation)
  return chosen.name
}

/** A column of numbers is no target if it names series or holds a part of the date. */
function canBeTarget({ name, kind, part, isWhole }: Column): boolean {
  if (isUsual('target', name)) return kind === 'number' || kind === 'flag' || kind === 'empty'
  return kind === 'number' && part === undefined && !(isWhole && isUsual('series', name))
}

const none = (free: readonly Column[]): GatecastError =>
  new GatecastError(
    'ERR_JOB',
    `Expected one column of numbers that can be the target, got none. ${
      free.length ? `The other columns hold: ${free.map(shownColumn).join(', ')}` : 'The source has no other columns'
    }. Name it with --target, or as columns.target in the job file`,
  )

const empty = ({ name }: Column): GatecastError =>
  new GatecastError(
    'ERR_JOB',
    `Expected numbers in column "${name}", which can be the target, got no values. Name another column with --target`,
  )

function several(columns: readonly Column[], canBeWide: boolean, notation: CheckedNotation): GatecastError {
  const odd = columns.find(({ oddCount }) => oddCount > 0)
  const wide = canBeWide ? '. If each column is a series, use --layout wide' : ''
  const cell = odd
    ? `. Column "${odd.name}" also holds "${odd.odd[0].cell}" (${odd.odd[0].line}), which is no number: ${numberHint(odd.odd[0].cell, notation)}`
    : ''
  return new GatecastError(
    'ERR_JOB',
    `Expected one column of numbers that can be the target, got ${columns.length}: ` +
      `${listNames(columns.map(({ name }) => name))}. Name it: ` +
      `${columns
        .slice(0, 4)
        .map(({ name }) => flagFor('--target', [name]))
        .join(' or ')}${columns.length > 4 ? ' or ...' : ''}${wide}${cell}`,
  )
}
