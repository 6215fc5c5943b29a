/** What a network says about each step of the future, and the loss it learns that from. */
import { GatecastError } from '../base/error.ts'
export type Output =
  | { readonly kind: 'point'; readonly loss: 'mae' | 'mse' | 'huber' }
  | { readonly kind: 'quantiles'; readonly levels: readonly number[] }
  | { readonly kind: 'gaussian' }
  | { readonly kind: 'studentT' }
  | { readonly kind: 'negativeBinomial' }

/**
 * One number for each step, without intervals.
 *
 * @param loss - `'mae'` (default) leads to medians, `'mse'` to means, `'huber'` between them
 * @throws {GatecastError} `ERR_RANGE` for another loss
 * @see Huber 1964 for the Huber loss, whose quadratic part ends at 1 in the scale of the window
 * @example
 * const model = conformal(gru({ horizon: 28, output: point('mse') }))
 */
export function point(loss: 'mae' | 'mse' | 'huber' = 'mae'): Output {
  if (['mae', 'mse', 'huber'].includes(loss)) return { kind: 'point', loss }
  throw new GatecastError('ERR_RANGE', `Expected a loss of mae, mse or huber, got ${JSON.stringify(loss)}`)
}

/**
 * Quantiles that cannot cross: the middle one is free, the others lie at positive distances from their neighbours.
 *
 * @param levels - ascending, between 0 and 1; quantiles between them are interpolated when a forecast asks for those
 * @throws {GatecastError} `ERR_RANGE` for levels that do not ascend between 0 and 1
 * @see Koenker and Bassett 1978
 * @example
 * const model = gru({ horizon: 28, output: quantiles([0.05, 0.5, 0.95]) })
 */
export function quantiles(levels: readonly number[] = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]): Output {
  const ascend = Array.isArray(levels) && levels.every((level, i) => level > (levels[i - 1] ?? 0) && level < 1)
  if (ascend && levels.length > 0) return { kind: 'quantiles', levels: [...levels] }
  throw new GatecastError(
    'ERR_RANGE',
    `Expected quantile levels that ascend between 0 and 1, such as [0.1, 0.5, 0.9], got ${JSON.stringify(levels)}`,
  )
}

/**
 * A normal distribution for each step.
 *
 * @see Nix and Weigend 1994, "Estimating the mean and variance of the target probability distribution"
 * @example
 * const model = gru({ horizon: 28, output: gaussian() })
 */
export const gaussian = (): Output => ({ kind: 'gaussian' })

/**
 * Student's t for each step: as the normal, but forgiving of outliers, in the data and in the scores.
 *
 * @see Lange, Little, Taylor 1989, "Robust statistical modeling using the t distribution"
 * @example
 * const model = gru({ horizon: 28, output: studentT() }) // as without output
 */
export const studentT = (): Output => ({ kind: 'studentT' })

/**
 * Counts with variance m + a m^2, for sales and other events, many zeros included. The target is 0 or more.
 *
 * @see Salinas, Flunkert, Gasthaus, Januschowski 2020, "DeepAR", section 3.1
 * @example
 * const model = gru({ horizon: 28, output: negativeBinomial() })
 */
export const negativeBinomial = (): Output => ({ kind: 'negativeBinomial' })
