import { Option } from 'commander'
import type { WorkOptions } from '../../jobs/index.ts'
import { exitCodeHelp } from '../exit_codes.ts'
import { numberFlag } from '../number_flag.ts'
import { count } from '../print/text.ts'
import { addQueue } from '../queue_flags.ts'
import type { Verb } from '../verb.ts'

const help = `
Examples:
  gatecast worker --queue redis://queue:6379
  GATECAST_QUEUE=postgres://queue/jobs gatecast worker --concurrency 4 --metrics 0.0.0.0:9464 --log worker.log

Every worker needs the storage of the jobs, mounted at the same path as on the machine that submits them. The first Ctrl-C or
SIGTERM ends a worker after the parts that it has started. The second one ends it at once; other workers then make its parts.
${exitCodeHelp}`

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const

export const worker: Verb = {
  isPatient: true,
  add: (program) =>
    addQueue(
      program
        .command('worker')
        .summary('take parts of jobs from a queue')
        .description('Takes parts of jobs from a queue until it receives Ctrl-C or SIGTERM.'),
    )
      .option('--concurrency <number>', 'parts at the same time; default: one per processor')
      .option(
        '--rate <number>',
        'largest number of parts that all workers together start per second; give it to all of them',
      )
      .option('--metrics <place>', 'port of 127.0.0.1, or host:port, at which /metrics is served for Prometheus')
      .option('--log <file>', 'file to which JSON lines are added; default: stderr')
      .addOption(new Option('--log-level <level>', 'lowest level that is logged; default info').choices(levels))
      .addHelpText('after', help),

  async run(_, { values, printer, signal, jobs }) {
    const { queue, metrics, log: path, logLevel } = values as Record<string, string | undefined>
    const options: WorkOptions = {
      signal,
      concurrency: numberFlag(values, 'concurrency', { above: 0 }),
      rate: numberFlag(values, 'rate', { above: 0 }),
      metrics,
      log: await jobs.openLog({ path, level: logLevel as (typeof levels)[number] | undefined }),
    }
    const result = await jobs.work(queue, options)
    const { parts, series, failures } = result
    printer.result(result, `${count(parts)} parts with ${count(series)} series made, ${count(failures)} failures`)
    return undefined
  },
}
