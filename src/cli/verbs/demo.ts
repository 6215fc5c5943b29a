import { relative } from 'node:path'
import { exitCodeHelp } from '../exit_codes.ts'
import { duration, table } from '../print/text.ts'
import type { Verb } from '../verb.ts'

const help = `
Example:
  gatecast demo
${exitCodeHelp}`

/** Commands that work on the data of the demo, from the folder in which it ran. */
const nextCommands = (file: string, horizon: number): string[] => {
  const columns = `--time date --target sales --series shop`
  return [
    `npx gatecast inspect ${file}`,
    `npx gatecast backtest ${file} ${columns} --known promotion --horizon ${horizon} --model gru`,
    `npx gatecast forecast ${file} ${columns} --horizon ${horizon} --out forecast.csv --report report.html`,
  ]
}

export const demo: Verb = {
  add: (program) =>
    program
      .command('demo')
      .summary('forecast data of the package')
      .description(
        'Forecasts the last two weeks of generated sales with promotions, which are in the package, and scores the forecast beside seasonal naive. Writes no file.',
      )
      .addHelpText('after', help),

  async run(_, { printer, signal, jobs, seconds }) {
    const result = await jobs.runDemo({ signal, onEvent: (event) => printer.event(event) })
    const { series, horizon, chart, scores } = result
    const path = relative('', result.file)
    const next = nextCommands(/\s/.test(path) ? `"${path}"` : path, horizon)
    printer.result(
      { ...result, next },
      [
        chart,
        '',
        `The last ${horizon} days of ${series} shops, which the model has not seen (small errors are good):`,
        table(
          scores.map(({ kind, mae, mase }) => [kind, mae, mase]),
          ['model', 'MAE', 'MASE'],
        ),
        '',
        `Done in ${duration(seconds())}. Try next:`,
        ...next.map((command) => `  ${command}`),
      ].join('\n'),
    )
    return undefined
  },
}
