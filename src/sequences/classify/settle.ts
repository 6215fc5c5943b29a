import { checkObject, listNames, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { didYouMean } from '../../base/nearest.ts'
import { checkFields, type Fields, whole, withDefaults } from '../../base/options/fields.ts'
import { sequenceKinds } from '../kinds/index.ts'
import type { SequenceKind } from './kind.ts'

/** Options that every kind has. */
const shared: Fields = { seed: whole({ min: 0, max: 2 ** 32 - 1, default: 0, help: 'seed of all random numbers' }) }

/** Checked options: the kind, and its options with defaults. */
export interface Settled {
  readonly kind: SequenceKind
  /** As given, with `kind`: for a file, or for a new model like this one. */
  readonly given: Readonly<Record<string, unknown>>
  /** With defaults, and without `kind` and the options that no kind has. */
  readonly settings: object
}

/**
 * Checks the options of a classifier or regressor.
 *
 * @param where - the function, for messages
 * @param own - options of this function that are not those of a kind
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option, and the kind that has it
 */
export function settleOptions(where: string, options: unknown, own: Fields): Settled {
  checkObject(`the options of ${where}`, options)
  const { kind: name = sequenceKinds[0].name, ...rest } = options as Record<string, unknown>
  const kind = kindNamed(where, name)
  const fields = { ...shared, ...own, ...kind.options }
  for (const option of Object.keys(rest)) if (!(option in fields)) refuse(where, kind, option, Object.keys(fields))
  checkFields(`${where} of kind ${kind.name}`, fields, rest)
  const known = Object.fromEntries(Object.entries(rest).filter(([option]) => !(option in own)))
  const settings = withDefaults({ ...shared, ...kind.options }, known)
  // The kind checks options that depend on each other.
  kind.make(settings)
  // A copy: the caller may use its own object again, with other weights.
  return { kind, given: structuredClone({ kind: kind.name, ...rest }), settings }
}

export function kindNamed(where: string, name: unknown): SequenceKind {
  const names = sequenceKinds.map((kind) => kind.name)
  const kind = sequenceKinds.find((kind) => kind.name === name)
  if (kind) return kind
  const hint = typeof name === 'string' ? didYouMean(name, names) : ''
  throw new GatecastError(
    'ERR_RANGE',
    `Expected kind of ${where} to be one of ${listNames(names)}, got ${shown(name)}${hint}`,
  )
}

function refuse(where: string, kind: SequenceKind, option: string, known: readonly string[]): never {
  const others = sequenceKinds.filter(({ options }) => option in options).map(({ name }) => name)
  const hint =
    others.length > 0
      ? `, an option of kind ${others.join(', ')}. Choose one of them, for example { kind: '${others[0]}', ${option}: .. }`
      : didYouMean(option, known)
  throw new GatecastError(
    'ERR_RANGE',
    `Expected the options of ${where} of kind ${kind.name} to be among kind, ${listNames(known)}, got "${option}"${hint}`,
  )
}
