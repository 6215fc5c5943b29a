import { Command, CommanderError } from 'commander'
import { isError } from '../base/brand.ts'
import { AbortError, GatecastError } from '../base/error.ts'
import { version } from '../base/version.ts'
import { exitCodeHelp, exitCodeOf, exitCodes } from './exit_codes.ts'
import { addGeneral, listNames, type NamesOf, type Values } from './flags.ts'
import { inFlags } from './print/in_flags.ts'
import { hasColours, Printer } from './print/printer.ts'
import type { Verb } from './verb.ts'
import { verbs } from './verbs.ts'

/** Milliseconds within which an interrupted verb has to end. */
const patience = 3000

/** Runs the command with arguments, and returns the exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  // EPIPE is no error: the reader of the output, for example head, has ended.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  let code: number = exitCodes.good
  const namesOf = asksForFlags(args) ? (await import('../jobs/index.ts')).namesOf : undefined
  const program = programOf(args, namesOf, async (verb, operands, values) => {
    code = await call(verb, operands, values)
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    // Commander has already printed the error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.good : exitCodes.usage
    throw error
  }
}

/** Whether the help of a verb is wanted. Only that lists names, and loading them takes longer than other help. */
const asksForFlags = (args: readonly string[]): boolean =>
  args.length > 1 && (args[0] === 'help' || args.includes('--help') || args.includes('-h'))

type Action = (verb: Verb, operands: readonly string[], values: Values) => Promise<void>

function programOf(args: readonly string[], namesOf: NamesOf | undefined, action: Action): Command {
  const program = new Command('gatecast')
    .description('Forecasts many time series, from files to files.')
    .usage('<verb> [source] [flags]')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this text')
    .helpCommand('help [verb]', 'print the help of a verb')
    .exitOverride()
    .configureOutput({
      getErrHasColors: () => hasColours(process.stderr),
      getOutHasColors: () => hasColours(process.stdout),
    })
    .showSuggestionAfterError()
    .showHelpAfterError(unknownHint(args))
    .addHelpText('after', `${exitCodeHelp}\n\n${firstSteps}`)
  for (const verb of verbs) {
    const command = addGeneral(verb.add(program)).exitOverride()
    if (namesOf) listNames(command, namesOf)
    command.action(async (...args) => {
      const operands = args
        .slice(0, -2)
        .flat()
        .filter((one) => one !== undefined) as string[]
      await action(verb, operands, command.opts())
    })
  }
  return program
}

/** The next step after an unknown verb or flag. */
function unknownHint([first = '']: readonly string[]): string {
  if (/[./\\]/.test(first) && !first.startsWith('-')) return `To forecast a file: gatecast forecast ${first}`
  return 'gatecast --help lists the verbs, and gatecast <verb> --help its flags'
}

const firstSteps = `Examples:
  # Forecast four weeks of sales for each store; the command chooses the model and finds the frequency
  gatecast forecast sales.csv --time date --target sales --series store --horizon 28 --out forecast.csv --report report.html

  # Print what a file contains, and what looks wrong in it
  gatecast inspect sales.csv

  # Run the job that a file describes, for example every night
  gatecast run job.yaml

Environment:
  NO_COLOR       no colours
  GATECAST_ISA   highest instruction set that is used: avx2, avx512
  GATECAST_QUEUE address of the queue for worker, status, retry and cancel

In the folder of the package, docs/guide/jobs.md describes the job file, and docs/cli.md the verbs.`

async function call(verb: Verb, operands: readonly string[], values: Values): Promise<number> {
  const start = performance.now()
  const seconds = () => (performance.now() - start) / 1000
  const printer = await Printer.open(values as { json?: boolean; quiet?: boolean })
  const controller = new AbortController()
  const interrupt = () => {
    // A second Ctrl-C exits at once.
    if (controller.signal.aborted) process.exit(exitCodes.interrupted)
    controller.abort()
    if (!verb.isPatient) setTimeout(() => process.exit(exitCodes.interrupted), patience).unref()
  }
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  try {
    const jobs = await import('../jobs/index.ts')
    return (await verb.run(operands, { values, printer, signal: controller.signal, jobs, seconds })) ?? exitCodes.good
  } catch (error) {
    return failed(error, values, printer)
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}

/** A mistake of a job names flags or keys of the job file already. */
const messageFor = ({ code, message }: GatecastError): string => (code === 'ERR_JOB' ? message : inFlags(message))

function failed(error: unknown, values: Values, printer: Printer): number {
  const code = exitCodeOf(error, values.strict === true && printer.stage === 'forecast')
  if (error instanceof AbortError) printer.error('interrupted', { code: error.code, message: 'interrupted' })
  else if (error instanceof GatecastError)
    printer.error(`${error.code}: ${messageFor(error)}`, { code: error.code, message: messageFor(error) })
  else {
    const { stack, message } = isError(error) ? error : new Error(String(error))
    const hint = 'This should not happen. Please report it with the command and the text above.'
    printer.error(`${stack}\n${hint}`, { code: 'ERR_UNEXPECTED', message })
  }
  return code
}
