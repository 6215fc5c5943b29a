import type { Dim } from '../../addon/index.ts'
import { weight } from '../values/leaf_values.ts'
import { type Options, operate, Scope, type Value } from '../values/value.ts'

/** The weights of a recurrent op, in PyTorch's layout; the gates lie one below the other. */
export interface RecurrentWeights {
  /** Of the input, `[gates * H, features]`. */
  weight_ih: Value<[number, number]>
  /** Of the state, `[gates * H, H]`. */
  weight_hh: Value<[number, number]>
  /** Added to the products of the input, `[gates * H]`. */
  bias_ih?: Value<[number]> | null
  /** Added to the products of the state, `[gates * H]`. */
  bias_hh?: Value<[number]> | null
}

/** What all recurrent ops take. */
export interface RecurrentOptions<B extends Dim, H extends number> {
  /** Number of units H. */
  hiddenSize: H
  /** Valid steps of each row, 0 to the time dimension; all by default. Later steps put out zeros and keep the state. */
  lengths?: Value<[B], 'int32'>
  /** From the last valid step to the first. */
  reverse?: boolean
  /** Whether there are biases; default true. */
  bias?: boolean
  /** How `weight_hh` is first filled: in ±1/sqrt(H) (default), or each gate orthogonal. */
  recurrentInitial?: 'uniform' | 'orthogonal'
  /** Weights of another op to share, instead of new ones. */
  weights?: RecurrentWeights
  /** In front of the names of the parameters; `lstm0`, `lstm1`, ... by default. */
  name?: string
}

/** Options of a plain recurrent op. */
export interface RnnOptions<B extends Dim, H extends number> extends RecurrentOptions<B, H> {
  /** Default `'tanh'`. */
  nonlinearity?: 'tanh' | 'relu'
  /** The first state; zeros by default. */
  initial?: { hidden?: Value<[B, H]> }
}

/** Options of a gated recurrent unit. */
export interface GruOptions<B extends Dim, H extends number> extends RecurrentOptions<B, H> {
  /** Whether the reset gate acts after the recurrent product (default, as PyTorch) or before it (Cho et al. 2014). */
  reset?: 'after' | 'before'
  /** The first state; zeros by default. */
  initial?: { hidden?: Value<[B, H]> }
}

/** Options of long short-term memory. */
export interface LstmOptions<B extends Dim, H extends number> extends RecurrentOptions<B, H> {
  /** Bias of the forget gate at the start, such as 1: an LSTM that at first remembers. As PyTorch by default. */
  forgetBias?: number
  /** The first state; zeros by default. */
  initial?: { hidden?: Value<[B, H]>; cell?: Value<[B, H]> }
}

/** `output` at every step, `hidden` after the last valid one. */
export interface RecurrentValues<B extends Dim, T extends Dim, H extends number> {
  /** At every step, `[batch, time, H]`. */
  output: Value<[B, T, H]>
  /** After the last valid step, `[batch, H]`. */
  hidden: Value<[B, H]>
}

export interface LstmValues<B extends Dim, T extends Dim, H extends number> extends RecurrentValues<B, T, H> {
  /** After the last valid step, `[batch, H]`. */
  cell: Value<[B, H]>
}

/**
 * A plain recurrent network: h = tanh(W x + b + R h), or relu.
 *
 * @param x - `[batch, time, features]`
 * @returns `output` `[batch, time, H]` and the final `hidden` `[batch, H]`
 * @throws {GatecastError} `ERR_SHAPE` if `x` has no time dimension
 * @see Elman 1990
 * @example
 * const { output } = rnn(input(['batch', 'time', 8]), { hiddenSize: 32 })
 */
export function rnn<B extends Dim, T extends Dim, const H extends number>(
  x: Value<[B, T, number]>,
  options: RnnOptions<B, H>,
): RecurrentValues<B, T, H> {
  const { nonlinearity, reverse } = options
  const [output, hidden] = recur('rnn', 1, x, options, [options.initial?.hidden], { nonlinearity, reverse })
  return { output, hidden } as RecurrentValues<B, T, H>
}

/**
 * Long short-term memory over the time dimension.
 *
 * @param x - `[batch, time, features]`
 * @param options.hiddenSize - number of units H
 * @returns `output` `[batch, time, H]`, final `hidden` and `cell` `[batch, H]`
 * @throws {GatecastError} `ERR_SHAPE` if `x` has no time dimension
 * @see Hochreiter and Schmidhuber 1997; gates in the order i, f, g, o as in PyTorch
 * @example
 * const { output } = lstm(input(['batch', 'time', 8]), { hiddenSize: 64 })
 * const forecast = linear(last(output), 24) // Value<['batch', 24]>
 */
export function lstm<B extends Dim, T extends Dim, const H extends number>(
  x: Value<[B, T, number]>,
  options: LstmOptions<B, H>,
): LstmValues<B, T, H> {
  const { initial, reverse } = options
  const [output, hidden, cell] = recur('lstm', 4, x, options, [initial?.hidden, initial?.cell], { reverse })
  return { output, hidden, cell } as LstmValues<B, T, H>
}

/**
 * Gated recurrent unit over the time dimension.
 *
 * @param x - `[batch, time, features]`
 * @param options.hiddenSize - number of units H
 * @returns `output` `[batch, time, H]` and the final `hidden` `[batch, H]`
 * @throws {GatecastError} `ERR_SHAPE` if `x` has no time dimension
 * @see Cho et al. 2014; gates in the order r, z, n as in PyTorch
 * @example
 * const { hidden } = gru(input(['batch', 'time', 8]), { hiddenSize: 64 })
 */
export function gru<B extends Dim, T extends Dim, const H extends number>(
  x: Value<[B, T, number]>,
  options: GruOptions<B, H>,
): RecurrentValues<B, T, H> {
  const { reset, reverse } = options
  const [output, hidden] = recur('gru', 3, x, options, [options.initial?.hidden], { reset, reverse })
  return { output, hidden } as RecurrentValues<B, T, H>
}

function recur<B extends Dim, T extends Dim, H extends number>(
  kind: string,
  gates: number,
  x: Value<[B, T, number]>,
  options: RecurrentOptions<B, H> & { forgetBias?: number },
  states: (Value<[B, H]> | undefined)[],
  attributes: Options,
) {
  const scope = new Scope(kind, options.name)
  const { weight_ih, weight_hh, bias_ih, bias_hh } =
    options.weights ?? recurrentWeights(scope, gates, Number(x.shape[2]), options)
  return operate(kind, [x, weight_ih, weight_hh, bias_ih, bias_hh, ...states, options.lengths], attributes, { scope })
}

/** Filled as PyTorch does, uniform in ±1/sqrt(H), unless the options say otherwise. `suffix` ends every name. */
export function recurrentWeights(
  scope: Scope,
  gates: number,
  inputSize: number,
  options: { hiddenSize: number; bias?: boolean; recurrentInitial?: 'uniform' | 'orthogonal'; forgetBias?: number },
  suffix = '',
): RecurrentWeights {
  const { hiddenSize, bias = true, recurrentInitial = 'uniform', forgetBias } = options
  const rows = gates * hiddenSize
  const bound = 1 / Math.sqrt(hiddenSize)
  const orthogonal = recurrentInitial !== 'uniform'
  // Two biases are added up, so only one of them holds the value asked for.
  const biasOf = (role: string, forget: number) =>
    forgetBias === undefined
      ? weight(scope, role + suffix, [rows], 'uniform', bound)
      : weight(scope, role + suffix, [rows], 'forgetGate', forget)
  return {
    weight_ih: weight(scope, `weight_ih${suffix}`, [rows, inputSize], 'uniform', bound),
    weight_hh: weight(scope, `weight_hh${suffix}`, [rows, hiddenSize], recurrentInitial, orthogonal ? 1 : bound),
    bias_ih: bias ? biasOf('bias_ih', forgetBias ?? 0) : null,
    bias_hh: bias ? biasOf('bias_hh', 0) : null,
  }
}
