// The result of a job, as text and as exit code.

import type { RunReport } from '../../jobs/index.ts'
import { exitCodes } from '../exit_codes.ts'
import { count, duration } from './text.ts'

/** With fewer series, most of the time is the start of processes, so that series per second are misleading. */
const fewSeries = 1000

/** @param seconds - how long the user has waited, training included */
export function runText({ out: path, summary, report, chart }: RunReport, seconds: number): string {
  const out = path === '-' ? 'standard output' : path
  if (!summary) return `this share is done; ${out} is complete when the other shares are done`
  const { series, rows, failed, fallbacks, parts, partsKept } = summary
  const pace = series >= fewSeries ? ` (${count(series / summary.seconds)} series/s)` : ''
  // Failed series without a fallback have no rows in the output.
  const made = series - (failed - fallbacks)
  const lines = [
    `${count(made)} series, ${count(rows)} forecasts` +
      (partsKept === parts ? `, all made before → ${out}` : ` in ${duration(seconds)}${pace} → ${out}`),
  ]
  if (failed)
    lines.push(
      `the model could not forecast ${count(failed)} of ${count(series)} series, of which ${count(fallbacks)} got a seasonal naive forecast instead`,
    )
  if (report) lines.push(`report: ${report}`)
  if (chart) lines.push('', chart.series, chart.text)
  return lines.join('\n')
}

export const runExitCode = ({ summary }: RunReport): number => (summary?.failed ? exitCodes.fallbacks : exitCodes.good)
