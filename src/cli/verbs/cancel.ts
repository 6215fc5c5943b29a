import { exitCodeHelp } from '../exit_codes.ts'
import { addQueue } from '../queue_flags.ts'
import type { Verb } from '../verb.ts'

export const cancel: Verb = {
  add: (program) =>
    addQueue(
      program
        .command('cancel')
        .summary('cancel a run of a queue')
        .description(
          'Cancels a run: removes the parts that wait, stops those that are being made, and keeps those that are done.',
        )
        .argument('<run>', 'id of the run, as gatecast status --queue prints it'),
    ).addHelpText('after', exitCodeHelp),

  async run([run], { values, printer, jobs }) {
    await jobs.cancelRun(values.queue as string | undefined, run)
    printer.result({ run }, `${run}: cancelled`)
    return undefined
  },
}
