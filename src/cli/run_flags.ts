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

export function runOptions({ jobs, values, printer, signal }: Call): ForecastOptions {
  const shard = jobs.shardFrom(values.shard as string | undefined, process.env)
  return { signal, onEvent: (event) => printer.event(event), force: values.force === true, shard }
}
