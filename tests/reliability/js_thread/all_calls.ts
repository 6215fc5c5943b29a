import type { Call } from './call.ts'
import { forecasterCalls } from './forecasters.ts'
import { inspectionCalls } from './inspection.ts'
import { danfoCalls, fileCalls, learningCalls } from './others.ts'
import { panelCalls } from './panels.ts'
import { restCalls } from './rest.ts'
import { sequenceCalls } from './sequences.ts'

/** Public calls that take data. */
export const allCalls: readonly Call[] = [
  ...panelCalls,
  ...fileCalls,
  ...danfoCalls,
  ...learningCalls,
  ...forecasterCalls,
  ...inspectionCalls,
  ...sequenceCalls,
  ...restCalls,
]
