import type { Verb } from './verb.ts'
import { anomalies } from './verbs/anomalies.ts'
import { backtest } from './verbs/backtest.ts'
import { cancel } from './verbs/cancel.ts'
import { demo } from './verbs/demo.ts'
import { exportModel } from './verbs/export.ts'
import { forecast } from './verbs/forecast.ts'
import { generate } from './verbs/generate.ts'
import { inspect } from './verbs/inspect.ts'
import { promote } from './verbs/promote.ts'
import { report } from './verbs/report.ts'
import { retry } from './verbs/retry.ts'
import { run } from './verbs/run.ts'
import { status } from './verbs/status.ts'
import { train } from './verbs/train.ts'
import { tune } from './verbs/tune.ts'
import { worker } from './verbs/worker.ts'

/** All verbs, in the order in which the help lists them. */
export const verbs: readonly Verb[] = [
  forecast,
  train,
  backtest,
  tune,
  anomalies,
  inspect,
  report,
  run,
  worker,
  status,
  retry,
  cancel,
  promote,
  exportModel,
  generate,
  demo,
]
