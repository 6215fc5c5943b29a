import type { JobDraft, JobOverrides } from '../jobs/index.ts'
import { flagOf, overridesOf, type Values } from './flags.ts'
import type { Jobs } from './verb.ts'

/** Makes the job of a call: from the file of `--job`, if it is given, with the flags over it. */
export async function jobFromFlags(
  { jobOf, readJob }: Jobs,
  values: Values,
  path: readonly string[],
  more: JobOverrides = {},
): Promise<JobDraft> {
  const overrides = { ...overridesOf(values, path), ...more }
  return typeof values.job === 'string' ? readJob(values.job, overrides, flagOf) : jobOf(overrides, flagOf)
}
