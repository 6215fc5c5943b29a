import { checkObject, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Field } from '../../base/options/fields.ts'
import type { Label } from '../data/sequence.ts'

/**
 * How much the sequences of each class count while a classifier learns: `'balanced'`, so that all classes count equally
 * together; or a weight by label, 1 for those left out.
 */
export type ClassWeights = 'balanced' | Readonly<Record<string, number>>

export const classWeightsField: Field<ClassWeights> = {
  help: 'weights of the classes: balanced, or a weight by label',
  otherwise: 'each sequence counts equally',
  schema: { anyOf: [{ enum: ['balanced'] }, { type: 'object', additionalProperties: { type: 'number' } }] },
  check(name, value) {
    if (value === 'balanced') return value
    if (typeof value === 'string')
      throw new GatecastError('ERR_RANGE', `Expected ${name} to be 'balanced' or weights by label, got ${shown(value)}`)
    checkObject(name, value)
    for (const [label, weight] of Object.entries(value as object))
      if (typeof weight !== 'number' || !(weight > 0 && weight < Number.POSITIVE_INFINITY))
        throw new GatecastError('ERR_RANGE', `Expected ${name} to be above 0, got ${shown(weight)} for "${label}"`)
    return value as ClassWeights
  },
}

/** The weight of each sequence, with mean 1. */
export function weightsOf(codes: Int32Array, classes: readonly Label[], given: ClassWeights | undefined): Float64Array {
  const counts = new Float64Array(classes.length)
  for (const code of codes) counts[code]++
  const byClass = classes.map((label, code) => {
    if (given === undefined) return 1
    if (given === 'balanced') return 1 / counts[code]
    return Object.hasOwn(given, `${label}`) ? given[`${label}`] : 1
  })
  const unknown =
    typeof given === 'object'
      ? Object.keys(given).find((key) => !classes.some((label) => `${label}` === key))
      : undefined
  if (unknown !== undefined)
    throw new GatecastError(
      'ERR_DATA',
      `Expected classWeights of classes that the labels have, got one for "${unknown}", which no sequence has`,
    )
  const total = byClass.reduce((sum, weight, code) => sum + weight * counts[code], 0)
  return Float64Array.from(codes, (code) => (byClass[code] * codes.length) / total)
}
