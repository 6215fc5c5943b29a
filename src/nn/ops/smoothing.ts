import type { Dim } from '../../addon/index.ts'
import { type Checks, optionsOf, unchecked } from '../../base/options/options.ts'
import { operate, type Value } from '../values/value.ts'

/** What {@link smoothing} reads besides the values. */
export interface SmoothingInputs<B extends Dim> {
  /** 1 for a value that is observed, 0 for one that is missing, `[batch, steps]`. */
  mask: Value<[B, number]>
  /** Share of a new value in the level, from 0 to 1, `[batch, 1]`. */
  alpha: Value<[B, number]>
  /** Share of a new value in the season, from 0 to 1, `[batch, 1]`. */
  gamma: Value<[B, number]>
  /** The level before the first step, `[batch, 1]`. */
  level: Value<[B, number]>
  /** The deviations of the first season from the level, `[batch, steps of a season]`. */
  season: Value<[B, number]>
}

// The op checks the values themselves.
const checks: Checks<SmoothingInputs<Dim>> = {
  mask: unchecked,
  alpha: unchecked,
  gamma: unchecked,
  level: unchecked,
  season: unchecked,
}

/**
 * Exponential smoothing of level and season, both additive, whose coefficients are learned with the rest of a network:
 * l(t) = alpha (y(t) - s(t)) + (1 - alpha) l(t-1) and s(t+M) = gamma (y(t) - l(t)) + (1 - gamma) s(t).
 *
 * @param values - `[batch, steps]`
 * @param inputs - the mask, the coefficients, and the state before the first step
 * @returns `level` `[batch, steps]`, and `season` `[batch, steps + M]`, whose last M values belong to the next season
 * @throws {GatecastError} `ERR_SHAPE` unless all parts fit `values`; `ERR_TYPE` for a part that is no value
 * @see Winters 1960; Smyl 2020, ES-RNN
 * @example
 * const [values, mask] = [input(['batch', 24]), input(['batch', 24])]
 * const [alpha, gamma] = [input(['batch', 1]), input(['batch', 1])]
 * const first = { level: input(['batch', 1]), season: input(['batch', 12]) }
 * const { season } = smoothing(values, { mask, alpha, gamma, ...first }) // Value<['batch', number]>, of 36 steps
 */
export function smoothing<B extends Dim>(
  values: Value<[B, number]>,
  inputs: SmoothingInputs<B>,
): { level: Value<[B, number]>; season: Value<[B, number]> } {
  const { mask, alpha, gamma, level, season } = optionsOf('smoothing', inputs, checks)
  const [levels, seasons] = operate('smoothing', [values, mask, alpha, gamma, level, season])
  return { level: levels as Value<[B, number]>, season: seasons as Value<[B, number]> }
}
