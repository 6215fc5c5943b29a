import { exitCodeHelp } from '../exit_codes.ts'
import { addQueue } from '../queue_flags.ts'
import type { Verb } from '../run_command.ts'

export const retry: Verb = {
  add: (program) =>
    addQueue(
      program
        .command('retry')
        .summary('begin a run of a queue again')
        .description(
          'Begins a run again that has failed or was cancelled. Parts that are there and match stay as they are.',
        )
        .argument('<run>', 'its id, as gatecast status --queue shows it'),
    ).addHelpText('after', exitCodeHelp),

  async run([run], { values, printer, jobs }) {
    await jobs.retryFailed(values.queue as string | undefined, run)
    printer.result({ run }, `${run}: begun again`)
    return undefined
  },
}
