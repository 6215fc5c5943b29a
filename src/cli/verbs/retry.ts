import { exitCodeHelp } from '../exit_codes.ts'
import { addQueue } from '../queue_flags.ts'
import type { Verb } from '../verb.ts'

export const retry: Verb = {
  add: (program) =>
    addQueue(
      program
        .command('retry')
        .summary('start a run of a queue again')
        .description(
          'Starts a run again that has failed or was cancelled. Parts that are done and match are not made again.',
        )
        .argument('<run>', 'id of the run, as gatecast status --queue prints it'),
    ).addHelpText('after', exitCodeHelp),

  async run([run], { values, printer, jobs }) {
    await jobs.retryFailed(values.queue as string | undefined, run)
    printer.result({ run }, `${run}: started again`)
    return undefined
  },
}
