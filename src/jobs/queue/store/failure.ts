// Errors as texts, because a queue carries nothing else of an error.

import { isError } from '../../../base/brand.ts'
import { AbortError, blameOf, type ErrorCode, GatecastError } from '../../../base/error.ts'

/** The error that a step throws. BullMQ starts the step again if a machine is to blame, because another machine may succeed. */
export function toFailure(error: unknown): Error {
  if (!(error instanceof GatecastError)) return isError(error) ? error : new Error(`${error}`)
  return blameOf(error) === 'machine' ? failureOf(error) : finalFailure(error)
}

/** A failure after which BullMQ does not start the step again. */
export function finalFailure(error: GatecastError): Error {
  // BullMQ looks at the name. It has to be an own property, because only those reach the process of the worker.
  return Object.defineProperty(failureOf(error), 'name', { value: 'UnrecoverableError' })
}

function failureOf(error: GatecastError): Error {
  const failure = new Error(`${error.code}: ${error.message}`)
  if (error.stack) failure.stack = error.stack
  return failure
}

export const isFinal = (error: Error): boolean => error.name === 'UnrecoverableError'

/** The error that became the text of a failure. */
export function fromFailure(reason: string): GatecastError {
  const [, code, message] = /^([A-Z_]+): (.*)$/s.exec(reason) ?? []
  if (code === 'ABORT_ERR') return new AbortError(message)
  if (code?.startsWith('ERR_')) return new GatecastError(code as ErrorCode, message)
  return new GatecastError('ERR_QUEUE', `Expected the run to end without an error, got: ${reason}`)
}
