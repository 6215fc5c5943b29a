import { exitCodeHelp } from '../exit_codes.ts'
import { addFlags } from '../flags.ts'
import { jobFromFlags } from '../job_from_flags.ts'
import { count, table } from '../print/text.ts'
import type { Verb } from '../verb.ts'

const help = `
Examples:
  gatecast backtest sales.csv --horizon 28 --model theta
  gatecast backtest sales.csv --horizon 28 --model gru --windows 5 --report backtest.html --out backtest.csv

Files:
  <out>     a row for each origin, series and step: actual value, mean, quantiles
  <report>  an HTML page with scores, calibration and the worst series
${exitCodeHelp}`

export const backtest: Verb = {
  add: (program) =>
    addFlags(
      program
        .command('backtest')
        .summary('test a model on the newest rows')
        .description(
          'Forecasts from earlier origins, and compares the forecasts with the values that came. A kind of model is fitted on the rows before the origins; a trained model is not fitted again.',
        )
        .argument('[source...]', 'files or globs: CSV, Parquet, JSON, DuckDB; also s3:// and https://')
        .optionsGroup('Output:')
        .option('--out <path>', 'the output for all forecasts')
        .option('--out-format <format>', 'format in a folder (default parquet) or of the standard output (default csv)')
        .option('--report <file>', 'an HTML page with the scores')
        .option('--quantiles <levels>', 'levels of the quantiles; default 0.1,0.5,0.9')
        .optionsGroup('Job:')
        .option('--job <file>', 'a job file, YAML or JSON; if a flag and the file differ, the flag wins'),
      ['source', 'columns', 'model', 'testing', 'training'],
    ).addHelpText('after', help),

  async run(source, { values, printer, signal, jobs }) {
    const { out, report } = values as { out?: string; report?: string }
    // The output and the report of a job file are for its forecasts, not for its backtest.
    const { out: _, report: __, ...job } = await jobFromFlags(jobs, values, source)
    const result = await jobs.backtestFiles(
      { ...job, out, report },
      { signal, onEvent: (event) => printer.event(event) },
    )
    const { kind, series, windows, horizon, overall, baseline, worst } = result
    printer.result(
      result,
      [
        `${kind}: ${count(series)} series, ${windows} origins, ${horizon} steps`,
        '',
        table(
          Object.entries(overall).map(([name, value]) => [name, value, ...(baseline ? [baseline[name]] : [])]),
          baseline && ['', kind, 'seasonal naive'],
        ),
        ...(series > 1 ? ['', 'worst series', table(worst.map(({ id, score }) => [id, score]))] : []),
        ...(report === undefined ? [] : ['', `report: ${report}`]),
      ].join('\n'),
    )
    return undefined
  },
}
