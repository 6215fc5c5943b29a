import { GatecastError } from '../../base/error.ts'
import { exitCodeHelp } from '../exit_codes.ts'
import { count } from '../print/text.ts'
import type { Verb } from '../run_command.ts'

const help = `
Examples:
  gatecast generate sales.parquet --rows 1000 --number 100
  gatecast generate million.parquet --number 1000000 --rows 200 --gaps 0 --promotions 0

Files:
  <out>  series, date, demand and promotion, series after series; the same flags give the same bytes
${exitCodeHelp}`

const numbers = ['rows', 'seed', 'trend', 'promotions', 'gaps', 'intermittent'] as const

export const generate: Verb = {
  add: (program) =>
    program
      .command('generate')
      .summary('write a data set to try things on')
      .description('Writes series that look like the sales of shops, of any number, in little memory.')
      .argument('<out>', 'a .parquet or .csv file')
      .optionsGroup('Series:')
      .option('--number <series>', 'how many; default 100')
      .option('--rows <rows>', 'of each series; default 365')
      .option('--frequency <step>', 'between two rows; default d')
      .option('--seed <number>', 'default 1')
      .option('--trend <number>', 'how differently series grow; default 0.2')
      .option('--promotions <share>', 'of rows; default 0.05, 0 for no such column')
      .option('--gaps <share>', 'of rows that are missing; default 0.01')
      .option('--intermittent <share>', 'of series with mostly zeros; default 0.1')
      .addHelpText('after', help),

  async run([out], { values, printer }) {
    const given = Object.fromEntries(
      numbers.flatMap((name) => (values[name] === undefined ? [] : [[name, numberOf(name, values[name] as string)]])),
    )
    const series = values.number === undefined ? 100 : numberOf('number', values.number as string)
    const frequency = values.frequency as string | undefined
    const { generateTable } = await import('../../files/index.ts')
    const written = await generateTable(out, {
      series,
      rows: 365,
      ...given,
      ...(frequency !== undefined && { frequency }),
    })
    printer.result({ out, series, ...written }, `${out}: ${count(series)} series, ${count(written.rows)} rows`)
    return undefined
  },
}

function numberOf(name: string, text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new GatecastError('ERR_JOB', `--${name}: expected a number, got "${text}"`)
}
