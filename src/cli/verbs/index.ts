import type { Verb } from '../run_command.ts'
import { backtest } from './backtest.ts'
import { cancel } from './cancel.ts'
import { forecast } from './forecast.ts'
import { generate } from './generate.ts'
import { inspect } from './inspect.ts'
import { promote } from './promote.ts'
import { report } from './report.ts'
import { retry } from './retry.ts'
import { run } from './run.ts'
import { status } from './status.ts'
import { train } from './train.ts'
import { tune } from './tune.ts'
import { worker } from './worker.ts'

/** In the order of the help. */
export const verbs: readonly Verb[] = [
  forecast,
  train,
  backtest,
  tune,
  inspect,
  report,
  run,
  worker,
  status,
  retry,
  cancel,
  promote,
  generate,
]
