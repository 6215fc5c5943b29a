import type { Verb } from '../run_command.ts'
import { backtest } from './backtest.ts'
import { forecast } from './forecast.ts'
import { generate } from './generate.ts'
import { inspect } from './inspect.ts'
import { promote } from './promote.ts'
import { report } from './report.ts'
import { run } from './run.ts'
import { status } from './status.ts'
import { train } from './train.ts'
import { tune } from './tune.ts'

/** In the order of the help. */
export const verbs: readonly Verb[] = [forecast, train, backtest, tune, inspect, report, run, status, promote, generate]
