import { statusOf } from '../../jobs/index.ts'
import { exitCodeHelp } from '../exit_codes.ts'
import type { Verb } from '../run_command.ts'
import { count, duration } from '../text.ts'

const help = `
Example:
  gatecast status forecasts/
${exitCodeHelp}`

export const status: Verb = {
  add: (program) =>
    program
      .command('status')
      .summary('say how far a job is')
      .description('Says how far a job is, or how it ended, from what is at its output.')
      .argument('<output>', 'the folder or file of the forecasts')
      .addHelpText('after', help),

  async run([output], { printer }) {
    const result = await statusOf(output)
    const { summary, made } = result
    const { parts, series, rows, failed } = summary ?? made
    const what = `${count(series)} series, ${count(rows)} rows in ${count(parts)} part${parts === 1 ? '' : 's'}, ${count(failed)} series not by the model`
    printer.result(result, summary ? `finished in ${duration(summary.seconds)}: ${what}` : `not finished: ${what}`)
    return undefined
  },
}
