import { isNumericArray } from '../../base/brand.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'

/** A sequence whose form is known: its size, and a function that reads a value. */
export interface Steps {
  readonly steps: number
  readonly channels: number
  /** The value as it is given, which need not be a number. */
  at(step: number, channel: number): unknown
}

/**
 * Finds the form of a sequence.
 *
 * @param name - the sequence, for messages: `sequence 3`
 * @throws {GatecastError} `ERR_TYPE`, `ERR_SHAPE` for a value that is no sequence, `ERR_DATA` without a step
 */
export function stepsOf(name: string, value: unknown): Steps {
  const steps = formOf(name, value)
  if (steps.steps === 0)
    throw new GatecastError('ERR_DATA', `Expected at least one step in ${name}, got none. Leave out empty sequences`)
  if (steps.channels === 0)
    throw new GatecastError('ERR_SHAPE', `Expected at least one channel in ${name}, got steps without numbers`)
  return steps
}

function formOf(name: string, value: unknown): Steps {
  if (isNumericArray(value)) return { steps: value.length, channels: 1, at: (step) => value[step] }
  if (Array.isArray(value)) return ofArray(name, value)
  if (typeof value === 'object' && value !== null && 'shape' in value && 'data' in value)
    return ofTensor(name, value.shape, value.data)
  const hint = typeof value === 'number' ? '. Put a single sequence into a list: [sequence]' : ''
  throw new GatecastError(
    'ERR_TYPE',
    `Expected ${name} to be a list of numbers, a list of steps, or a tensor { shape: [steps, channels], data }, got ` +
      `${shown(value)}${hint}`,
  )
}

const isList = (value: unknown): value is ArrayLike<unknown> => Array.isArray(value) || isNumericArray(value)

function ofArray(name: string, value: readonly unknown[]): Steps {
  const [first] = value
  if (!isList(first)) return { steps: value.length, channels: 1, at: (step) => value[step] }
  const channels = first.length
  for (let step = 0; step < value.length; step++) {
    const row = value[step]
    if (isList(row) && row.length === channels) continue
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected ${channels} ${channels === 1 ? 'number' : 'numbers'} in each step of ${name}, as in its first step, got ` +
        `${isList(row) ? row.length : shown(row)} at step ${step}`,
    )
  }
  return { steps: value.length, channels, at: (step, channel) => (value[step] as ArrayLike<unknown>)[channel] }
}

function ofTensor(name: string, shape: unknown, data: unknown): Steps {
  const isShape = Array.isArray(shape) && (shape.length === 1 || shape.length === 2)
  if (!isShape || !shape.every((size) => Number.isSafeInteger(size) && size >= 0))
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected ${name} to have the shape [steps, channels], got ${Array.isArray(shape) ? `[${shape.join(', ')}]` : shown(shape)}`,
    )
  const [steps, channels = 1] = shape as number[]
  if (!isNumericArray(data) || data.length !== steps * channels)
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected ${steps * channels} numbers in a typed array as the data of ${name}, got ` +
        `${isNumericArray(data) ? data.length : shown(data)}`,
    )
  return { steps, channels, at: (step, channel) => data[step * channels + channel] }
}

/**
 * Checks a value of a sequence. NaN is a missing value.
 *
 * @param where - a function that names the place, called only for the message
 * @throws {GatecastError} `ERR_TYPE` for something else than a number, `ERR_NOT_FINITE` for infinity
 */
export function checkValue(value: unknown, where: () => string): number {
  if (typeof value !== 'number')
    throw new GatecastError(
      'ERR_TYPE',
      `Expected a number in ${where()}, got ${shown(value)}. Use NaN for a missing value`,
    )
  if (Math.abs(value) > largest)
    throw new GatecastError(
      'ERR_NOT_FINITE',
      `Expected numbers within ±${largest.toPrecision(3)}, got ${value} in ${where()}. Use NaN for a missing value`,
    )
  return value
}

/** Sums of squares of larger numbers could be infinite, even in double precision. */
const largest = 1e150
