// Checks of the inputs of ops whose weights depend on the shape of the input.

import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Check } from '../../base/options/options.ts'
import { type AnyValue, operandOf, Value } from './value.ts'

/** An option that is a value of the model, or `null`. */
export const value: Check = (name, given) => {
  if (given === null || given instanceof Value) return
  throw new GatecastError(
    'ERR_TYPE',
    `Expected ${name} to be a Value, got ${shown(given)}. Make values with input() and the ops`,
  )
}

/** An option that is a value of the model. */
export const givenValue: Check = (name, given) => value(name, given ?? undefined)

/**
 * The number of features of a sequence.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_SHAPE` unless `x` has the dimensions batch, time and features
 */
export function featuresOf(kind: string, x: AnyValue): number {
  const { shape } = operandOf(kind, x)
  if (shape.length === 3 && typeof shape[2] === 'number') return shape[2]
  throw new GatecastError(
    'ERR_SHAPE',
    `${kind}: Expected x of shape [batch, time, features] with a fixed number of features, got [${shape.join(', ')}]. ` +
      "Make it with input(['batch', 'time', 8]), or give it a time dimension by reshape()",
  )
}

/**
 * The size of the last dimension.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_SHAPE` unless it is a number
 */
export function lastSizeOf(kind: string, x: AnyValue): number {
  const { shape } = operandOf(kind, x)
  const size = shape.at(-1)
  if (typeof size === 'number') return size
  throw new GatecastError(
    'ERR_SHAPE',
    `${kind}: Expected x with a last dimension of fixed size, for example [batch, 8], got [${shape.join(', ')}]`,
  )
}

const stepOptions = {
  lengths: 'For the output after the last valid step of each row, use last(output, { lengths })',
  reverse: 'Give it the steps in reverse order',
}

/**
 * Refuses options that other recurrent ops have, for an op that reads every step of every row, the first one first.
 *
 * @param other - the op that has these options
 * @throws {GatecastError} `ERR_RANGE` naming the option and what to do instead
 */
export function refuseStepOptions(where: string, options: object, other: string): void {
  for (const [name, instead] of Object.entries(stepOptions))
    if (Object.hasOwn(options ?? {}, name))
      throw new GatecastError(
        'ERR_RANGE',
        `Expected no ${name} of ${where}, which reads all steps in their order, got one. ${instead}, or use ${other}, ` +
          `which has the option ${name}`,
      )
}
