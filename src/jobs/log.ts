import type { Logger } from 'pino'
import { GatecastError } from '../base/error.ts'
import { type Checks, oneOf, optionsOf, text } from '../base/options/options.ts'
import type { JobEvent } from './events.ts'

/** Level and place of a log. */
export interface LogOptions {
  /** The lowest level that is written; default `info`. */
  level?: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** A file to which lines are added; default: standard error. */
  path?: string
}

const checks: Checks<LogOptions> = { level: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'silent']), path: text }

/**
 * Opens a log of JSON lines.
 *
 * @param options - level and file
 * @returns a logger of pino, which `work` and {@link logEvents} take
 * @throws {GatecastError} `ERR_FILE` if the file cannot be written, also from the call that logs; `ERR_RANGE`, `ERR_TYPE` naming the option
 * @example
 * const log = await openLog({ path: 'worker.log' })
 * await runJob(job, { onEvent: logEvents(log) })
 */
export async function openLog(options: LogOptions = {}): Promise<Logger> {
  const { level = 'info', path } = optionsOf('openLog', options, checks)
  const { pino } = await import('pino')
  // Synchronous, because the last lines before a crash matter most; and a job writes few lines.
  try {
    const destination = pino.destination({ dest: path ?? 2, sync: true, mkdir: true })
    const write = (line: string) => {
      try {
        destination.write(line)
      } catch (cause) {
        throw notWritten(path, cause)
      }
    }
    return pino({ level, base: { pid: process.pid } }, { write })
  } catch (cause) {
    throw notWritten(path, cause)
  }
}

function notWritten(path: string | undefined, cause: unknown): GatecastError {
  const place = path === undefined ? 'standard error' : `"${path}"`
  return new GatecastError('ERR_FILE', `Expected to write a log to ${place}, got: ${(cause as Error).message}`, {
    cause,
  })
}

/**
 * Makes a function that writes the events of a run to a log, one line for each.
 *
 * @param log - the log
 * @returns a function for `onEvent`
 * @example
 * const log = await openLog({ path: 'job.log' })
 * await runJob(await readJob('sales.yaml'), { onEvent: logEvents(log) })
 */
export const logEvents =
  (log: Logger) =>
  (event: JobEvent): void => {
    const { type, ...fields } = event
    if (type === 'progress') log.debug(fields, type)
    else if (type === 'bad') log.warn(fields, type)
    else if (event.type === 'note') log.info(event.text)
    else log.info(fields, type)
  }
