import type { AnomalyReport } from '../../jobs/index.ts'
import { exitCodeHelp } from '../exit_codes.ts'
import { byFlags } from '../flag_errors.ts'
import { addFlags } from '../flags.ts'
import { jobFromFlags } from '../job_from_flags.ts'
import { numberFlag } from '../number_flag.ts'
import { count, number, table } from '../print/text.ts'
import type { Verb } from '../verb.ts'

const help = `
Examples:
  gatecast anomalies sales.csv
  gatecast anomalies sensors.parquet --target temperature --false-alarms 0.001 --out anomalies.csv

Files:
  <out>  a row for each row of the source: series, time, value, expected, lower, upper, score, threshold, anomaly, check
${exitCodeHelp}`

/** The flag of each option of the function. */
const flags = { falseAlarms: '--false-alarms', season: '--season', by: '--by' }

/** Lines of a table on the terminal. */
const most = 10

export const anomalies: Verb = {
  add: (program) =>
    addFlags(
      program
        .command('anomalies')
        .summary('find anomalies and changes of level')
        .description(
          'Finds values, levels and patterns that were not to be expected, sensors that are stuck, and changes of level that last. What is normal is learned from the source itself, without its gross outliers.',
        )
        .argument('[source...]', 'files or globs: CSV, Parquet, JSON, DuckDB; also s3:// and https://')
        .optionsGroup('Detection:')
        .option('--false-alarms <share>', 'share of normal rows that may be called anomalies; default 0.01')
        .option('--by <way>', 'smoothing (default), autoencoder, or a kind of forecaster, for example theta')
        .option('--season <rows>', 'rows in a season; default: the season of the frequency')
        .optionsGroup('Output:')
        .option('--out <path>', 'the output with a row for each row of the source')
        .option('--out-format <format>', 'format in a folder (default parquet) or of the standard output (default csv)')
        .optionsGroup('Job:')
        .option('--job <file>', 'a job file, YAML or JSON; if a flag and the file differ, the flag wins'),
      ['source', 'columns'],
    ).addHelpText('after', help),

  async run(source, { values, printer, signal, jobs }) {
    const [falseAlarms, season] = [numberFlag(values, 'falseAlarms'), numberFlag(values, 'season')]
    const { by, out } = values as { by?: string; out?: string }
    // The output of a job file is for its forecasts.
    const { out: _, ...job } = await jobFromFlags(jobs, values, source)
    const result = await byFlags(flags, () =>
      jobs.anomalyFiles(
        { ...job, out },
        {
          ...(falseAlarms !== undefined && { falseAlarms }),
          ...(season !== undefined && { season }),
          ...(by !== undefined && { by }),
          ...{ signal, onEvent: (event) => printer.event(event) },
        },
      ),
    )
    printer.result(result, textOf(result))
    return undefined
  },
}

function textOf({ by, series, rows, anomalies: found, falseAlarms, events, changes, out }: AnomalyReport): string {
  const lines = [
    `${by}: ${count(found)} ${found === 1 ? 'anomaly' : 'anomalies'} among ${count(rows)} rows of ${count(series)} series; about ` +
      `${number(falseAlarms * rows)} would be false alarms if all rows were normal`,
  ]
  if (events.length) {
    const shown = events
      .slice(0, most)
      .map(({ series, from, to, rows, score, check }) => [series, from, to, rows, score, check])
    lines.push('', table(shown, ['series', 'from', 'to', 'rows', 'score', 'check']), ...more(events.length))
  }
  if (changes.length) {
    const shown = changes.slice(0, most).map(({ series, time, before, after }) => [series, time, before, after])
    lines.push('', 'changes of level', table(shown, ['series', 'time', 'before', 'after']), ...more(changes.length))
  }
  if (out !== undefined) lines.push('', `→ ${out === '-' ? 'standard output' : out}`)
  return lines.join('\n')
}

const more = (all: number): string[] => (all > most ? [`and ${count(all - most)} more (--out, --json)`] : [])
