// Values of known covariates ahead: a forecast that uses them needs a future table, or rows without a target at the end of
// the source.

import { GatecastError } from '../../base/error.ts'
import { planText } from '../columns/hints.ts'
import { flagFor } from '../columns/names.ts'
import type { Job, SettledJob } from '../job/job.ts'
import { samplePanel } from './sample_panel.ts'

/** Series that are looked at. */
const most = 20

/** Number of parts of the source that they come from. */
const blocks = 4

/**
 * Checks that a job with known covariates has values for them ahead, before a model is trained.
 *
 * @throws {GatecastError} `ERR_JOB` with the flags to type
 */
export async function checkAhead(settled: SettledJob): Promise<void> {
  const { columns, future, horizon } = settled.job
  const { known } = columns
  if (known.length === 0 || future) return
  const { lengths, offsets } = await samplePanel(settled, most, {}, blocks)
  if (lengths.some((rows, series) => offsets[series + 1] - offsets[series] > rows)) return
  throw new GatecastError(
    'ERR_JOB',
    `Expected the values ahead of the known covariates ${known.join(', ')}, got no future table and no rows for them at ` +
      `the end of the source. Use --future plan.csv, where ${planText({ columns, known, horizon })}; or, if they are known ` +
      `only up to now, ${flagFor('--observed', known)}`,
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
        ? `It has ${rest.join(', ')}: use ${flagFor('--known', rest)}`
        : 'It has only the columns of series and time: leave out --future'
    }`,
  )
}
