import { Option } from 'commander'
import type { WorkOptions } from '../../jobs/index.ts'
import { exitCodeHelp } from '../exit_codes.ts'
import { count } from '../print/text.ts'
import { addQueue, numberOf } from '../queue_flags.ts'
import type { Verb } from '../run_command.ts'

const help = `
Examples:
  gatecast worker --queue redis://queue:6379
  GATECAST_QUEUE=postgres://queue/jobs gatecast worker --concurrency 4 --metrics 0.0.0.0:9464 --log worker.log

Workers see the storage of the jobs at the same place as who submits them. The first Ctrl-C or SIGTERM ends a worker when
the parts that it has begun are done, the second one at once: other workers then take its parts.
${exitCodeHelp}`

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const

export const worker: Verb = {
  isPatient: true,
  add: (program) =>
    addQueue(
      program
        .command('worker')
        .summary('take parts of jobs from a queue')
        .description('Takes parts of jobs from a queue until it is told to end.'),
    )
      .option('--concurrency <number>', 'parts at once; default: one for each processor')
      .option('--rate <number>', 'parts begun in a second by all workers together; the same for all of them')
      .option('--metrics <place>', 'a port of 127.0.0.1 or host:port, where /metrics is served for Prometheus')
      .option('--log <file>', 'JSON lines are added to it; default: stderr')
      .addOption(new Option('--log-level <level>', 'what is less important is left out; default info').choices(levels))
      .addHelpText('after', help),

  async run(_, { values, printer, signal, jobs }) {
    const { queue, metrics, log: path, logLevel: level } = values as Record<string, string | undefined>
    const options: WorkOptions = {
      signal,
      ...numberOf(values, 'concurrency'),
      ...numberOf(values, 'rate'),
      ...(metrics !== undefined && { metrics }),
      log: await jobs.openLog({
        ...(path !== undefined && { path }),
        ...(level !== undefined && { level: level as (typeof levels)[number] }),
      }),
    }
    const result = await jobs.work(queue, options)
    const { parts, series, failures } = result
    printer.result(result, `${count(parts)} parts with ${count(series)} series made, ${count(failures)} failures`)
    return undefined
  },
}
