// Errors on their way through a queue, which carries no more than a text.

import { AbortError, type ErrorCode, GatecastError } from '../../../base/error.ts'

/** What a machine may lack and another one have, or the same one a little later. Everything else is the fault of the job. */
const ofMachine = new Set<ErrorCode>([
  'ERR_FILE',
  'ERR_MEMORY',
  'ERR_BUSY',
  'ERR_BINARY',
  'ERR_DEPENDENCY',
  'ERR_QUEUE',
])

export const isOfMachine = ({ code }: GatecastError): boolean => ofMachine.has(code)

/** What a step throws. */
export function toFailure(error: unknown): Error {
  if (!(error instanceof GatecastError)) return error instanceof Error ? error : new Error(`${error}`)
  if (!isOfMachine(error)) return finalFailure(error)
  return failureOf(error)
}

/** Is not tried again, by whoever's fault. */
export function finalFailure(error: GatecastError): Error {
  // BullMQ tells by the name. It has to be a property of its own: only such ones reach the process that asks.
  return Object.defineProperty(failureOf(error), 'name', { value: 'UnrecoverableError' })
}

function failureOf(error: GatecastError): Error {
  const failure = new Error(`${error.code}: ${error.message}`)
  if (error.stack) failure.stack = error.stack
  return failure
}

export const isFinal = (error: Error): boolean => error.name === 'UnrecoverableError'

/** The error that was there before it became a text. */
export function fromFailure(reason: string): GatecastError {
  const [, code, message] = /^([A-Z_]+): (.*)$/s.exec(reason) ?? []
  if (code === 'ABORT_ERR') return new AbortError(message)
  if (code?.startsWith('ERR_')) return new GatecastError(code as ErrorCode, message)
  return new GatecastError('ERR_QUEUE', `Expected the run to end well, got: ${reason}`)
}
