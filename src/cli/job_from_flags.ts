import type { JobDraft, JobOverrides } from '../jobs/index.ts'
import { flagOf, overridesOf, type Values } from './flags.ts'
import type { Jobs } from './run_command.ts'

/** The job of a verb: from the file of `--job`, if there is one, with the flags over it. */
export async function jobFrom(
  { jobOf, readJob }: Jobs,
  values: Values,
  path: readonly string[],
  more: JobOverrides = {},
): Promise<JobDraft> {
  const overrides = { ...overridesOf(values, path), ...more }
  return typeof values.job === 'string' ? readJob(values.job, overrides, flagOf) : jobOf(overrides, flagOf)
}
