import type { RunStatus } from '../../jobs/index.ts'
import { exitCodeHelp } from '../exit_codes.ts'
import { count, duration } from '../print/text.ts'
import { addQueue } from '../queue_flags.ts'
import type { Call, Verb } from '../verb.ts'

const help = `
Examples:
  gatecast status forecasts/
  gatecast status --queue redis://queue:6379
${exitCodeHelp}`

export const status: Verb = {
  add: (program) =>
    addQueue(
      program
        .command('status')
        .summary('print how far a job is')
        .description(
          'Prints how far a job is, or how it ended: from the files at its output or from its queue. Without an output, prints all runs of the queue.',
        )
        .argument('[output]', 'the folder or file of the forecasts; with --queue, the id of a run'),
    ).addHelpText('after', help),

  async run([output], call) {
    const { values, printer, jobs } = call
    const queue = values.queue as string | undefined
    if (queue !== undefined || output === undefined) return printQueue(queue, output, call)
    const result = await jobs.statusOf(output)
    const { summary, made } = result
    const { parts, series, rows, failed } = summary ?? made
    const counts = `${count(series)} series, ${count(rows)} rows in ${count(parts)} part${parts === 1 ? '' : 's'}, ${count(failed)} series that the model could not forecast`
    printer.result(result, summary ? `finished in ${duration(summary.seconds)}: ${counts}` : `not finished: ${counts}`)
    return undefined
  },
}

async function printQueue(
  queue: string | undefined,
  run: string | undefined,
  { printer, jobs }: Call,
): Promise<undefined> {
  const result = await jobs.queueStatus(queue, run)
  const { workers, runs } = result
  const lines = [`${count(workers)} worker${workers === 1 ? '' : 's'}`, ...runs.map(lineOf)]
  printer.result(result, lines.join('\n'))
}

function lineOf({ run, state, out, parts, series, reason }: RunStatus): string {
  const progress = `${count(parts.done)} of ${count(parts.total)} parts, ${count(series.done)} of ${count(series.total)} series`
  return `${run}: ${state}, ${progress}, output ${out}${reason ? `\n  ${reason}` : ''}`
}
