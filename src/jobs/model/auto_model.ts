// `model: auto`, alone or with the limits of the target: `model: { kind: auto, nonNegative: true }`.

import { defined } from '../../base/defined.ts'
import type { SupportOptions } from '../../forecast/support.ts'
import type { JobModel } from '../job/job.ts'

/** Whether a job has its model chosen. */
export const isAuto = (model: JobModel): boolean =>
  model === 'auto' || (typeof model === 'object' && 'kind' in model && model.kind === 'auto')

/** The limits of the target that a job with `model: auto` sets. */
export function limitsOf(model: JobModel): SupportOptions {
  if (typeof model !== 'object' || !isAuto(model)) return {}
  const { nonNegative, lower, upper } = model as SupportOptions
  return defined({ nonNegative, lower, upper })
}
