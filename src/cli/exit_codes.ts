import { blameOf, GatecastError } from '../base/error.ts'

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
  0    everything succeeded
  1    an internal error: please report it
  2    wrong usage, or a job file with mistakes
  3    data, a file or a model cannot be used
  4    finished, but some series have a fallback forecast or no forecast (see errors.csv in the folder, or
       forecast.errors.csv beside forecast.csv)
  5    stopped by --strict at the first series that the model could not forecast
  130  interrupted; the same command continues where it stopped`

/** @param isStrictForecast - the job is strict and was forecasting series */
export function exitCodeOf(error: unknown, isStrictForecast: boolean): number {
  if (!(error instanceof GatecastError)) return exitCodes.unexpected
  if (error.code === 'ABORT_ERR') return exitCodes.interrupted
  if (error.code === 'ERR_JOB') return exitCodes.usage
  return isStrictForecast && blameOf(error) === 'series' ? exitCodes.strict : exitCodes.data
}
