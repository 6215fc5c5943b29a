import { binding } from '../addon/index.ts'
import { checkList, checkNumber, shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'

/** The possible values of one option. */
export interface Dimension<T> {
  /**
   * Maps a uniform random number to a value of the option.
   *
   * @param uniform - at least 0, below 1
   */
  at(uniform: number): T
}

/** The options to search over, by name. */
export type Space = Readonly<Record<string, Dimension<unknown>>>

/** One value for each option of a space. */
export type Configuration<S extends Space> = { -readonly [K in keyof S]: S[K] extends Dimension<infer T> ? T : never }

/**
 * One value of a list, each equally likely.
 *
 * @param values - one or more, of any type
 * @returns a dimension for a space
 * @throws {GatecastError} `ERR_TYPE` unless it is a list, `ERR_RANGE` for an empty one
 * @example
 * const space = { hiddenSize: choice([32, 64, 128]), scaling: choice(['standard', 'robust']) }
 */
export function choice<const T>(values: readonly T[]): Dimension<T> {
  if (checkList('values of choice', values).length === 0)
    throw new GatecastError('ERR_RANGE', 'Expected a choice of one value or more, got none')
  return dimension((share) => values[Math.min(values.length - 1, Math.floor(share * values.length))])
}

/**
 * A number between two bounds, all equally likely.
 *
 * @param low - the smallest value
 * @param high - the largest value
 * @returns a dimension for a space
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` for bounds that are not finite, or the wrong way round
 * @example
 * const space = { dropout: uniform(0, 0.5) }
 */
export function uniform(low: number, high: number): Dimension<number> {
  checkBounds(low, high)
  return dimension((share) => low + share * (high - low))
}

/**
 * A number between two bounds above 0, whose logarithm is uniform, for example a learning rate.
 *
 * @param low - the smallest value, above 0
 * @param high - the largest value
 * @returns a dimension for a space
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` for bounds that are not finite and above 0, or the wrong way round
 * @example
 * const space = { learningRate: logUniform(1e-4, 1e-2) }
 */
export function logUniform(low: number, high: number): Dimension<number> {
  checkBounds(low, high)
  if (!(low > 0)) throw new GatecastError('ERR_RANGE', `Expected bounds above 0, got ${low}`)
  return dimension((share) => low * (high / low) ** share)
}

/**
 * A whole number between two bounds, both included, all equally likely.
 *
 * @param low - the smallest value
 * @param high - the largest value
 * @returns a dimension for a space
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` for bounds that are not finite, or the wrong way round
 * @example
 * const space = { layers: integer(1, 3) }
 */
export function integer(low: number, high: number): Dimension<number> {
  checkBounds(low, high)
  return dimension((share) => Math.min(high, low + Math.floor(share * (high - low + 1))))
}

const dimension = <T>(at: (share: number) => T): Dimension<T> => ({
  at: (share) => at(checkNumber('the share of a dimension', share, 0, 1)),
})

function checkBounds(low: number, high: number): void {
  for (const bound of [low, high]) if (typeof bound !== 'number') checkNumber('each bound', bound)
  if (Number.isFinite(low) && Number.isFinite(high) && low <= high) return
  throw new GatecastError('ERR_RANGE', `Expected a lower and an upper bound, got ${shown(low)} and ${shown(high)}`)
}

/** @throws {GatecastError} `ERR_TYPE` naming an option whose values are no dimension */
export function checkSpace(space: Space): void {
  if (typeof space !== 'object' || space === null || Array.isArray(space))
    throw new GatecastError('ERR_TYPE', `Expected space to be an object of dimensions by option, got ${shown(space)}`)
  for (const [name, dimension] of Object.entries(space)) {
    // Arrays and texts have a method `at`, too.
    const isList = Array.isArray(dimension) || ArrayBuffer.isView(dimension)
    if (typeof dimension === 'object' && !isList && typeof dimension?.at === 'function') continue
    throw new GatecastError(
      'ERR_TYPE',
      `Expected ${name} of space to be a dimension, for example choice([32, 64]), uniform(0, 1), logUniform(1e-4, 1) or ` +
        `integer(1, 3), got ${shown(dimension)}`,
    )
  }
}

/** The configuration of a trial. It depends on the seed and the trial alone, not on earlier draws. */
export function draw<S extends Space>(space: S, seed: number, trial: number): Configuration<S> {
  const names = Object.keys(space)
  const numbers = binding.random('uniform', seed, trial, names.length)
  return Object.fromEntries(names.map((name, i) => [name, space[name].at(numbers[i])])) as Configuration<S>
}
