// Checks, before a model is trained, that the source has values of the known covariates for the horizon.

import { listNames } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { kinds } from '../../forecast/kinds/index.ts'
import { planText } from '../columns/hints.ts'
import { flagFor } from '../columns/names.ts'
import { targetsOf } from '../columns/several_targets.ts'
import type { RunOptions } from '../events.ts'
import type { Job, SettledJob } from '../job/job.ts'
import { isAuto } from '../model/auto_model.ts'
import { isStored } from '../model/forecaster_of.ts'
import { samplePanel } from './sample_panel.ts'

/** Number of series that are looked at. A series that alone lacks its plan gets a fallback forecast later. */
const lookedAt = 20
const blocks = 4

/**
 * @throws {GatecastError} `ERR_JOB` if no series has rows after its history; `ERR_DATA` if no series has rows for all steps
 */
export async function checkPlan(settled: SettledJob, run: RunOptions): Promise<void> {
  const { job } = settled
  const { known } = job.columns
  if (known.length === 0 || !usesKnown(settled)) return
  const { horizon, future } = job
  const panel = await samplePanel(settled, lookedAt, { ...run, onEvent: () => {} }, blocks)
  const rows = panel.lengths.map((length, series) => panel.offsets[series + 1] - panel.offsets[series] - length)
  const most = Math.max(...rows)
  if (most >= horizon) return
  if (most > 0)
    throw new GatecastError(
      'ERR_DATA',
      `Expected rows with ${listNames(known)} for the ${horizon} steps after the history, got ${most} without a gap ` +
        `after the history of series "${panel.ids[rows.indexOf(most)]}", and no more after others. Add rows to the ` +
        `${future ? 'future table' : 'source'}, or use --horizon ${most}`,
    )
  throw missingPlan(settled)
}

/** Whether the model of a job may read known covariates. */
function usesKnown({ job: { model } }: SettledJob): boolean {
  if (isAuto(model) || isStored(model)) return true
  return (
    typeof model === 'object' && 'kind' in model && (kinds.find(({ name }) => name === model.kind)?.uses.known ?? false)
  )
}

function missingPlan({ job: { columns, horizon, future, model } }: SettledJob): GatecastError {
  const { known } = columns
  const rows = `add rows to the source with them and no ${targetsOf(columns.target).join(' and ')}`
  const observed = isStored(model) ? '' : `. If they are known only up to now, use ${flagFor('--observed', known)}`
  return new GatecastError(
    'ERR_JOB',
    `${flagFor('--known', known)}: expected values for the ${horizon} steps after the history, got none` +
      (future
        ? ': no row of the future table is the next step of a series in the source'
        : `. Use --future plan.csv, where ${planText({ columns, known, horizon })}; or ${rows}${observed}`),
  )
}

/**
 * Checks that a job with a future table names known covariates.
 *
 * @param ahead - the columns of the future table
 * @throws {GatecastError} `ERR_JOB` with the flag to type
 */
export function checkKnown({ known, time, series = [] }: Job['columns'], ahead: readonly string[]): void {
  if (known.length) return
  const own = [time, series].flat()
  const rest = ahead.filter((name) => !own.includes(name))
  throw new GatecastError(
    'ERR_JOB',
    `Expected known covariates for the future table, got none. ${
      rest.length
        ? `It has ${listNames(rest)}: use ${flagFor('--known', rest)}`
        : 'It has only the columns of series and time: leave out --future'
    }`,
  )
}
