import { abortable } from '../addon/abortable.ts'
import type {
  RunOptions as NativeRunOptions,
  PathOptions,
  Paths,
  ProgramData,
  Spec,
  Tensor,
  Tensors,
  Windows,
} from '../addon/index.ts'
import type { CallOptions } from '../base/abort.ts'
import { GatecastError } from '../base/error.ts'
import { optionsOf, whole } from '../base/options/options.ts'
import type { Data, Inputs, Metrics, ModelConfig, Outputs, RunOptions } from './model_config.ts'
import { buildGraph, type ModelGraph } from './model_graph.ts'
import { ModelStream } from './model_stream.ts'
import { evaluateLosses, predictOutputs, readSamples, readTensors } from './run_model.ts'
import { pathChecks } from './run_options.ts'
import { readModel, type StoredModel, writeModel } from './storage/model_file.ts'
import { train } from './training/fit.ts'
import type { FitOptions, History } from './training/fit_options.ts'
import { computeGradients, type GradientOptions, type Gradients } from './training/gradients.ts'
import { isPiecewise, type PiecewiseSamples } from './training/piecewise_samples.ts'
import { compile } from './values/program.ts'
import { pack, unpack } from './values/weights.ts'

/**
 * A network with weights, to train and to predict with.
 *
 * @throws {GatecastError} `ERR_PROGRAM`, `ERR_SHAPE` if no model can be made of the values
 * @example
 * const x = input(['batch', 'time', 1])
 * const y = input(['batch', 12])
 * const forecast = linear(last(gru(x, { hiddenSize: 32 }).output), 12)
 * const model = new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y), seed: 1 })
 * await model.fit({ x: windows, y: targets }, { epochs: 50, validation: 0.2, patience: 5 })
 * const { forecast: next } = await model.predict({ x: latest })
 */
export class Model<I extends Inputs = Inputs, O extends Outputs = Outputs, M extends Metrics = Metrics> {
  readonly #built: ModelGraph
  #fitting = false

  /**
   * Makes the Program that computes outputs, loss and metrics, and draws its first weights.
   *
   * @param config - inputs, outputs and loss
   * @throws {GatecastError} `ERR_PROGRAM`, `ERR_SHAPE` if no model can be made of the values, `ERR_RANGE` naming the
   * option
   */
  constructor(config: ModelConfig<I, O, M> | StoredModel) {
    this.#built = buildGraph(config)
  }

  /** @internal Makes a model of values, with weights that a file holds. It draws no first weights. */
  static of(config: ModelConfig<Inputs, Outputs, Metrics>, parameters: Tensors): Model {
    return new Model({ program: compile(config), seed: config.seed ?? 0, parameters, training: null })
  }

  /**
   * Reads a model file or a checkpoint. The result has the type of any model; to have names checked, give the type:
   * `Model.load<typeof model>(path)`.
   *
   * @param path - path of the file
   * @throws {GatecastError} `ERR_FILE` if the file is broken, of another kind or of another version
   */
  static async load<T extends Model = Model>(path: string): Promise<T> {
    return readModel(path, (stored) => new Model(stored) as T)
  }

  /**
   * Writes weights and Program to a safetensors file. The file appears whole or not at all.
   *
   * @param path - path of the file; its usual extension is `.safetensors`
   * @throws {GatecastError} `ERR_FILE` if it cannot be written
   */
  async save(path: string): Promise<void> {
    const { program, seed } = this.#built
    await writeModel(path, { program, seed, parameters: this.parameters, training: null })
  }

  /** Name, shape and type of each input. */
  get inputs(): readonly (Spec & { name: string })[] {
    return this.#built.graph.inputs
  }

  /** The Program of the model: a list of ops. */
  get program(): ProgramData {
    return this.#built.program
  }

  /** A copy of the weights by name. */
  get parameters(): Record<string, Tensor> {
    return unpack(this.#built.graph.parameters, this.#built.graph.weights())
  }

  /**
   * Sets all weights.
   *
   * @param parameters - all weights, by the names of `model.parameters`
   * @throws {GatecastError} `ERR_DATA` if some are missing or unknown, `ERR_SHAPE`, `ERR_TYPE`, `ERR_NOT_FINITE`
   */
  loadParameters(parameters: Readonly<Record<string, Tensor>>): void {
    this.#checkIdle()
    this.#built.graph.setWeights(pack(this.#built.graph.parameters, parameters))
  }

  /**
   * Trains the model, from the weights that it has, with a new optimiser.
   *
   * @param data - arrays by input name; the first dimension of each array is the samples
   * @throws {GatecastError} `ERR_SHAPE`, `ERR_TYPE`, `ERR_DATA` if the arrays do not fit the inputs; `ERR_NOT_FINITE`
   * if they hold NaN, or if the loss of training or validation becomes NaN or infinite; `ERR_BUSY` while another fit
   * runs; `ABORT_ERR`
   * @example
   * const { epochs } = await model.fit(data, {
   *   epochs: 20, optimizer: adam({ learningRate: 1e-3 }), onProgress: ({ epoch, loss }) => console.log(epoch, loss),
   * })
   */
  async fit(data: Data<I> | Windows | PiecewiseSamples, options: FitOptions<Data<I> | Windows> = {}): Promise<History> {
    this.#checkIdle()
    this.#fitting = true
    try {
      const samples = isPiecewise(data) ? data : await readSamples(this.#built, data, options.signal)
      const given = options.validation
      const isShare = given === undefined || typeof given === 'number'
      const validation = isShare ? given : await readSamples(this.#built, given, options.signal)
      return await train(this.#built, samples, { ...options, validation })
    } finally {
      this.#fitting = false
    }
  }

  /**
   * Computes the outputs for given inputs.
   *
   * @param data - arrays by input name; inputs that no output depends on, for example targets, may be left out
   * @returns a tensor for each output, `[samples, ..]`
   * @throws {GatecastError} `ERR_SHAPE`, `ERR_TYPE`, `ERR_DATA`, `ERR_NOT_FINITE`, `ABORT_ERR`
   */
  async predict(data: Partial<Data<I>> | Windows, options: RunOptions = {}): Promise<{ [K in keyof O]: Tensor }> {
    return (await predictOutputs(this.#built, data, options)) as { [K in keyof O]: Tensor }
  }

  /**
   * Computes loss and metrics, each the weighted mean over all samples.
   *
   * @param data - arrays by input name, targets included
   * @returns `loss`, and each metric by its name
   * @throws {GatecastError} as `predict`
   */
  async evaluate(data: Data<I> | Windows, options: RunOptions = {}): Promise<{ [K in keyof M | 'loss']: number }> {
    return (await evaluateLosses(this.#built, data, options)) as { [K in keyof M | 'loss']: number }
  }

  /**
   * Draws possible futures of each window, step by step: `[windows, paths, horizon]`. The model must be able to stream.
   *
   * @param windows - windows of the series whose futures are drawn
   * @returns the paths
   * @throws {GatecastError} `ERR_PROGRAM` if the model cannot stream; else as `predict`
   * @see PathOptions for the meaning of the outputs
   */
  async samplePaths(
    windows: Windows,
    options: Omit<PathOptions, Exclude<keyof NativeRunOptions, 'precision'>> & CallOptions,
  ): Promise<Paths> {
    const { threads, signal, ...paths } = optionsOf('samplePaths', options, pathChecks)
    return abortable({ threads, signal }, (run) => this.#built.graph.samplePaths(windows, { ...run, ...paths }))
  }

  /**
   * Computes the gradient of the loss by every weight, and its norm by the hidden state at every time step.
   *
   * @param data - arrays by input name; all samples run at once
   * @throws {GatecastError} `ERR_PROGRAM` if the model has no loss; else as `predict`
   * @example
   * const { hiddenNorms } = await model.gradients({ x, y })
   * hiddenNorms.lstm0 // Float32Array with one norm for every time step
   */
  async gradients(data: Data<I>, options: GradientOptions = {}): Promise<Gradients> {
    const { graph, program, seed } = this.#built
    return computeGradients(graph, program, await readTensors(this.#built, data, options.signal), seed, options)
  }

  /**
   * Makes a stream: the model runs one time step after another and keeps its state in between.
   *
   * @param options.batch - sequences that run side by side; default 1
   * @returns a stream with its own state; `step` runs one time step
   * @throws {GatecastError} `ERR_PROGRAM` if an op needs the whole sequence, for example attention
   * @example
   * using stream = model.stream()
   * for (const value of values) console.log(stream.step({ x: [[value]] }).forecast.data)
   */
  stream(options: { batch?: number } = {}): ModelStream<I, O> {
    const { batch = 1 } = optionsOf('stream', options, { batch: whole(1) })
    return new ModelStream(this.#built.graph.stream({ batch }))
  }

  /**
   * Releases the native memory at once and not at the next garbage collection. Later calls fail with `ERR_DISPOSED`.
   */
  [Symbol.dispose](): void {
    this.#built.graph.dispose()
  }

  /** @internal The text that `console.log` prints. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    const inputs = this.inputs.map(({ name, shape }) => `${name} [${shape.join(', ')}]`)
    const weights = this.#built.graph.parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0)
    return `Model { inputs: ${inputs.join(', ')}; outputs: ${Object.keys(this.program.outputs).join(', ')}; ${weights} weights }`
  }

  #checkIdle(): void {
    if (this.#fitting)
      throw new GatecastError(
        'ERR_BUSY',
        'Expected the model to be idle, got a call while a fit runs. Await the fit first',
      )
  }
}
