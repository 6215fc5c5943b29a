import { isNumericArray } from '../../base/brand.ts'
import { listNames, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Label } from './sequence.ts'

/** A copy of a list of labels, which are not checked yet; any other value as it is. */
export const copyOfLabels = (labels: unknown): unknown =>
  Array.isArray(labels) || isNumericArray(labels) ? Array.from(labels as ArrayLike<unknown>) : labels

/**
 * Checks that there is a label for each sequence.
 *
 * @throws {GatecastError} `ERR_DATA` if labels are missing or of the wrong number, `ERR_TYPE` for one that is neither
 * text nor number
 */
export function checkLabels(labels: unknown, sequences: number): readonly Label[] {
  if (labels === undefined || labels === null)
    throw new GatecastError(
      'ERR_DATA',
      `Expected a label for each of the ${sequences} sequences, got none. Give them as { sequences, labels }`,
    )
  if (!Array.isArray(labels) && !ArrayBuffer.isView(labels))
    throw new GatecastError('ERR_TYPE', `Expected labels to be an array, got ${shown(labels)}`)
  const list = labels as unknown as ArrayLike<unknown>
  if (list.length !== sequences)
    throw new GatecastError('ERR_DATA', `Expected ${sequences} labels, one for each sequence, got ${list.length}`)
  return Array.from(list, (label, i) => {
    if (typeof label === 'string' || (typeof label === 'number' && Number.isFinite(label))) return label
    throw new GatecastError('ERR_TYPE', `Expected label ${i} to be a text or a finite number, got ${shown(label)}`)
  })
}

/** The model reads its classes, and hands them out with each prediction: a change would rename them. */
export const frozen = (classes: readonly Label[]): readonly Label[] => Object.freeze(classes)

/**
 * The different labels: numbers in ascending order, texts in the order of their characters.
 *
 * @throws {GatecastError} `ERR_DATA` for one class only, `ERR_TYPE` for a mixture of texts and numbers
 */
export function classesOf(labels: readonly Label[]): readonly Label[] {
  const classes = [...new Set(labels)]
  const texts = classes.filter((label) => typeof label === 'string').length
  if (texts > 0 && texts < classes.length)
    throw new GatecastError(
      'ERR_TYPE',
      `Expected labels that are all texts or all numbers, got both: ${shownLabels(classes)}. Convert them with ` +
        'labels.map(String)',
    )
  if (classes.length < 2)
    throw new GatecastError('ERR_DATA', `Expected labels of at least two classes, got only ${shownLabels(classes)}`)
  return frozen(texts > 0 ? classes.sort() : (classes as number[]).sort((a, b) => a - b))
}

/**
 * The number of each label's class.
 *
 * @throws {GatecastError} `ERR_DATA` for a label that is no class
 */
export function codesOf(labels: readonly Label[], classes: readonly Label[]): Int32Array {
  const codes = new Map(classes.map((label, code) => [label, code]))
  const found = new Int32Array(labels.length)
  for (let i = 0; i < labels.length; i++) found[i] = codes.get(labels[i]) ?? refuseLabel(labels[i], i, classes)
  return found
}

function refuseLabel(label: Label, i: number, classes: readonly Label[]): never {
  const twin = classes.find((known) => String(known) === shown(label).replaceAll('"', ''))
  const hint = twin === undefined ? '' : `. The ${typeof label} differs from the ${typeof twin} that fit has seen`
  throw new GatecastError(
    'ERR_DATA',
    `Expected label ${i} to be a class that fit has seen (${shownLabels(classes)}), got ${shown(label)}${hint}`,
  )
}

/** The numbers that a regressor learns. */
export function numbersOf(labels: readonly Label[]): Float64Array {
  return Float64Array.from(labels, (label, i) => {
    if (typeof label === 'number') return checkSize(label, i)
    throw new GatecastError(
      'ERR_TYPE',
      `Expected numbers as labels of a sequenceRegressor, got ${shown(label)} at index ${i}. For classes use ` +
        'sequenceClassifier',
    )
  })
}

/** The sum of the squares of larger labels could be infinite. */
const largest = 1e150

function checkSize(label: number, index: number): number {
  if (Math.abs(label) <= largest) return label
  throw new GatecastError(
    'ERR_RANGE',
    `Expected labels within ±${largest} of a sequenceRegressor, got ${label} at index ${index}. Use a larger unit`,
  )
}

const shownLabels = (labels: readonly Label[]): string => {
  const few = labels.slice(0, 8).map((label) => (typeof label === 'string' ? listNames([label]) : `${label}`))
  return few.join(', ') + (labels.length > few.length ? `, … (${labels.length})` : '')
}
