import { exitCodeHelp } from '../exit_codes.ts'
import { addFlags } from '../flags.ts'
import { jobFrom } from '../job_from_flags.ts'
import type { Verb } from '../run_command.ts'
import { addRunFlags, codeOfRun, runOptions, textOfRun } from '../run_flags.ts'

const help = `
Examples:
  gatecast forecast sales.csv --time date --target sales --series store --horizon 28 --out forecast.csv --report report.html
  gatecast forecast 'sales/*.parquet' --model sales.safetensors --horizon 28 --out forecasts/
  gatecast forecast sales.duckdb --query 'select * from sales where sold > 0' --horizon 28 --model models/sales@production --out next.parquet
  gatecast forecast --job job.yaml --shard 0/4

Files:
  <out>                forecasts: series, time, mean, a column for each quantile, fallback
  errors.csv           the series that the model could not forecast, and why (<out>.errors.csv beside a file)
  summary.json         counts (likewise)
  job.json, model.safetensors, backtest.json
                       what a later run goes on with; in the folder <out>.job beside a file
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
            'Forecasts every series of a source into a file or a folder of parts. Without --model, one is chosen by a backtest and trained. What is not said is found out, and said aloud.',
          )
          .argument('[source...]', 'files or globs: CSV, Parquet, JSON, DuckDB; also s3:// and https://')
          .optionsGroup('Job:')
          .option('--job <file>', 'a job file, YAML or JSON; flags win over it'),
      ),
      ['source', 'columns', 'model', 'forecasting', 'training', 'testing'],
    ).addHelpText('after', help),

  async run(source, call) {
    const { values, printer, jobs } = call
    const job = await jobFrom(jobs, values, source, values.strict === true ? { strict: true } : {})
    const result = await jobs.runJob(job, runOptions(call))
    printer.result(result, textOfRun(result))
    return codeOfRun(result)
  },
}
