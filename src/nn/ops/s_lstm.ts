import type { Dim } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'
import { group, number, oneOf, optionsOf, text, whole } from '../../base/options/options.ts'
import { weight } from '../values/leaf_values.ts'
import { featuresOf, refuseStepOptions, value } from '../values/operands.ts'
import { operate, Scope, type Value } from '../values/value.ts'
import type { LstmValues } from './recurrent.ts'

/** The state of an sLSTM between two steps. */
export interface SLstmState<B extends Dim, H extends number> {
  /** `[batch, H]` */
  hidden?: Value<[B, H]>
  /** `[batch, H]`, in units of the normaliser. */
  cell?: Value<[B, H]>
  /** The sum of the weights of all steps so far, `[batch, H]`; 0 means that there is no state yet. */
  normaliser?: Value<[B, H]>
  /** The logarithm of the unit of cell and normaliser, `[batch, H]`. */
  stabiliser?: Value<[B, H]>
}

/** Options of an sLSTM. */
export interface SLstmOptions<B extends Dim, H extends number> {
  /** Number of units H. */
  hiddenSize: H
  /** Number of heads, which divides H. A unit reads the last state of its own head only. Default 1. */
  heads?: number
  /** The activation of the forget gate; default `'sigmoid'`. */
  forget?: 'sigmoid' | 'exponential'
  /** First value of the bias of the forget gate; default 3 for `'sigmoid'`, which keeps about 20 steps, else 0. */
  forgetBias?: number
  /** The first state, all of its parts or none; default none. */
  initial?: SLstmState<B, H>
  /** First part of the names of the parameters; default `sLstm0`, `sLstm1`, ... */
  name?: string
}

/** Outputs of an sLSTM. */
export type SLstmValues<B extends Dim, T extends Dim, H extends number> = LstmValues<B, T, H> &
  Required<Pick<SLstmState<B, H>, 'normaliser' | 'stabiliser'>>

const parts = ['hidden', 'cell', 'normaliser', 'stabiliser'] as const

const checks = {
  hiddenSize: whole(1),
  heads: whole(1),
  forget: oneOf(['sigmoid', 'exponential']),
  forgetBias: number(),
  initial: group(
    { hidden: value, cell: value, normaliser: value, stabiliser: value },
    // A cell means nothing without its unit.
    [...parts],
  ),
  name: text,
}

/**
 * An sLSTM over the time dimension: long short-term memory whose input gate is exponential, so that a late step can
 * outweigh all earlier ones. A normaliser keeps the output bounded, and a stabiliser keeps the numbers finite. Recurrent
 * weights are block-diagonal: one block for each head. It reads all steps of a row in their order, so it has no `lengths`
 * and no `reverse`.
 *
 * @param x - `[batch, time, features]`
 * @param options.hiddenSize - number of units H
 * @returns `output` `[batch, time, H]`, and the last state: `hidden`, `cell`, `normaliser`, `stabiliser`, `[batch, H]`
 * @throws {GatecastError} `ERR_SHAPE` if `x` has no time dimension; `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Beck et al. 2024, "xLSTM: extended long short-term memory", section 2.2; gates in the order i, f, z, o
 * @example
 * const { hidden } = sLstm(input(['batch', 'time', 8]), { hiddenSize: 64, heads: 4 })
 */
export function sLstm<B extends Dim, T extends Dim, const H extends number>(
  x: Value<[B, T, number]>,
  options: SLstmOptions<B, H>,
): SLstmValues<B, T, H> {
  refuseStepOptions('sLstm', options, 'lstm')
  const given = optionsOf('sLstm', options, checks, ['hiddenSize'])
  const { hiddenSize, heads = 1, forget = 'sigmoid', forgetBias = forget === 'sigmoid' ? 3 : 0, initial } = given
  if (hiddenSize % heads !== 0)
    throw new GatecastError('ERR_RANGE', `sLstm: Expected heads to divide hiddenSize ${hiddenSize}, got ${heads}`)
  const scope = new Scope('sLstm', options.name)
  const bound = 1 / Math.sqrt(hiddenSize)
  const rows = 4 * hiddenSize
  const weight_ih = weight(scope, 'weight_ih', [rows, featuresOf('sLstm', x)], 'uniform', bound)
  const weight_hh = weight(scope, 'weight_hh', [rows, hiddenSize / heads], 'uniform', bound)
  const bias = weight(scope, 'bias', [rows], 'forgetGate', forgetBias)
  const sums = operate('linear', [x, weight_ih, bias])[0]
  const states = parts.map((part) => initial?.[part] ?? null)
  const [output, ...last] = operate('sLstm', [sums, weight_hh, ...states], { forget }, { scope })
  return { output, ...Object.fromEntries(parts.map((part, i) => [part, last[i]])) } as unknown as SLstmValues<B, T, H>
}
