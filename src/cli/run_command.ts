import { Command, CommanderError } from 'commander'
import { AbortError, GatecastError } from '../base/error.ts'
import { version } from '../base/version.ts'
import { exitCodeHelp, exitCodeOf, exitCodes } from './exit_codes.ts'
import { addGeneral, type Values } from './flags.ts'
import { hasColours, Printer } from './print/printer.ts'
import { verbs } from './verbs.ts'

export type Jobs = typeof import('../jobs/index.ts')

/** What a verb works with. */
export interface Call {
  /** What does the work. It takes longer to load than help takes to be printed, so only a verb that runs has it. */
  jobs: Jobs
  values: Values
  printer: Printer
  signal: AbortSignal
}

/** Prints its result, and gives the exit code if that is not 0. */
export interface Verb {
  /** Ends what it has begun, however long that takes. */
  isPatient?: true
  add(program: Command): Command
  run(operands: readonly string[], call: Call): Promise<number | undefined>
}

/** Milliseconds that work has to end in once it is interrupted. */
const patience = 3000

/** Does what the arguments say. Returns the exit code, and leaves ending to the caller. */
export async function runCommand(args: readonly string[]): Promise<number> {
  // A reader such as head that has seen enough is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  let code: number = exitCodes.good
  const program = programOf(async (verb, operands, values) => {
    code = await call(verb, operands, values)
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    // Commander has said it already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.good : exitCodes.usage
    throw error
  }
}

type Action = (verb: Verb, operands: readonly string[], values: Values) => Promise<void>

function programOf(action: Action): Command {
  const program = new Command('gatecast')
    .description('Forecasts many time series, from files to files.')
    .usage('<verb> [source] [flags]')
    .version(version, '-V, --version', 'the version')
    .helpOption('-h, --help', 'this text')
    .helpCommand('help [verb]', 'the text of --help of a verb')
    .exitOverride()
    .configureOutput({
      getErrHasColors: () => hasColours(process.stderr),
      getOutHasColors: () => hasColours(process.stdout),
    })
    .showSuggestionAfterError()
    .addHelpText('after', `${exitCodeHelp}\n\n${firstSteps}`)
  for (const verb of verbs) {
    const command = addGeneral(verb.add(program)).exitOverride()
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

const firstSteps = `Examples:
  # Four weeks of sales for each store, model and frequency chosen for you
  gatecast forecast sales.csv --time date --target sales --series store --horizon 28 --out forecast.csv --report report.html

  # What is in a file, and what looks wrong
  gatecast inspect sales.csv

  # The same every night, from a file that says how
  gatecast run job.yaml

Environment:
  NO_COLOR       no colours
  GATECAST_ISA   caps the instruction set: avx2, avx512
  GATECAST_QUEUE address of the queue of worker, status, retry and cancel

The job file and all verbs: docs/guide/jobs.md and docs/cli.md of the package.`

async function call(verb: Verb, operands: readonly string[], values: Values): Promise<number> {
  const printer = await Printer.open(values as { json?: boolean; quiet?: boolean })
  const controller = new AbortController()
  const interrupt = () => {
    // Asked twice, nothing is waited for.
    if (controller.signal.aborted) process.exit(exitCodes.interrupted)
    controller.abort()
    if (!verb.isPatient) setTimeout(() => process.exit(exitCodes.interrupted), patience).unref()
  }
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  try {
    const jobs = await import('../jobs/index.ts')
    return (await verb.run(operands, { values, printer, signal: controller.signal, jobs })) ?? exitCodes.good
  } catch (error) {
    return failed(error, values, printer)
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}

function failed(error: unknown, values: Values, printer: Printer): number {
  const code = exitCodeOf(error, values.strict === true && printer.stage === 'forecast')
  if (error instanceof AbortError) printer.error('interrupted', { code: error.code, message: 'interrupted' })
  else if (error instanceof GatecastError)
    printer.error(`${error.code}: ${error.message}`, { code: error.code, message: error.message })
  else {
    const { stack, message } = error instanceof Error ? error : new Error(String(error))
    const hint = 'This should not happen. Please report it with the command and the text above.'
    printer.error(`${stack}\n${hint}`, { code: 'ERR_UNEXPECTED', message })
  }
  return code
}
