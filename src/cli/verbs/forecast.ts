import { exitCodeHelp } from '../exit_codes.ts'
import { addFlags } from '../flags.ts'
import { jobFromFlags } from '../job_from_flags.ts'
import { runExitCode, runText } from '../print/run_result.ts'
import { addRunFlags, runOptions } from '../run_flags.ts'
import type { Verb } from '../verb.ts'

const help = `
Examples:
  gatecast forecast sales.csv --time date --target sales --series store --horizon 28 --out forecast.csv --report report.html
  gatecast forecast 'sales/*.parquet' --model sales.safetensors --horizon 28 --out forecasts/
  gatecast forecast sales.duckdb --query 'select * from sales where sold > 0' --horizon 28 --model models/sales@production --out next.parquet
  gatecast forecast --job job.yaml --shard 0/4

Files:
  <out>                forecasts: series, time, mean, a column for each quantile, fallback
  <name>.errors.csv    the series that the model could not forecast, with the reason: forecast.errors.csv beside
                       forecast.csv, forecast.parquet.errors.csv beside forecast.parquet; errors.csv in a folder
  <name>.summary.json  counts, beside the output as the errors; summary.json in a folder
  job.json, model.safetensors, backtest.json
                       what a later run uses again (in the folder forecast.csv.job beside forecast.csv)
  The same command again makes only what is missing or does not match.
${exitCodeHelp}`

export const forecast: Verb = {
  add: (program) =>
    addFlags(
      addRunFlags(
        program
          .command('forecast')
          .summary('forecast the series of a source')
          .description(
            'Forecasts every series of a source into a file or a folder of parts. Without --model, a backtest chooses a model, which is then trained. The command finds columns and frequency that are not named, and prints its choices.',
          )
          .argument('[source...]', 'files or globs: CSV, Parquet, JSON, DuckDB; also s3:// and https://')
          .optionsGroup('Job:')
          .option('--job <file>', 'a job file, YAML or JSON; if a flag and the file differ, the flag wins'),
      ),
      ['source', 'columns', 'model', 'forecasting', 'training', 'testing'],
    ).addHelpText('after', help),

  async run(source, call) {
    const { values, printer, jobs } = call
    const job = await jobFromFlags(jobs, values, source, values.strict === true ? { strict: true } : {})
    const result = await jobs.runJob(job, runOptions(call))
    printer.result(result, runText(result, call.seconds()))
    return runExitCode(result)
  },
}
