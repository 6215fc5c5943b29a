import type { OutputFormatName } from '../../files/index.ts'
import { exitCodeHelp } from '../exit_codes.ts'
import { byFlags } from '../flag_errors.ts'
import { numberFlag } from '../number_flag.ts'
import { count } from '../print/text.ts'
import type { Verb } from '../verb.ts'

const help = `
Examples:
  gatecast generate sales.parquet --rows 1000 --number 100
  gatecast generate million.parquet --number 1000000 --rows 200 --gaps 0 --promotions 0

Files:
  <out>  series, date, demand and promotion, one series after another; the same flags give the same bytes
${exitCodeHelp}`

const numbers = ['rows', 'seed', 'trend', 'promotions', 'gaps', 'intermittent'] as const

/** The flag of each option of the function. */
const flags = {
  series: '--number',
  ...Object.fromEntries(['frequency', ...numbers].map((name) => [name, `--${name}`])),
}

export const generate: Verb = {
  add: (program) =>
    program
      .command('generate')
      .summary('write an artificial data set')
      .description('Writes any number of series that look like the sales of shops, with little memory.')
      .argument('<out>', 'the output: a file, a folder, or -, as --out of gatecast forecast')
      .option('--out-format <format>', 'format in a folder (default parquet) or of the standard output (default csv)')
      .optionsGroup('Series:')
      .option('--number <series>', 'number of series; default 100')
      .option('--rows <rows>', 'rows of each series; default 365')
      .option('--frequency <step>', 'step between two rows; default d')
      .option('--seed <number>', 'seed of random numbers; default 1')
      .option('--trend <number>', 'how much the trends of series differ; default 0.2')
      .option('--promotions <share>', 'share of rows with a promotion; default 0.05, 0 for no such column')
      .option('--gaps <share>', 'share of rows that are missing; default 0.01')
      .option('--intermittent <share>', 'share of series with mostly zeros; default 0.1')
      .addHelpText('after', help),

  async run([out], { values, printer, jobs }) {
    const given = numbers.map((name) => [name, numberFlag(values, name)] as const)
    const { rows = 365, ...others } = Object.fromEntries(given)
    const series = numberFlag(values, 'number') ?? 100
    const frequency = values.frequency as string | undefined
    const options = { series, rows, ...others, frequency }
    const written = await byFlags(flags, () =>
      jobs.generateFile(out, options, values.outFormat as OutputFormatName | undefined),
    )
    printer.result(
      { series, ...written },
      `${written.out === '-' ? 'standard output' : written.out}: ${count(series)} series, ${count(written.rows)} rows`,
    )
    return undefined
  },
}
