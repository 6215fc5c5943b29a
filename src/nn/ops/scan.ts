import type { Dim } from '../../addon/index.ts'
import { group, number, optionsOf, text, whole } from '../../base/options/options.ts'
import { constant, weight } from '../values/leaf_values.ts'
import { featuresOf, refuseStepOptions, value } from '../values/operands.ts'
import { operate, Scope, type Value } from '../values/value.ts'
import { sigmoid } from './elementwise.ts'
import type { RecurrentValues } from './recurrent.ts'

/**
 * A linear recurrence over time, for each feature by itself: h(t) = a(t) h(t-1) + b(t). Its factors do not depend on
 * the state, so pieces of time run in parallel.
 *
 * @param a - `[batch, time, H]`, the share of the state that is kept
 * @param b - `[batch, time, H]`, what is added
 * @param options.initial - the first state, `[batch, H]`; default zeros
 * @returns `output` `[batch, time, H]`, the state after every step, and the last state `hidden` `[batch, H]`
 * @throws {GatecastError} `ERR_SHAPE` unless both have the same shape of three dimensions
 * @see Martin and Cundy 2018, "Parallelizing linear recurrent neural nets over sequence length"
 * @example
 * const x = input(['batch', 'time', 4])
 * const { output } = scan(sigmoid(x), x)
 */
export function scan<B extends Dim, T extends Dim, H extends number>(
  a: Value<[B, T, H]>,
  b: Value<[B, T, H]>,
  options: { initial?: Value<[B, H]> } = {},
): RecurrentValues<B, T, H> {
  const { initial = null } = optionsOf('scan', options, { initial: value })
  const [output, hidden] = operate('scan', [a, b, initial])
  return { output, hidden } as RecurrentValues<B, T, H>
}

/** Options of a minimal gated recurrent unit. */
export interface MinGruOptions<B extends Dim, H extends number> {
  /** Number of units H. */
  hiddenSize: H
  /**
   * The longest memory in steps that units begin with: their update gates start so that they keep 1 to this number of
   * steps (Tallec and Ollivier 2018). By default about two steps.
   */
  memory?: number
  /** The first state; default zeros. */
  initial?: { hidden?: Value<[B, H]> }
  /** First part of the names of the parameters; default `minGru0`, `minGru1`, ... */
  name?: string
}

const checks = {
  hiddenSize: whole(1),
  memory: number(1),
  initial: group({ hidden: value }),
  name: text,
}

/**
 * A minimal gated recurrent unit: h = (1 - z) h + z c with z = sigmoid(W_z x + b_z) and c = W_c x + b_c. Gate and
 * candidate do not depend on the state, so all steps of a sequence are computed in parallel. It reads all
 * steps of a row in their order, so it has no `lengths` and no `reverse`.
 *
 * @param x - `[batch, time, features]`
 * @param options.hiddenSize - number of units H
 * @returns `output` `[batch, time, H]` and the final `hidden` `[batch, H]`
 * @throws {GatecastError} `ERR_SHAPE` if `x` has no time dimension; `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Feng et al. 2024, "Were RNNs all we needed?", section 3.1
 * @example
 * const { hidden } = minGru(input(['batch', 'time', 8]), { hiddenSize: 64, memory: 100 })
 */
export function minGru<B extends Dim, T extends Dim, const H extends number>(
  x: Value<[B, T, number]>,
  options: MinGruOptions<B, H>,
): RecurrentValues<B, T, H> {
  refuseStepOptions('minGru', options, 'gru')
  const { hiddenSize, memory, initial } = optionsOf('minGru', options, checks, ['hiddenSize'])
  const features = featuresOf('minGru', x)
  const scope = new Scope('minGru', options.name)
  const bound = 1 / Math.sqrt(features)
  const affine = (role: string, bias: Value) =>
    operate('linear', [x, weight(scope, `weight_${role}`, [hiddenSize, features], 'uniform', bound), bias])[0] as Value
  const open =
    memory === undefined
      ? weight(scope, 'bias_update', [hiddenSize], 'uniform', bound)
      : weight(scope, 'bias_update', [hiddenSize], 'updateMemory', memory)
  const update = sigmoid(affine('update', open))
  const candidate = affine('candidate', weight(scope, 'bias_candidate', [hiddenSize], 'uniform', bound))
  const kept = operate('subtract', [constant([], [1]), update])[0]
  const written = operate('multiply', [update, candidate])[0]
  const [output, hidden] = operate('scan', [kept, written, initial?.hidden ?? null], {}, { scope })
  return { output, hidden } as RecurrentValues<B, T, H>
}
