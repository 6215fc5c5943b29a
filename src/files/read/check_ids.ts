import { GatecastError } from '../../base/error.ts'
import { readWanted } from '../plan/check_wanted.ts'
import type { Plan } from '../plan/plan_query.ts'
import type { Ids } from '../reading.ts'

/**
 * Checks the ids that were read.
 *
 * @param wanted - the ids that the caller gave, for messages
 * @throws {GatecastError} `ERR_DATA` for rows without an id, and if there are no rows
 */
export function checkIds(ids: readonly (string | null)[], plan: Plan, wanted?: Ids): string[] {
  const nameless = ids.findIndex((id) => id === null || id === '')
  const names = plan.roles.series.join('", "')
  if (nameless >= 0)
    throw new GatecastError(
      'ERR_DATA',
      `Expected the name of a series in column "${names}", got rows without one in ${plan.label}. Drop them or name them`,
    )
  if (ids.length) return ids as string[]
  const which = wanted ? ` with ids ${shownIds(wanted)}` : ''
  throw new GatecastError('ERR_DATA', `Expected at least one row${which} in ${plan.label}, got none`)
}

function shownIds(wanted: Ids): string {
  const given = readWanted(wanted)
  return 'ids' in given
    ? given.ids.join(', ')
    : given.ranges.map(({ from, to }) => `from "${from}" to "${to}"`).join(', ')
}
