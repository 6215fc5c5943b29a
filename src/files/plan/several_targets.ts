// Several targets of a source: the first is read as the target and the others as observed covariates, and the panel is
// then split into a series for each target.

import { GatecastError } from '../../base/error.ts'
import { checkNames } from '../../series/check_columns.ts'
import { checkRoles } from '../../series/table/table_options.ts'
import { checkFreeNames } from '../../series/targets.ts'
import type { Reading } from '../reading.ts'

/** A reading with one target, and the names of all targets if there are several. */
export interface Split {
  readonly reading: Reading
  readonly targets?: readonly string[]
}

/**
 * Checks the targets of a reading, and makes a reading with one target.
 *
 * @throws {GatecastError} `ERR_RANGE` for target and targets, a column in two roles, and several targets in the wide
 * layout; `ERR_DATA` if another column has a name that the panel needs
 */
export function splitReading({ targets: given, ...reading }: Reading): Split {
  if (given === undefined) return { reading }
  if (reading.target !== undefined)
    throw new GatecastError('ERR_RANGE', `Expected target or targets, got both. Add "${reading.target}" to targets`)
  const targets = checkNames('targets', given)
  const [target, ...others] = targets
  if (target === undefined) throw new GatecastError('ERR_RANGE', 'Expected one target or more, got none')
  const [series, time, known, fixed, categorical] = roles.map((role) => names(role, reading))
  checkRoles({ series, known, observed: names('observed', reading), static: fixed, categorical, target: targets }, time)
  checkTargets(reading, targets)
  const observed = [...names('observed', reading), ...others]
  return { reading: { ...reading, target, observed }, targets }
}

const roles = ['series', 'time', 'known', 'static', 'categorical'] as const

/**
 * Checks that several targets can be read in the layout, and beside the names of the other columns.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_DATA` as {@link splitReading}
 */
export function checkTargets(reading: Partial<Reading>, targets: readonly string[]): void {
  if (reading.layout === 'wide')
    throw new GatecastError(
      'ERR_RANGE',
      `Expected one target in the wide layout, where every column is a series, got ${targets.join(' and ')}. Bring ` +
        'the targets into columns of the long layout',
    )
  checkFreeNames([...roles, 'observed' as const].flatMap((role) => names(role, reading)))
}

const names = (role: (typeof roles)[number] | 'observed', reading: Partial<Reading>): string[] =>
  reading[role] === undefined ? [] : checkNames(role, reading[role])
