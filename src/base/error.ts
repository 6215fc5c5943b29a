/**
 * The kind of an error, for programs to match on:
 *
 * | code | |
 * |---|---|
 * | `ERR_SHAPE` | a shape does not fit |
 * | `ERR_TYPE` | a value of another type was expected |
 * | `ERR_RANGE` | a number or a name is not an allowed one |
 * | `ERR_DATA` | data are missing or ragged, or belong to another model |
 * | `ERR_NOT_FINITE` | data hold NaN or infinity, or a loss became NaN or infinite |
 * | `ERR_PROGRAM` | a model cannot be built, or does not have this ability |
 * | `ERR_FILE` | a file cannot be read or written |
 * | `ERR_MEMORY` | a call would take more memory than it may, or the machine has too little |
 * | `ERR_BUSY` | the object still runs another call |
 * | `ERR_DISPOSED` | the object is disposed |
 * | `ERR_BINARY` | the native addon cannot be loaded |
 * | `ERR_DEPENDENCY` | an optional package is needed and not installed |
 * | `ERR_JOB` | a job file, or the object given instead, does not match the schema |
 * | `ERR_QUEUE` | a queue does not answer, or does not have the run |
 * | `ABORT_ERR` | a `signal` stopped the call; see {@link AbortError} |
 */
export type ErrorCode =
  | 'ERR_SHAPE'
  | 'ERR_TYPE'
  | 'ERR_RANGE'
  | 'ERR_DATA'
  | 'ERR_NOT_FINITE'
  | 'ERR_PROGRAM'
  | 'ERR_FILE'
  | 'ERR_MEMORY'
  | 'ERR_BUSY'
  | 'ERR_DISPOSED'
  | 'ERR_BINARY'
  | 'ERR_DEPENDENCY'
  | 'ERR_JOB'
  | 'ERR_QUEUE'
  | 'ABORT_ERR'

/** The place where the user corrects an error so that the same call succeeds: the series, the job, or the machine. */
export type Blame = 'series' | 'job' | 'machine'

/** The blame of each code. Fallback forecasts, exit codes and retries of a queue follow from it. */
const blames: Readonly<Record<ErrorCode, Blame>> = {
  ERR_SHAPE: 'series',
  ERR_TYPE: 'series',
  ERR_RANGE: 'series',
  ERR_DATA: 'series',
  ERR_NOT_FINITE: 'series',
  ERR_PROGRAM: 'job',
  ERR_FILE: 'machine',
  ERR_MEMORY: 'machine',
  ERR_BUSY: 'machine',
  ERR_DISPOSED: 'job',
  ERR_BINARY: 'machine',
  ERR_DEPENDENCY: 'machine',
  ERR_JOB: 'job',
  ERR_QUEUE: 'machine',
  ABORT_ERR: 'job',
}

/**
 * The blame of an error; undefined for an error that is not a GatecastError, which is a fault of the program itself.
 */
export const blameOf = (error: unknown): Blame | undefined =>
  error instanceof GatecastError ? blames[error.code] : undefined

/**
 * The class of all errors of gatecast. The message names the expected value, the value that was given, the place and
 * the remedy.
 *
 * @example
 * try {
 *   await model.fit(panel)
 * } catch (error) {
 *   if (error instanceof GatecastError && error.code === 'ERR_NOT_FINITE') console.log(error.message)
 *   else throw error
 * }
 */
export class GatecastError extends Error {
  /** The name of the class, in messages and stack traces. */
  override readonly name: string = 'GatecastError'
  /** The kind of the error, for programs to match on. */
  readonly code: ErrorCode

  /**
   * Makes an error. Use it in your own forecasters and tools.
   *
   * @param code - kind of the error
   * @param message - names the expected value, the value that was given, the place and the remedy
   * @param options - the `cause`, if another error led to this one
   */
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * The error of a call whose `signal` is aborted. Name and code are those of Node's own functions
 * (`name === 'AbortError'`, `code === 'ABORT_ERR'`), and `cause` is the `reason` of the signal.
 *
 * @example
 * await model.fit(panel, { signal: AbortSignal.timeout(60_000) }).catch((error) => {
 *   if (!(error instanceof AbortError)) throw error
 * })
 */
export class AbortError extends GatecastError {
  /** The name that Node's own functions use. */
  override readonly name: string = 'AbortError'

  /**
   * Makes an error for your own work that a signal stops.
   *
   * @param cause - the `reason` of the signal
   */
  constructor(cause: unknown) {
    super('ABORT_ERR', 'The operation was aborted', { cause })
  }
}
