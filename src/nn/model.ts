import { abortable } from '../addon/abortable.ts'
import {
  binding,
  type DataType,
  type Graph,
  type RunOptions as NativeRunOptions,
  type PathOptions,
  type Precision,
  type ProgramData,
  type Samples,
  type Spec,
  type Tensor,
  type Windows,
} from '../addon/index.ts'
import type { CallOptions } from '../base/abort.ts'
import { checkOptions, checkWhole } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { ModelStream } from './model_stream.ts'
import type { Loss } from './ops/losses.ts'
import { readModel, type StoredModel, writeModel } from './storage/model_file.ts'
import { train } from './training/fit.ts'
import type { FitOptions, History } from './training/fit_options.ts'
import { type GradientOptions, type Gradients, gradientsOf } from './training/gradients.ts'
import { isSampleStream, type SampleStream } from './training/sample_stream.ts'
import { initialise } from './values/initial.ts'
import { compile } from './values/program.ts'
import { type ArrayLike, toTensors } from './values/tensor.ts'
import type { AnyValue, Value } from './values/value.ts'
import { pack, unpack } from './values/weights.ts'
import { isWindows } from './values/windows.ts'

type Inputs = Readonly<Record<string, AnyValue>>
type Outputs = Readonly<Record<string, Value>>
type Metrics = Readonly<Record<string, Loss>>

/** Arrays by input name: tensors, or nested arrays of numbers. The first dimension of each is the samples. */
export type Data<I extends Inputs> = { [K in keyof I]: ArrayLike }

/** What a model is made of. */
export interface ModelConfig<I extends Inputs, O extends Outputs, M extends Metrics> {
  /** Everything the model is given, by name: also targets, masks, lengths. */
  inputs: I
  /** What `predict` returns, by name. */
  outputs: O
  /** What `fit` minimises; not needed to predict. */
  loss?: Loss
  /** Other losses that `evaluate` and the validation report, by name. */
  metrics?: M
  /** Of the first weights, of shuffling and dropout; default 0. */
  seed?: number
}

/** How a model is run. */
export interface RunOptions extends CallOptions {
  /** Samples at a time; default 256. */
  batchSize?: number
  /** Of products, see {@link FitOptions.precision}; default `float32`, whatever the model was trained with. */
  precision?: Precision
}

/**
 * A network with weights, to train and to predict with.
 *
 * @throws {GatecastError} `ERR_PROGRAM`, `ERR_SHAPE` for one that cannot be
 * @example
 * const x = input(['batch', 'time', 1])
 * const y = input(['batch', 12])
 * const forecast = linear(last(gru(x, { hiddenSize: 32 }).output), 12)
 * const model = new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y), seed: 1 })
 * await model.fit({ x: windows, y: targets }, { epochs: 50, validation: 0.2, patience: 5 })
 * const { forecast: next } = await model.predict({ x: latest })
 */
export class Model<I extends Inputs = Inputs, O extends Outputs = Outputs, M extends Metrics = Metrics> {
  readonly #program: ProgramData
  readonly #seed: number
  readonly #graph: Graph
  readonly #types: Readonly<Record<string, DataType>>
  #fitting = false

  /**
   * Makes the Program of what outputs and loss depend on, and draws its first weights.
   *
   * @param config - inputs, outputs and loss
   * @throws {GatecastError} `ERR_PROGRAM`, `ERR_SHAPE` for one that cannot be, `ERR_RANGE` naming the option
   */
  constructor(config: ModelConfig<I, O, M> | StoredModel) {
    const stored = typeof config === 'object' && config !== null && 'program' in config
    if (!stored) checkOptions('a Model', config, ['inputs', 'outputs', 'loss', 'metrics', 'seed'])
    this.#seed = checkWhole('seed', config.seed ?? 0, 0)
    this.#program = stored ? config.program : compile(config)
    this.#graph = new binding.Graph(this.#program)
    this.#types = Object.fromEntries(this.#graph.inputs.map(({ name, type }) => [name, type]))
    const { parameters } = this.#graph
    this.#graph.setWeights(stored ? pack(parameters, config.parameters) : initialise(this.#program, this.#seed))
  }

  /**
   * Reads a model that `save` or a checkpoint wrote. Its type is that of any model; name it to have names checked:
   * `Model.load<typeof model>(path)`.
   *
   * @param path - of the file
   * @throws {GatecastError} `ERR_FILE` if the file is broken, of another kind or of another version
   */
  static async load<T extends Model = Model>(path: string): Promise<T> {
    return new Model(await readModel(path)) as T
  }

  /**
   * Writes a safetensors file with weights and Program; it appears whole or not at all.
   *
   * @param path - of the file, `.safetensors` by custom
   * @throws {GatecastError} `ERR_FILE` if it cannot be written
   */
  async save(path: string): Promise<void> {
    await writeModel(path, {
      program: this.#program,
      seed: this.#seed,
      parameters: this.parameters,
      training: null,
    })
  }

  /** What the model is given: name, shape and type of each input. */
  get inputs(): readonly (Spec & { name: string })[] {
    return this.#graph.inputs
  }

  /** The list of ops that it is. */
  get program(): ProgramData {
    return this.#program
  }

  /** A copy of the weights by name. */
  get parameters(): Record<string, Tensor> {
    return unpack(this.#graph.parameters, this.#graph.weights())
  }

  /**
   * Sets all weights.
   *
   * @param parameters - all of them, by the names of `model.parameters`
   * @throws {GatecastError} `ERR_DATA` if some are missing or unknown, `ERR_SHAPE`, `ERR_TYPE`, `ERR_NOT_FINITE`
   */
  loadParameters(parameters: Readonly<Record<string, Tensor>>): void {
    this.#checkIdle()
    this.#graph.setWeights(pack(this.#graph.parameters, parameters))
  }

  /**
   * Trains. Goes on from the weights the model has, with a fresh optimiser.
   *
   * @param data - by input name; the first dimension of each is the samples
   * @throws {GatecastError} `ERR_SHAPE`, `ERR_TYPE`, `ERR_DATA` if the arrays do not fit the inputs; `ERR_NOT_FINITE` if
   * they hold NaN, or the loss is no longer a number; `ERR_BUSY` while another fit runs; `ABORT_ERR`
   * @example
   * const { epochs } = await model.fit(data, {
   *   epochs: 20, optimizer: adam({ learningRate: 1e-3 }), onProgress: ({ epoch, loss }) => console.log(epoch, loss),
   * })
   */
  async fit(data: Data<I> | Windows | SampleStream, options: FitOptions<Data<I> | Windows> = {}): Promise<History> {
    this.#checkIdle()
    this.#fitting = true
    try {
      const { validation } = options
      const samples = isSampleStream(data) ? data : this.#samples(data)
      return await train({ graph: this.#graph, program: this.#program, seed: this.#seed }, samples, {
        ...options,
        validation: validation === undefined || typeof validation === 'number' ? validation : this.#samples(validation),
      })
    } finally {
      this.#fitting = false
    }
  }

  /**
   * The outputs for given inputs; only those inputs are needed that the outputs depend on.
   *
   * @param data - by input name; targets may be left out
   * @returns a tensor for each output, `[samples, ..]`
   * @throws {GatecastError} `ERR_SHAPE`, `ERR_TYPE`, `ERR_DATA`, `ERR_NOT_FINITE`, `ABORT_ERR`
   */
  async predict(data: Partial<Data<I>> | Windows, options: RunOptions = {}): Promise<{ [K in keyof O]: Tensor }> {
    const { call, ...sizes } = splitRun(options)
    const samples = this.#samples(data)
    const outputs = await abortable(call, (run) => this.#graph.predict(samples, { ...run, ...sizes }))
    return outputs as { [K in keyof O]: Tensor }
  }

  /**
   * Loss and metrics, each the weighted mean over all samples.
   *
   * @param data - by input name, targets included
   * @returns `loss`, and each metric by its name
   * @throws {GatecastError} as `predict`
   */
  async evaluate(data: Data<I> | Windows, options: RunOptions = {}): Promise<{ [K in keyof M | 'loss']: number }> {
    const { call, ...sizes } = splitRun(options)
    const samples = this.#samples(data)
    const scores = await abortable(call, (run) => this.#graph.evaluate(samples, { ...run, ...sizes }))
    return scores as { [K in keyof M | 'loss']: number }
  }

  /**
   * Possible futures of each window, drawn step by step: `[windows, paths, horizon]`. The model must be able to stream.
   *
   * @param windows - of the series whose futures are drawn
   * @throws {GatecastError} `ERR_PROGRAM` if it cannot; else as `predict`
   * @see PathOptions for what the outputs mean
   */
  async samplePaths(
    windows: Windows,
    options: Omit<PathOptions, Exclude<keyof NativeRunOptions, 'precision'>> & CallOptions,
  ): Promise<Tensor> {
    const { threads, signal, ...paths } = options
    return abortable({ ...(threads !== undefined && { threads }), ...(signal && { signal }) }, (run) =>
      this.#graph.samplePaths(windows, { ...run, ...paths }),
    )
  }

  /**
   * The gradient of the loss, to look at: by every weight, and by the hidden state at every time step.
   *
   * @param data - by input name; all samples at once
   * @throws {GatecastError} `ERR_PROGRAM` if the model has no loss; else as `predict`
   * @example
   * const { hiddenNorms } = await model.gradients({ x, y })
   * hiddenNorms.lstm0 // Float32Array with one norm for every time step
   */
  async gradients(data: Data<I>, options: GradientOptions = {}): Promise<Gradients> {
    return gradientsOf(this.#graph, this.#program, this.#tensors(data), { seed: this.#seed, ...options })
  }

  /**
   * Runs the model one time step after another, with the state kept in between.
   *
   * @param options.batch - sequences side by side; default 1
   * @returns takes one step at a time, with a state of its own
   * @throws {GatecastError} `ERR_PROGRAM` if an op needs the whole sequence, such as attention
   * @example
   * using stream = model.stream()
   * for (const value of values) console.log(stream.step({ x: [[value]] }).forecast.data)
   */
  stream(options: { batch?: number } = {}): ModelStream<I, O> {
    return new ModelStream(this.#graph.stream({ batch: options.batch ?? 1 }))
  }

  /** Releases the native memory now rather than with the garbage. Calls that follow fail with `ERR_DISPOSED`. */
  [Symbol.dispose](): void {
    this.#graph.dispose()
  }

  #samples(data: unknown): Samples {
    return isWindows(data) ? data : this.#tensors(data)
  }

  #tensors(data: unknown) {
    return toTensors(data, this.#types, 'the data')
  }

  #checkIdle(): void {
    if (this.#fitting)
      throw new GatecastError(
        'ERR_BUSY',
        'Expected the model to be idle, got a fit while another one runs. Await it first',
      )
  }
}

const splitRun = ({ batchSize = 256, precision = 'float32', ...call }: RunOptions) => ({ batchSize, precision, call })
