import type { JobStatus, RunStatus } from '../../jobs/index.ts'
import { exitCodeHelp, exitCodes } from '../exit_codes.ts'
import { count, duration } from '../print/text.ts'
import { addQueue } from '../queue_flags.ts'
import type { Call, Verb } from '../verb.ts'

const help = `
Examples:
  gatecast status forecasts/
  gatecast status forecast.csv
  gatecast status --queue redis://queue:6379
${exitCodeHelp}`

export const status: Verb = {
  add: (program) =>
    addQueue(
      program
        .command('status')
        .summary('print how far a job is')
        .description(
          'Prints how far a job is, or how it ended: from the files at its output or from its queue. Without an output, prints all runs of the queue. Ends with 0 if the output is complete and has not changed since, with 3 if not.',
        )
        .argument('[output]', 'the folder or file of the forecasts; with --queue, the id of a run'),
    ).addHelpText('after', help),

  async run([output], call) {
    const { values, printer, jobs } = call
    const queue = values.queue as string | undefined
    if (queue !== undefined || output === undefined) return printQueue(queue, output, call)
    const result = await jobs.statusOf(output)
    const { summary, made } = result
    const { parts, series, rows, failed } = (hasEnded(result) && summary) || made
    const counts = `${count(series)} series, ${count(rows)} rows in ${count(parts)} part${parts === 1 ? '' : 's'}, ${count(failed)} series that the model could not forecast`
    const by = result.runs.map(({ pid, host }) => `pid ${pid} on ${host}`).join(', ')
    const states = {
      finished: `finished in ${duration(summary?.seconds ?? 0)}`,
      running: `running (${by})`,
      interrupted: 'not finished, and no run is at work: the same command continues',
      damaged: damagedText(result.damaged),
    }
    printer.result(result, `${states[result.state]}: ${counts}`)
    return result.state === 'finished' ? exitCodes.good : exitCodes.data
  },
}

const hasEnded = ({ state }: JobStatus): boolean => state === 'finished' || state === 'damaged'

/** Most files that the line names. */
const named = 5

function damagedText(files: readonly string[]): string {
  const names = files.slice(0, named).map((path) => `"${path}"`)
  const list = [...names, ...(files.length > named ? [`${files.length - named} more files`] : [])].join(', ')
  return `finished, but ${list} ${files.length > 1 ? 'are' : 'is'} missing or changed since: the same command makes what is missing, and refuses to replace what changed`
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
