// Checks of the options that calls of models and layers share.

import type { PathOptions } from '../addon/index.ts'
import type { CallOptions } from '../base/abort.ts'
import { any, type Checks } from '../base/options/options.ts'

/** The addon checks the number of threads, and `abortable` the signal. */
export const callChecks: Checks<CallOptions> = { threads: any, signal: any }

/** The addon checks the values, which have no defaults. */
export const pathChecks: Checks<Omit<PathOptions, 'cancel'> & CallOptions> = {
  paths: any,
  horizon: any,
  likelihood: any,
  outputs: any,
  scaled: any,
  seed: any,
  batchSize: any,
  precision: any,
  ...callChecks,
}
