import type { Dim } from '../../addon/index.ts'
import {
  type Check,
  type Checks,
  flag,
  group,
  number,
  oneOf,
  optionsOf,
  text,
  whole,
} from '../../base/options/options.ts'
import { weight } from '../values/leaf_values.ts'
import { featuresOf, givenValue, value } from '../values/operands.ts'
import { type Options, operate, Scope, type Value } from '../values/value.ts'

/** The weights of a recurrent op, in PyTorch's layout: one block of H rows for each gate. */
export interface RecurrentWeights {
  /** Weights of the input, `[gates * H, features]`. */
  weight_ih: Value<[number, number]>
  /** Weights of the state, `[gates * H, H]`. */
  weight_hh: Value<[number, number]>
  /** Bias added to the products of the input, `[gates * H]`. */
  bias_ih?: Value<[number]> | null
  /** Bias added to the products of the state, `[gates * H]`. */
  bias_hh?: Value<[number]> | null
}

/** Options of all recurrent ops. */
export interface RecurrentOptions<B extends Dim, H extends number> {
  /** Number of units H. */
  hiddenSize: H
  /**
   * Number of valid steps of each row, from 0 to the size of the time dimension; default all. Later steps output zeros
   * and keep the state.
   */
  lengths?: Value<[B], 'int32'>
  /** Whether to run from the last valid step to the first; default false. */
  reverse?: boolean
  /** Whether there are biases; default true. */
  bias?: boolean
  /** First values of `weight_hh`: uniform in ±1/sqrt(H) (default), or an orthogonal matrix for each gate. */
  recurrentInitial?: 'uniform' | 'orthogonal'
  /** Weights of another op to use instead of new ones. */
  weights?: RecurrentWeights
  /** First part of the names of the parameters; default `lstm0`, `lstm1`, ... */
  name?: string
}

/** Options of a plain recurrent op. */
export interface RnnOptions<B extends Dim, H extends number> extends RecurrentOptions<B, H> {
  /** The activation; default `'tanh'`. */
  nonlinearity?: 'tanh' | 'relu'
  /** The first state; default zeros. */
  initial?: { hidden?: Value<[B, H]> }
}

/** Options of a gated recurrent unit. */
export interface GruOptions<B extends Dim, H extends number> extends RecurrentOptions<B, H> {
  /**
   * Whether the reset gate acts after the recurrent product (default, as in PyTorch) or before it (Cho et al. 2014).
   */
  reset?: 'after' | 'before'
  /**
   * The longest memory in steps that units begin with: their update gates start so that they keep 1 to this number of
   * steps (Tallec and Ollivier 2018). A good choice is the length of the sequences. By default drawn as in PyTorch.
   */
  memory?: number
  /** The first state; default zeros. */
  initial?: { hidden?: Value<[B, H]> }
}

/** Options of long short-term memory. */
export interface LstmOptions<B extends Dim, H extends number> extends RecurrentOptions<B, H> {
  /** First value of the bias of the forget gate: with 1 a new LSTM keeps its cell. By default drawn as in PyTorch. */
  forgetBias?: number
  /**
   * The longest memory in steps that units begin with: their forget and input gates start so that they keep 1 to this
   * number of steps (Tallec and Ollivier 2018). A good choice is the length of the sequences. It replaces `forgetBias`.
   */
  memory?: number
  /** The first state; default zeros. */
  initial?: { hidden?: Value<[B, H]>; cell?: Value<[B, H]> }
}

const weights: Checks<RecurrentWeights> = {
  weight_ih: givenValue,
  weight_hh: givenValue,
  bias_ih: value,
  bias_hh: value,
}

const checks: Checks<RecurrentOptions<Dim, number>> = {
  hiddenSize: whole(1),
  lengths: value,
  reverse: flag,
  bias: flag,
  recurrentInitial: oneOf(['uniform', 'orthogonal']),
  weights: group(weights, ['weight_ih', 'weight_hh']),
  name: text,
}

const hidden: Check = group({ hidden: value })
const rnnChecks: Checks<RnnOptions<Dim, number>> = {
  ...checks,
  nonlinearity: oneOf(['tanh', 'relu']),
  initial: hidden,
}
const gruChecks: Checks<GruOptions<Dim, number>> = {
  ...checks,
  reset: oneOf(['after', 'before']),
  memory: number(1),
  initial: hidden,
}
const lstmChecks: Checks<LstmOptions<Dim, number>> = {
  ...checks,
  forgetBias: number(),
  memory: number(1),
  initial: group({ hidden: value, cell: value }),
}

/** Outputs of a recurrent op. */
export interface RecurrentValues<B extends Dim, T extends Dim, H extends number> {
  /** Hidden state after every step, `[batch, time, H]`. */
  output: Value<[B, T, H]>
  /** Hidden state after the last valid step, `[batch, H]`. */
  hidden: Value<[B, H]>
}

/** Outputs of long short-term memory. */
export interface LstmValues<B extends Dim, T extends Dim, H extends number> extends RecurrentValues<B, T, H> {
  /** Cell state after the last valid step, `[batch, H]`. */
  cell: Value<[B, H]>
}

/**
 * A plain recurrent network: h = tanh(W x + b + R h), or relu.
 *
 * @param x - `[batch, time, features]`
 * @returns `output` `[batch, time, H]` and the final `hidden` `[batch, H]`
 * @throws {GatecastError} `ERR_SHAPE` if `x` has no time dimension; `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Elman 1990
 * @example
 * const { output } = rnn(input(['batch', 'time', 8]), { hiddenSize: 32 })
 */
export function rnn<B extends Dim, T extends Dim, const H extends number>(
  x: Value<[B, T, number]>,
  options: RnnOptions<B, H>,
): RecurrentValues<B, T, H> {
  const { nonlinearity, reverse } = optionsOf('rnn', options, rnnChecks, ['hiddenSize'])
  const [output, hidden] = recur('rnn', 1, x, options, [options.initial?.hidden], { nonlinearity, reverse })
  return { output, hidden } as RecurrentValues<B, T, H>
}

/**
 * Long short-term memory over the time dimension.
 *
 * @param x - `[batch, time, features]`
 * @param options.hiddenSize - number of units H
 * @returns `output` `[batch, time, H]`, final `hidden` and `cell` `[batch, H]`
 * @throws {GatecastError} `ERR_SHAPE` if `x` has no time dimension; `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Hochreiter and Schmidhuber 1997; gates in the order i, f, g, o as in PyTorch
 * @example
 * const { output } = lstm(input(['batch', 'time', 8]), { hiddenSize: 64 })
 * const forecast = linear(last(output), 24) // Value<['batch', 24]>
 */
export function lstm<B extends Dim, T extends Dim, const H extends number>(
  x: Value<[B, T, number]>,
  options: LstmOptions<B, H>,
): LstmValues<B, T, H> {
  const { initial, reverse } = optionsOf('lstm', options, lstmChecks, ['hiddenSize'])
  const [output, hidden, cell] = recur('lstm', 4, x, options, [initial?.hidden, initial?.cell], { reverse })
  return { output, hidden, cell } as LstmValues<B, T, H>
}

/**
 * Gated recurrent unit over the time dimension.
 *
 * @param x - `[batch, time, features]`
 * @param options.hiddenSize - number of units H
 * @returns `output` `[batch, time, H]` and the final `hidden` `[batch, H]`
 * @throws {GatecastError} `ERR_SHAPE` if `x` has no time dimension; `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Cho et al. 2014; gates in the order r, z, n as in PyTorch
 * @example
 * const { hidden } = gru(input(['batch', 'time', 8]), { hiddenSize: 64 })
 */
export function gru<B extends Dim, T extends Dim, const H extends number>(
  x: Value<[B, T, number]>,
  options: GruOptions<B, H>,
): RecurrentValues<B, T, H> {
  const { reset, reverse } = optionsOf('gru', options, gruChecks, ['hiddenSize'])
  const [output, hidden] = recur('gru', 3, x, options, [options.initial?.hidden], { reset, reverse })
  return { output, hidden } as RecurrentValues<B, T, H>
}

function recur<B extends Dim, T extends Dim, H extends number>(
  kind: string,
  gates: number,
  x: Value<[B, T, number]>,
  options: RecurrentOptions<B, H> & { forgetBias?: number; memory?: number },
  states: (Value<[B, H]> | undefined)[],
  attributes: Options,
) {
  const features = featuresOf(kind, x)
  const scope = new Scope(kind, options.name)
  const { weight_ih, weight_hh, bias_ih, bias_hh } =
    options.weights ?? recurrentWeights(scope, gates, features, options)
  const optional = [bias_ih, bias_hh, ...states, options.lengths].map((given) => given ?? null)
  return operate(kind, [x, weight_ih, weight_hh, ...optional], attributes, { scope })
}

/** Makes the weights of a recurrent op. First values as in PyTorch, uniform in ±1/sqrt(H). `suffix` ends every name. */
export function recurrentWeights(
  scope: Scope,
  gates: number,
  inputSize: number,
  options: {
    hiddenSize: number
    bias?: boolean
    recurrentInitial?: 'uniform' | 'orthogonal'
    forgetBias?: number
    memory?: number
  },
  suffix = '',
): RecurrentWeights {
  const { hiddenSize, bias = true, recurrentInitial = 'uniform', forgetBias, memory } = options
  const rows = gates * hiddenSize
  const bound = 1 / Math.sqrt(hiddenSize)
  const orthogonal = recurrentInitial !== 'uniform'
  // The op adds both biases, so only one of them gets the value of `forgetBias`.
  const biasOf = (role: string, forget: number) => {
    const name = role + suffix
    if (memory !== undefined)
      return role === 'bias_ih'
        ? weight(scope, name, [rows], gates === 4 ? 'lstmMemory' : 'gruMemory', memory)
        : weight(scope, name, [rows], 'zeros', 1)
    return forgetBias === undefined
      ? weight(scope, name, [rows], 'uniform', bound)
      : weight(scope, name, [rows], 'forgetGate', forget)
  }
  return {
    weight_ih: weight(scope, `weight_ih${suffix}`, [rows, inputSize], 'uniform', bound),
    weight_hh: weight(scope, `weight_hh${suffix}`, [rows, hiddenSize], recurrentInitial, orthogonal ? 1 : bound),
    bias_ih: bias ? biasOf('bias_ih', forgetBias ?? 0) : null,
    bias_hh: bias ? biasOf('bias_hh', 0) : null,
  }
}
