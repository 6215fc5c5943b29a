import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { JobDraft } from './job.ts'
import { checkJob } from './read_job.ts'

/**
 * Checks that a job has been read, so that its defaults are filled in, and that nothing was set to another type since.
 *
 * @throws {GatecastError} `ERR_JOB`
 */
export function checkDraft(draft: JobDraft): void {
  if (typeof draft?.train !== 'object' || typeof draft.backtest !== 'object')
    throw new GatecastError(
      'ERR_JOB',
      `Expected a job that jobOf({ ... }) or readJob(path) has made, got ${shown(draft)}. Call jobOf() with it first`,
    )
  checkJob(draft)
}
