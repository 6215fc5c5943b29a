// Checks of the options that calls of models and layers share.

import type { PathOptions } from '../addon/index.ts'
import type { CallOptions } from '../base/abort.ts'
import { type Checks, unchecked } from '../base/options/options.ts'

/** The addon checks the number of threads, and `abortable` the signal. */
export const callChecks: Checks<CallOptions> = { threads: unchecked, signal: unchecked }

/** The addon checks the values, which have no defaults. */
export const pathChecks: Checks<Omit<PathOptions, 'cancel'> & CallOptions> = {
  paths: unchecked,
  horizon: unchecked,
  likelihood: unchecked,
  outputs: unchecked,
  scaled: unchecked,
  seed: unchecked,
  batchSize: unchecked,
  precision: unchecked,
  ...callChecks,
}
