import { GatecastError } from '../base/error.ts'

export const exitCodes = {
  good: 0,
  unexpected: 1,
  usage: 2,
  data: 3,
  fallbacks: 4,
  strict: 5,
  interrupted: 130,
} as const

export const exitCodeHelp = `
Exit codes:
  0    all went well
  1    an error that should not be: please report it
  2    wrong usage, or a job file with mistakes
  3    data, a file or a model that cannot be used
  4    finished, but some series have a fallback forecast or none (see errors.csv)
  5    stopped by --strict at the first such series
  130  interrupted; the same command goes on where it was`

/** What is wrong with a series, rather than with the machine: what --strict stops at. */
const ofSeries = new Set(['ERR_DATA', 'ERR_TYPE', 'ERR_NOT_FINITE', 'ERR_RANGE', 'ERR_SHAPE'])

/** @param isStrictForecast - the job is strict and was forecasting series */
export function exitCodeOf(error: unknown, isStrictForecast: boolean): number {
  if (!(error instanceof GatecastError)) return exitCodes.unexpected
  if (error.code === 'ABORT_ERR') return exitCodes.interrupted
  if (error.code === 'ERR_JOB') return exitCodes.usage
  return isStrictForecast && ofSeries.has(error.code) ? exitCodes.strict : exitCodes.data
}
