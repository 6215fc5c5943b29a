// Every loss is the weighted mean sum(w l) / sum(w) over the elements of the target; l stands beside each.

import type { DataType } from '../../addon/index.ts'
import type { Init, Same, Shape } from '../values/shape_types.ts'
import { type AnyValue, type Options, operate, Value } from '../values/value.ts'

/** What `fit` minimises and `evaluate` reports: the result of a loss function. */
export class Loss extends Value<[]> {
  /** Sum of mask times weight: what one batch counts beside the others. */
  readonly weight: Value<[]>

  /** @internal */
  constructor(mean: Value<[]>, weight: Value<[]>) {
    super(mean.operation, mean.index, mean)
    this.weight = weight
  }
}

/** Which elements count, and how much. */
export interface LossOptions {
  /** Where it is 0, the element does not count and is not looked at; shaped as the target or its first dimensions. */
  mask?: Value
  /** How much each element counts; shaped as the mask. */
  weight?: Value
}

function loss(kind: string, values: AnyValue[], { mask, weight }: LossOptions = {}, attributes: Options = {}): Loss {
  const [mean, weightSum] = operate(kind, [...values, mask, weight], attributes)
  return new Loss(mean as Value<[]>, weightSum as Value<[]>)
}

/**
 * Mean squared error, (p - y)^2.
 *
 * @param prediction - of any shape
 * @param target - shaped as the prediction
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
  return loss('mse', [prediction, target], options)
}

/**
 * Mean absolute error, |p - y|.
 *
 * @param prediction - of any shape
 * @param target - shaped as the prediction
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
  return loss('mae', [prediction, target], options)
}

/**
 * Huber's loss: e^2 / 2 where |e| is at most `delta` (default 1), delta (|e| - delta / 2) beyond.
 *
 * @param prediction - of any shape
 * @param target - shaped as the prediction
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
  return loss('huber', [prediction, target], options, { delta: options.delta })
}

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
  return loss('quantile', [prediction, target], options, { quantiles: options.quantiles })
}

/**
 * Negative log-likelihood of a normal distribution.
 *
 * @param location - its mean
 * @param scale - its standard deviation, positive (see `softplus`)
 * @param target - shaped as the location
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
  return loss('gaussian', [location, scale, target], options)
}

/**
 * Negative log-likelihood of Student's t: as the normal, with heavier tails.
 *
 * @param scale - positive
 * @param degrees - degrees of freedom, positive
 * @param location - the middle of the distribution
 * @param target - shaped as the location
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
  return loss('studentT', [location, scale, degrees, target], options)
}

/**
 * Negative log-likelihood of counts whose variance is m + a m^2.
 *
 * @param mean - m, positive
 * @param dispersion - a, positive
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
  return loss('negativeBinomial', [mean, dispersion, target], options)
}

/**
 * Cross-entropy of a softmax over C classes.
 *
 * @param logits - `[.., C]`, before the softmax
 * @param target - `[..]`, the class of each, 0 to C - 1
 * @throws {GatecastError} `ERR_SHAPE`; a class that is none is `ERR_RANGE` when the model runs
 * @example
 * const loss = crossEntropy(linear(input(['batch', 8]), 5), input(['batch'], { type: 'int32' }))
 */
export function crossEntropy<P extends Shape, Y extends Shape>(
  logits: Value<P>,
  target: Value<Y, 'int32'> & Same<Init<P>, Y>,
  options?: LossOptions,
): Loss {
  return loss('crossEntropy', [logits, target as Value<Shape, DataType>], options)
}
