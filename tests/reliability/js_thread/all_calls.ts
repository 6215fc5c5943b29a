import type { Call } from './call.ts'
import { forecasterCalls } from './forecasters.ts'
import { danfoCalls, fileCalls, learningCalls } from './others.ts'
import { panelCalls } from './panels.ts'
import { restCalls } from './rest.ts'

/** Public calls that take data. */
export const allCalls: readonly Call[] = [
  ...panelCalls,
  ...fileCalls,
  ...danfoCalls,
  ...learningCalls,
  ...forecasterCalls,
  ...restCalls,
]
