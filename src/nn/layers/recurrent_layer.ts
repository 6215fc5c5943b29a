import { abortable } from '../../addon/abortable.ts'
import { binding, type Graph, type ProgramData, type Tape, type Tensor, type Tensors } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'
import { isInt32Array } from '../../base/brand.ts'
import { checkKnown, checkWhole } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { optionsOf } from '../../base/options/options.ts'
import { callChecks } from '../run_options.ts'
import { initialise } from '../values/initial_weights.ts'
import { type ArrayLike, toTensor, toTensors } from '../values/tensor.ts'
import { pack, unpack } from '../values/weights.ts'
import {
  forwardChecks,
  type LayerForwardOptions,
  type LayerGradients,
  type LayerOptions,
  type LayerOutputGradients,
  type LayerPredictOptions,
  type LayerResult,
  type LayerState,
  type LayerValues,
  type Lengths,
  predictChecks,
} from './layer_types.ts'
import { type Cell, type StackOptions, type StateName, stack, suffixes } from './stack.ts'
import { firstStates, joinState, joinStates, type StateShape, splitState } from './states.ts'

/** The Program and graph of a layer, either with or without `lengths`. */
interface Variant {
  program: ProgramData
  graph: Graph
}

/** The base of `Rnn`, `Gru` and `Lstm`: forward and backward passes of a stack of recurrent ops. */
export abstract class RecurrentLayer<S extends StateName> {
  readonly #options: StackOptions
  readonly #seed: number
  readonly #states: readonly S[]
  readonly #build: (withLengths: boolean) => ProgramData
  // Two Programs that use the same weights: the key is true for the one with an input for lengths.
  readonly #variants = new Map<boolean, Variant>()
  #weights: Float32Array
  #disposed = false

  /** @internal */
  constructor(cell: Cell, gates: number, states: readonly S[], options: LayerOptions & { forgetBias?: number }) {
    this.#options = {
      inputSize: options.inputSize,
      hiddenSize: options.hiddenSize,
      layers: options.layers ?? 1,
      bidirectional: options.bidirectional ?? false,
      bias: options.bias ?? true,
      dropout: options.dropout ?? 0,
      recurrentInitial: options.recurrentInitial ?? 'uniform',
      forgetBias: options.forgetBias,
    }
    this.#states = states
    this.#seed = options.seed ?? 0
    this.#build = (withLengths) => stack(cell, gates, states, this.#options, withLengths)
    this.#weights = initialise(this.#build(false), this.#seed)
  }

  /** A copy of the weights, in PyTorch's names, layouts and order: `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, ... */
  get parameters(): Record<string, Tensor> {
    return unpack(this.#variant(false).graph.parameters, this.#weights)
  }

  /**
   * Sets all weights, for example those of a PyTorch state_dict that `readSafetensors` read.
   *
   * @throws {GatecastError} `ERR_DATA` if some are missing or unknown, `ERR_SHAPE`, `ERR_TYPE`, `ERR_NOT_FINITE`
   */
  load(parameters: Readonly<Record<string, Tensor>>): void {
    this.#weights = pack(this.#variant(false).graph.parameters, parameters)
    for (const { graph } of this.#variants.values()) graph.setWeights(this.#weights)
  }

  /** @internal The Program of the layer, with or without an input for the lengths. */
  programFor(withLengths: boolean): ProgramData {
    return this.#variant(withLengths).program
  }

  /** @internal The inputs of that Program: sequences, lengths and first states. */
  inputsFor(x: ArrayLike, lengths?: Lengths): Tensors {
    return this.#inputs(x, lengths, {}).inputs
  }

  /**
   * Runs forward over a batch of sequences and keeps what `backward` needs.
   *
   * @param x - `[batch, time, inputSize]`
   * @throws {GatecastError} `ERR_SHAPE`, `ERR_TYPE`, `ERR_NOT_FINITE`, `ERR_RANGE` for lengths beyond the time
   * dimension, `ERR_DISPOSED`, `ABORT_ERR`
   */
  async forward(x: ArrayLike, options: LayerForwardOptions<S> = {}): Promise<LayerResult<S>> {
    const given = optionsOf('forward', options, forwardChecks)
    const { lengths, initial = {}, precision = 'float32', training = false, seed = this.#seed, ...call } = given
    const { inputs, shape } = this.#inputs(x, lengths, initial)
    const { program, graph } = this.#variant(lengths !== undefined)
    const names = Object.keys(program.outputs)
    const inputGradients = Object.keys(inputs).filter((name) => name !== 'lengths')
    const record = { outputs: Object.values(program.outputs), seed, training, precision, inputGradients }
    const { outputs, tape } = await abortable(call, (run) => graph.record(inputs, { ...run, ...record }))
    const values = Object.fromEntries(outputs.map((tensor, i) => [names[i], tensor]))
    return {
      output: values.output,
      ...joinStates(this.#states, values, shape),
      backward: (gradients: LayerOutputGradients<S>, run?: CallOptions) =>
        this.#backward(tape, names, shape, graph, gradients, run),
      [Symbol.dispose]: () => tape.dispose(),
    } as LayerResult<S>
  }

  /**
   * Runs forward over a batch of sequences. The numbers are those of `forward`; as nothing is kept for `backward`, it
   * needs less time and memory.
   *
   * @param x - `[batch, time, inputSize]`
   * @returns `output` `[batch, time, directions * H]` and the last states `[layers * directions, batch, H]`
   * @throws {GatecastError} as `forward`
   * @example
   * const { output, hidden } = await layer.predict(x, { lengths: [7, 4] })
   */
  async predict(x: ArrayLike, options: LayerPredictOptions<S> = {}): Promise<LayerValues<S>> {
    const { lengths, initial = {}, precision = 'float32', ...call } = optionsOf('predict', options, predictChecks)
    const { inputs, shape } = this.#inputs(x, lengths, initial)
    const { graph } = this.#variant(lengths !== undefined)
    const values = await abortable(call, (run) => graph.predict(inputs, { ...run, precision, batchSize: shape.batch }))
    return { output: values.output, ...joinStates(this.#states, values, shape) } as LayerValues<S>
  }

  /**
   * Releases the native memory at once and not at the next garbage collection. Later calls fail with `ERR_DISPOSED`.
   */
  [Symbol.dispose](): void {
    this.#disposed = true
    for (const { graph } of this.#variants.values()) graph.dispose()
  }

  async #backward(
    tape: Tape,
    names: readonly string[],
    shape: StateShape,
    { parameters }: Graph,
    given: LayerOutputGradients<S>,
    call: CallOptions = {},
  ): Promise<LayerGradients<S>> {
    checkKnown('the gradients', given, ['output', ...this.#states])
    const seeds: Tensors = toTensors({ output: given.output }, {}, 'the gradients')
    for (const state of this.#states) {
      const gradient = given[state]
      if (gradient !== undefined) Object.assign(seeds, splitState(state, `the gradient of ${state}`, gradient, shape))
    }
    const ordered = names.map((name) => seeds[name] ?? null)
    optionsOf('backward', call, callChecks)
    const gradients = await abortable(call, (run) => tape.backward(ordered, run))
    return {
      input: gradients.inputs.x,
      ...Object.fromEntries(
        this.#states.map((state) => [`initial${capital(state)}`, joinState(state, gradients.inputs, shape)]),
      ),
      parameters: unpack(parameters, gradients.parameters),
      hiddenNorms: gradients.hiddenNorms,
    } as LayerGradients<S>
  }

  #variant(withLengths: boolean): Variant {
    if (this.#disposed)
      throw new GatecastError('ERR_DISPOSED', 'Expected a layer that is not disposed, got a disposed one')
    let variant = this.#variants.get(withLengths)
    if (!variant) {
      const program = this.#build(withLengths)
      variant = { program, graph: new binding.Graph(program) }
      variant.graph.setWeights(this.#weights)
      this.#variants.set(withLengths, variant)
    }
    return variant
  }

  #inputs(x: ArrayLike, lengths: Lengths | undefined, initial: LayerState<S>): { inputs: Tensors; shape: StateShape } {
    const sequences = toTensor(x, 'float32', 'x')
    const shape = this.#stateShape(sequences)
    const inputs = { x: sequences, ...firstStates(this.#states, initial, shape) }
    return { inputs: lengths ? { ...inputs, lengths: toLengths(lengths) } : inputs, shape }
  }

  #stateShape({ shape }: Tensor): StateShape {
    const { inputSize, hiddenSize } = this.#options
    if (!Array.isArray(shape) || shape.length !== 3 || shape[2] !== inputSize)
      throw new GatecastError('ERR_SHAPE', `Expected x of shape [batch, time, ${inputSize}], got [${shape}]`)
    return { count: suffixes(this.#options).length, batch: checkWhole('the batch of x', shape[0], 1), hiddenSize }
  }
}

const capital = (name: string): string => name[0].toUpperCase() + name.slice(1)

const toLengths = (lengths: Lengths): Tensor =>
  isInt32Array(lengths)
    ? { shape: [lengths.length], data: lengths }
    : toTensor(lengths as ArrayLike, 'int32', 'lengths')
