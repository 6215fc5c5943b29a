// Tells users how a column that is not used gets a role.

import { listNames } from '../../base/check.ts'
import type { SourceEvidence } from '../../files/index.ts'
import type { Job } from '../job/job.ts'
import { flagFor, quoted } from './names.ts'

/** The job, and the columns of its source without a role. */
export interface Hinted {
  readonly columns: Job['columns']
  readonly unused: readonly string[]
  readonly horizon: number
  /** The columns of the future table; `undefined` if the job has none. */
  readonly future: readonly string[] | undefined
}

/** One note for each kind of role that columns without a role can have. */
export async function hintsFor(
  { columns, unused, horizon, future }: Hinted,
  evidence: SourceEvidence,
): Promise<string[]> {
  const series = columns.series === undefined ? [] : [columns.series].flat()
  const fixed = series.length ? await evidence.constantWithin(series, unused) : []
  const changing = unused.filter((name) => !fixed.includes(name))
  const hints = fixed.length
    ? [`${verb(fixed, 'has', 'have')} one value for each series: ${flagFor('--static', fixed)}`]
    : []
  const planned = changing.filter((name) => future?.includes(name))
  if (planned.length)
    hints.push(`the future table also has ${listNames(planned)}: ${flagFor('--known', [...columns.known, ...planned])}`)
  const rest = future ? [] : changing
  if (rest.length)
    hints.push(
      `to use ${listNames(rest)}: if the values ahead are known, ${flagFor('--known', rest)} --future plan.csv, where ` +
        `${planText({ columns, known: rest, horizon })}; if not, ${flagFor('--observed', rest)}`,
    )
  return hints
}

const verb = (names: readonly string[], one: string, several: string): string =>
  `${listNames(names)} ${names.length > 1 ? several : one}`

/** A phrase that describes the columns and rows of a future table. */
export function planText({
  columns: { series = [], time },
  known,
  horizon,
}: {
  columns: { series?: string | readonly string[]; time: string | readonly string[] }
  known: readonly string[]
  horizon: number
}): string {
  const names = [...[series].flat(), ...[time].flat(), ...known].map((name) => quoted(name as string))
  const steps = horizon === 1 ? 'each step ahead' : `each of the next ${horizon} steps`
  return `plan.csv has the columns ${names.join(', ')} and a row for ${steps}${[series].flat().length ? ' of every series' : ''}`
}
