// Names on the pages of jobs.

import type { Backtest } from '../../forecast/index.ts'
import { formatCount } from '../../report/format_text.ts'
import { baselineName } from '../../report/scores/baseline.ts'
import { parseFrequency } from '../../series/index.ts'
import type { Job } from '../job/job.ts'
import type { TestedModel } from '../model/backtest_model.ts'

/** The backtests of a job by the names that its page gives them. */
export const namedBacktests = ({ backtest, baseline }: TestedModel): Record<string, Backtest> => ({
  [backtest.kind]: backtest,
  ...(baseline ? { [baselineName]: baseline } : {}),
})

/** For example `Forecast of sales, 28 days`. */
export function pageTitle(what: 'Forecast' | 'Backtest', { columns, horizon, frequency }: Partial<Job>): string {
  const targets = [columns?.target ?? []].flat().join(', ')
  return [what + (targets && ` of ${targets}`), ...(horizon === undefined ? [] : [span(horizon, frequency)])].join(', ')
}

/** A number of steps: `28 days`, or `28 steps of 15min`. */
function span(steps: number, text: string | undefined): string {
  if (text === undefined) return formatCount(steps, 'step')
  const frequency = parseFrequency(text)
  if (frequency.unit === 'step') return formatCount(steps, 'step')
  return frequency.multiple === 1 && !frequency.calendar
    ? formatCount(steps, frequency.unit)
    : `${formatCount(steps, 'step')} of ${frequency.text}`
}
