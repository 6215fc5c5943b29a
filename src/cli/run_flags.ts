// What `forecast` and `run` share.

import type { Command } from 'commander'
import type { ForecastOptions, RunReport } from '../jobs/index.ts'
import { shardFrom } from '../jobs/job/shard_from.ts'
import { exitCodes } from './exit_codes.ts'
import { count, duration } from './print/text.ts'
import type { Call } from './run_command.ts'

export const addRunFlags = (command: Command): Command =>
  command
    .option('--force', 'make everything anew, also what is there and matches')
    .option('--strict', 'stop at the first series that cannot be forecast')
    .option(
      '--shard <i/n>',
      'make the i-th of n shares, from 0 on; default: JOB_COMPLETION_INDEX, AWS_BATCH_JOB_ARRAY_INDEX',
    )

export function runOptions({ values, printer, signal }: Call): ForecastOptions {
  const shard = shardFrom(values.shard as string | undefined, process.env)
  return { signal, onEvent: (event) => printer.event(event), force: values.force === true, ...(shard && { shard }) }
}

export function textOfRun({ out, summary, report }: RunReport): string {
  if (!summary) return `this share is done; ${out} is complete when the others are`
  const { series, rows, seconds, failed, fallbacks, parts, partsKept } = summary
  // Of a few series the start of processes takes longer than their forecasts.
  const pace = series >= 1000 ? ` (${count(series / seconds)} series/s)` : ''
  const lines = [
    partsKept === parts
      ? `${out}: ${count(series)} series, ${count(rows)} rows, all there already`
      : `${out}: ${count(series)} series, ${count(rows)} rows in ${duration(seconds)}${pace}`,
  ]
  if (failed)
    lines.push(
      `${count(failed)} series could not be forecast by the model, ${count(fallbacks)} of them have a seasonal naive forecast instead`,
    )
  if (report) lines.push(`report: ${report}`)
  return lines.join('\n')
}

export const codeOfRun = ({ summary }: RunReport): number => (summary?.failed ? exitCodes.fallbacks : exitCodes.good)
