import type { Logger } from 'pino'
import type { JobEvent } from './events.ts'

/** What is logged, and where. */
export interface LogOptions {
  /** What is less important is left out; default `info`. */
  level?: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** A file that lines are added to; default: standard error. */
  path?: string
}

/**
 * A log of JSON lines.
 *
 * @param options - level and file
 * @returns a logger of pino, which `work` and {@link logEvents} take
 * @example
 * const log = await openLog({ path: 'worker.log' })
 * await runJob(job, { onEvent: logEvents(log) })
 */
export async function openLog({ level = 'info', path }: LogOptions = {}): Promise<Logger> {
  const { pino } = await import('pino')
  // Lines are few, and the last ones before an end are those that are asked for: none waits in memory.
  const destination = pino.destination({ dest: path ?? 2, sync: true, mkdir: true })
  return pino({ level, base: { pid: process.pid } }, destination)
}

/**
 * The events of a run as lines of a log.
 *
 * @param log - that the lines go to
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
