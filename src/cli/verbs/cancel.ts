import { exitCodeHelp } from '../exit_codes.ts'
import { addQueue } from '../queue_flags.ts'
import type { Verb } from '../run_command.ts'

export const cancel: Verb = {
  add: (program) =>
    addQueue(
      program
        .command('cancel')
        .summary('end a run of a queue')
        .description('Ends a run: what waits is removed, what runs is stopped, what is done stays.')
        .argument('<run>', 'its id, as gatecast status --queue shows it'),
    ).addHelpText('after', exitCodeHelp),

  async run([run], { values, printer, jobs }) {
    await jobs.cancelRun(values.queue as string | undefined, run)
    printer.result({ run }, `${run}: cancelled`)
    return undefined
  },
}
