// Flags of the verbs that run a job: forecast and run.

import type { Command } from 'commander'
import type { ForecastOptions } from '../jobs/index.ts'
import type { Call } from './verb.ts'

export const addRunFlags = (command: Command): Command =>
  command
    .option('--force', 'make everything again, also what is on disk and matches')
    .option('--strict', 'stop at the first series that the model cannot forecast')
    .option(
      '--shard <i/n>',
      'make the i-th of n shares, from 0 on; default for i: JOB_COMPLETION_INDEX or AWS_BATCH_JOB_ARRAY_INDEX',
    )

/** A chart is for people: a program that reads the standard output gets none. */
const wantsChart = ({ values }: Call): boolean =>
  process.stdout.isTTY === true && values.json !== true && values.quiet !== true && values.out !== '-'

export function runOptions(call: Call): ForecastOptions {
  const { jobs, values, printer, signal } = call
  const shard = jobs.shardFrom(values.shard as string | undefined, process.env)
  return {
    signal,
    onEvent: (event) => printer.event(event),
    force: values.force === true,
    shard,
    chart: wantsChart(call),
  }
}
