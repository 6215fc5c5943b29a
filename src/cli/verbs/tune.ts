import { exitCodeHelp } from '../exit_codes.ts'
import { addFlags } from '../flags.ts'
import { jobFromFlags } from '../job_from_flags.ts'
import { table } from '../print/text.ts'
import type { Verb } from '../verb.ts'

const help = `
Examples:
  gatecast tune sales.csv --horizon 28 --model gru --trials 18 --out leaderboard.json
  gatecast tune --job job.yaml --option layers=1

Files:
  <out>        the leaderboard as JSON: values for model and train of a job file
  <out>.state  the trials so far, with which an interrupted search continues
${exitCodeHelp}`

export const tune: Verb = {
  add: (program) =>
    addFlags(
      program
        .command('tune')
        .summary('search for good options of a network')
        .description(
          'Tries random options of a network on some series, drops poor ones early, and ranks them by MASE on the last horizon, or by MAE where MASE is not defined. Options that you give are not varied.',
        )
        .argument('[source...]', 'files or globs: CSV, Parquet, JSON, DuckDB; also s3:// and https://')
        .optionsGroup('Output:')
        .option('--out <file>', 'a .json file for the leaderboard')
        .optionsGroup('Job:')
        .option('--job <file>', 'a job file, YAML or JSON; if a flag and the file differ, the flag wins'),
      ['source', 'columns', 'model', 'tuning', 'training'],
    ).addHelpText('after', help),

  async run(source, { values, printer, signal, jobs }) {
    const { out } = values as { out?: string }
    const { out: _, ...job } = await jobFromFlags(jobs, values, source)
    const result = await jobs.tuneFiles({ ...job, out }, { signal, onEvent: (event) => printer.event(event) })
    const rows = result.leaderboard.map(({ model: { kind, ...options }, train, score, error }) => [
      score === null ? '-' : score.toFixed(4),
      String(train.epochs),
      error ??
        [...Object.entries(options), ...Object.entries(train).filter(([key]) => key !== 'epochs')]
          .map(([key, value]) => `${key}=${shortened(value)}`)
          .join(' '),
    ])
    printer.result(result, table(rows, [result.metric.toUpperCase(), 'epochs', 'options']))
    return undefined
  },
}

const shortened = (value: unknown): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(4))) : JSON.stringify(value)
