import type { DataType } from '../../addon/index.ts'
import { number, oneOf, optionsOf, text } from '../../base/options/options.ts'
import { type Initial, initials } from './initial_weights.ts'
import type { Shape } from './shape_types.ts'
import { operate, Scope, type Value } from './value.ts'

// Two signatures: with one, TypeScript would also infer T from the place where the input is used.
/**
 * An input of a model: data to predict from, targets, masks, lengths, initial states. Its name is its key in the
 * `inputs` of the Model.
 *
 * @param shape - sizes; the symbols `'batch'` and `'time'` stand for sizes that differ from call to call
 * @param options.type - `'float32'` (default) or `'int32'` for ids, labels and lengths
 * @returns a value that has numbers only while the model runs
 * @throws {GatecastError} `ERR_SHAPE` for an impossible shape, `ERR_RANGE` naming the option
 * @example
 * const x = input(['batch', 'time', 3])
 * const lengths = input(['batch'], { type: 'int32' })
 */
export function input<const S extends Shape>(shape: S): Value<S>
export function input<const S extends Shape, T extends DataType>(shape: S, options: { type: T }): Value<S, T>
export function input(shape: Shape, options: { type?: DataType } = {}): Value<Shape, DataType> {
  const { type = 'float32' } = optionsOf('input', options, { type: oneOf(['float32', 'int32']) })
  return operate('input', [], { name: 'input', shape, type })[0]
}

const parameterChecks = { initial: oneOf(initials), scale: number(), name: text }

/**
 * A trained tensor, for ops that you write yourself. Layers (`linear`, `lstm`, ...) make their own parameters.
 *
 * @param options.initial - `'zeros'` (default), `'ones'`, `'uniform'` in ±scale, `'normal'` with standard deviation
 * scale, or `'orthogonal'` times scale
 * @param options.scale - factor of the initial values; default 1
 * @param options.name - its name in `model.parameters`; default `parameter0`, `parameter1`, ...
 * @param shape - sizes
 * @returns a value whose numbers are trained
 * @throws {GatecastError} `ERR_SHAPE` for sizes that are not above 0; `ERR_TYPE`, `ERR_RANGE` naming the option
 * @example
 * const trend = parameter([1], { name: 'trend' })
 */
export function parameter<const S extends number[]>(
  shape: S,
  options: { initial?: Initial; scale?: number; name?: string } = {},
): Value<S> {
  const { name, initial = 'zeros', scale = 1 } = optionsOf('parameter', options, parameterChecks)
  return weight(new Scope('parameter', name), '', shape, initial, scale)
}

/**
 * Fixed numbers in a model.
 *
 * @param values - numbers in row-major order
 * @param shape - sizes
 * @returns a value of that shape
 * @throws {GatecastError} `ERR_SHAPE` if the number of values differs from the number that `shape` holds
 * @example
 * const weekdays = constant([7], [1, 1, 1, 1, 1, 0, 0])
 */
export function constant<const S extends number[]>(shape: S, values: readonly number[]): Value<S> {
  return operate('constant', [], { shape, values })[0] as Value<S>
}

/** A parameter of a layer. `role` is its name within the layer, for example `weight_ih`. */
export function weight<const S extends number[]>(
  scope: Scope,
  role: string,
  shape: S,
  initial: Initial,
  scale: number,
): Value<S> {
  return operate('parameter', [], { name: role || 'parameter', shape, initial, scale }, { scope, role })[0] as Value<S>
}
