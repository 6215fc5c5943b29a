import type { CallOptions } from '../../base/abort.ts'
import { type Checks, unchecked } from '../../base/options/options.ts'

/** The addon checks the number of threads, and each call its signal. */
export const callChecks: Checks<CallOptions> = { threads: unchecked, signal: unchecked }
