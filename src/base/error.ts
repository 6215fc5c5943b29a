/**
 * What went wrong, for programs to match on:
 *
 * | code | |
 * |---|---|
 * | `ERR_SHAPE` | a shape does not fit |
 * | `ERR_TYPE` | a value of another type was expected |
 * | `ERR_RANGE` | a number or name outside of what is allowed |
 * | `ERR_DATA` | data that is missing, ragged, or of another model |
 * | `ERR_NOT_FINITE` | NaN or infinity in data, or a loss that is no longer a number |
 * | `ERR_PROGRAM` | a model that cannot be built or cannot do what was asked |
 * | `ERR_FILE` | a file that cannot be read or written |
 * | `ERR_MEMORY` | more memory needed than the machine has |
 * | `ERR_BUSY` | the object is at work and cannot do two things at once |
 * | `ERR_DISPOSED` | the object was disposed |
 * | `ERR_BINARY` | the native addon cannot be loaded |
 * | `ERR_DEPENDENCY` | an optional package that is needed here is not installed |
 * | `ERR_JOB` | a job file, or what was given instead of one, that is not as described |
 * | `ERR_QUEUE` | a queue that does not answer, or does not know the run |
 * | `ABORT_ERR` | stopped by a `signal`; see {@link AbortError} |
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

/** Who has to act so that the same call succeeds: whoever gives the series, whoever wrote the job, or the machine. */
export type Blame = 'series' | 'job' | 'machine'

/** The codes, each with who is to blame. Fallback forecasts, exit codes and retries of a queue follow from it. */
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

/** Who is to blame for an error. An error that is not a GatecastError is a fault of the program, and nobody's. */
export const blameOf = (error: unknown): Blame | undefined =>
  error instanceof GatecastError ? blames[error.code] : undefined

/**
 * The error of everything in gatecast: the message says what was expected, what came, where, and what to do.
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
  /** What went wrong, for programs to match on. */
  readonly code: ErrorCode

  /**
   * For forecasters and tools of your own that fail in the manner of the library.
   *
   * @param code - what went wrong
   * @param message - what was expected, what came, where, and what to do
   * @param options - the `cause`, where another error is behind it
   */
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * What a call rejects with when its `signal` is aborted. Name and code are those of Node's own functions
 * (`name === 'AbortError'`, `code === 'ABORT_ERR'`), and `cause` is the signal's `reason`.
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
   * For work of your own that a signal stops.
   *
   * @param cause - the `reason` of the signal
   */
  constructor(cause: unknown) {
    super('ABORT_ERR', 'The operation was aborted', { cause })
  }
}
