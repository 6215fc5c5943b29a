// Every loss is the weighted mean sum(w l) / sum(w) over the elements of the target. The docstring of each loss gives
// l.

import type { DataType } from '../../addon/index.ts'
import { checkNumbers } from '../../base/check.ts'
import { type Check, type Checks, number, optionsOf } from '../../base/options/options.ts'
import { value } from '../values/operands.ts'
import type { Init, Same, Shape } from '../values/shape_types.ts'
import { type AnyValue, type Options, operate, Value } from '../values/value.ts'

/** The result of a loss function, which `fit` minimises and `evaluate` reports. */
export class Loss extends Value<[]> {
  /** Sum of mask times weight over a batch: the weight of the batch in a mean over batches. */
  readonly weight: Value<[]>

  /** @internal */
  constructor(mean: Value<[]>, weight: Value<[]>) {
    super(mean.operation, mean.index, mean)
    this.weight = weight
  }
}

/** Mask and weights of the elements of a loss. */
export interface LossOptions {
  /**
   * An element whose mask is 0 does not count, whatever its target is. Shaped as the target, or as its first
   * dimensions.
   */
  mask?: Value
  /** Weight of each element in the mean; shaped as the mask. */
  weight?: Value
}

const checks: Checks<LossOptions> = { mask: value, weight: value }

/** @param own - a check for each option of this loss alone; these options become attributes of the op */
function loss<O extends LossOptions>(
  kind: string,
  values: AnyValue[],
  options: O = {} as O,
  own: Readonly<Record<Exclude<keyof O, keyof LossOptions>, Check>>,
  required: readonly (keyof O & string)[] = [],
): Loss {
  const all = { ...checks, ...own } as Checks<O>
  const { mask = null, weight = null, ...attributes } = optionsOf<O>(kind, options, all, required)
  const [mean, weightSum] = operate(kind, [...values, mask, weight], attributes as Options)
  return new Loss(mean as Value<[]>, weightSum as Value<[]>)
}

/**
 * Mean squared error, (p - y)^2.
 *
 * @param prediction - a value of any shape
 * @param target - a value of the shape of the prediction
 * @throws {GatecastError} `ERR_SHAPE` if prediction and target differ in shape
 * @example
 * const y = input(['batch', 12])
 * const loss = mse(linear(input(['batch', 8]), 12), y)
 */
export function mse<P extends Shape, Y extends Shape>(
  prediction: Value<P>,
  target: Value<Y> & Same<P, Y>,
  options?: LossOptions,
): Loss {
  return loss('mse', [prediction, target], options, {})
}

/**
 * Mean absolute error, |p - y|.
 *
 * @param prediction - a value of any shape
 * @param target - a value of the shape of the prediction
 * @throws {GatecastError} `ERR_SHAPE` if prediction and target differ in shape
 * @example
 * const y = input(['batch', 12])
 * const loss = mae(linear(input(['batch', 8]), 12), y)
 */
export function mae<P extends Shape, Y extends Shape>(
  prediction: Value<P>,
  target: Value<Y> & Same<P, Y>,
  options?: LossOptions,
): Loss {
  return loss('mae', [prediction, target], options, {})
}

/**
 * Huber's loss: e^2 / 2 where |e| is at most `delta` (default 1), delta (|e| - delta / 2) beyond.
 *
 * @param prediction - a value of any shape
 * @param target - a value of the shape of the prediction
 * @throws {GatecastError} `ERR_SHAPE` if prediction and target differ in shape, `ERR_RANGE` for a `delta` that is not
 * above 0
 * @see Huber 1964
 * @example
 * const y = input(['batch', 12])
 * const loss = huber(linear(input(['batch', 8]), 12), y, { delta: 0.5 })
 */
export function huber<P extends Shape, Y extends Shape>(
  prediction: Value<P>,
  target: Value<Y> & Same<P, Y>,
  options: LossOptions & { delta?: number } = {},
): Loss {
  return loss('huber', [prediction, target], options, { delta: number(0) })
}

const quantiles: Check = (name, given) => checkNumbers(name, given)

/**
 * Quantile (pinball) loss, the mean over q of max(q (y - p), (q - 1)(y - p)).
 *
 * @param prediction - `[.., Q]`, one number for each of the Q quantiles
 * @param target - `[..]`
 * @param options.quantiles - Q numbers between 0 and 1
 * @throws {GatecastError} `ERR_SHAPE`, `ERR_RANGE` for quantiles that are not between 0 and 1
 * @see Koenker and Bassett 1978
 * @example
 * const loss = quantile(linear(input(['batch', 8]), 3), input(['batch']), { quantiles: [0.1, 0.5, 0.9] })
 */
export function quantile<P extends Shape, Y extends Shape>(
  prediction: Value<P>,
  target: Value<Y> & Same<Init<P>, Y>,
  options: LossOptions & { quantiles: readonly number[] },
): Loss {
  return loss('quantile', [prediction, target], options, { quantiles }, ['quantiles'])
}

/**
 * Negative log-likelihood of a normal distribution.
 *
 * @param location - mean of the distribution
 * @param scale - standard deviation of the distribution, positive (see `softplus`)
 * @param target - a value of the shape of the location
 * @throws {GatecastError} `ERR_SHAPE` if the three differ in shape
 * @see Nix and Weigend 1994
 * @example
 * const head = linear(input(['batch', 8]), 24)
 * const location = slice(head, { axis: 1, end: 12 })
 * const scale = softplus(slice(head, { axis: 1, start: 12 }))
 * const loss = gaussian(location, scale, input(['batch', 12]))
 */
export function gaussian<P extends Shape, S extends Shape, Y extends Shape>(
  location: Value<P>,
  scale: Value<S> & Same<P, S>,
  target: Value<Y> & Same<P, Y>,
  options?: LossOptions,
): Loss {
  return loss('gaussian', [location, scale, target], options, {})
}

/**
 * Negative log-likelihood of Student's t distribution, which has heavier tails than the normal distribution.
 *
 * @param scale - scale of the distribution, positive
 * @param degrees - degrees of freedom, positive
 * @param location - centre of the distribution
 * @param target - a value of the shape of the location
 * @throws {GatecastError} `ERR_SHAPE` if the four differ in shape
 * @see Lange, Little, Taylor 1989
 * @example
 * const x = input(['batch', 8])
 * const [scale, degrees] = [softplus(linear(x, 12)), add(2, softplus(linear(x, 12)))]
 * const loss = studentT(linear(x, 12), scale, degrees, input(['batch', 12]))
 */
export function studentT<P extends Shape, S extends Shape, D extends Shape, Y extends Shape>(
  location: Value<P>,
  scale: Value<S> & Same<P, S>,
  degrees: Value<D> & Same<P, D>,
  target: Value<Y> & Same<P, Y>,
  options?: LossOptions,
): Loss {
  return loss('studentT', [location, scale, degrees, target], options, {})
}

/**
 * Negative log-likelihood of the negative binomial distribution: of counts with mean m and variance m + a m^2.
 *
 * @param mean - the mean m, positive
 * @param dispersion - the dispersion a, positive
 * @param target - counts
 * @throws {GatecastError} `ERR_SHAPE` if the three differ in shape
 * @see Salinas, Flunkert, Gasthaus, Januschowski 2020, section 3.1
 * @example
 * const x = input(['batch', 8])
 * const loss = negativeBinomial(softplus(linear(x, 12)), softplus(linear(x, 12)), input(['batch', 12]))
 */
export function negativeBinomial<P extends Shape, A extends Shape, Y extends Shape>(
  mean: Value<P>,
  dispersion: Value<A> & Same<P, A>,
  target: Value<Y> & Same<P, Y>,
  options?: LossOptions,
): Loss {
  return loss('negativeBinomial', [mean, dispersion, target], options, {})
}

/**
 * Cross-entropy of a softmax over C classes.
 *
 * @param logits - `[.., C]`, before the softmax
 * @param target - `[..]`, the class of each element, 0 to C - 1
 * @throws {GatecastError} `ERR_SHAPE`; with a class beyond C - 1 the model fails with `ERR_RANGE` when it runs
 * @example
 * const loss = crossEntropy(linear(input(['batch', 8]), 5), input(['batch'], { type: 'int32' }))
 */
export function crossEntropy<P extends Shape, Y extends Shape>(
  logits: Value<P>,
  target: Value<Y, 'int32'> & Same<Init<P>, Y>,
  options?: LossOptions,
): Loss {
  return loss('crossEntropy', [logits, target as Value<Shape, DataType>], options, {})
}
