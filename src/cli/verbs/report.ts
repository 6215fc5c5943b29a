import { exitCodeHelp } from '../exit_codes.ts'
import type { Verb } from '../verb.ts'

const help = `
Example:
  gatecast report forecasts/ --out report.html
${exitCodeHelp}`

export const report: Verb = {
  add: (program) =>
    program
      .command('report')
      .summary('write the HTML page of a finished job')
      .description(
        'Writes one HTML file: throughput, scores of the backtest, charts of some series, and the series that failed.',
      )
      .argument('<output>', 'the folder or file of the forecasts')
      .optionsGroup('Output:')
      .option('--out <file>', 'file of the page; default: report.html beside the output')
      .addHelpText('after', help),

  async run([output], { values, printer, signal, jobs }) {
    const path = values.out as string | undefined
    const result = await jobs.reportFiles(output, { signal, onEvent: (event) => printer.event(event), path })
    printer.result(result, result.path)
    return undefined
  },
}
