import type { PackedSequences } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'
import { checkFlag } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Json } from '../../base/json.ts'
import { count, finite, listOf, objectOf, positive } from '../../base/options/stored.ts'
import { pacer } from '../../base/resources/turns.ts'
import { type Gradients, Model, type Tensors } from '../../nn/index.ts'
import type { HeldScores, LearnerState, LearnOptions, Lesson, ScoreStream, SequenceLearner } from '../classify/kind.ts'
import { holdOut } from '../data/folds.ts'
import { countOf, lengthOf, selectSequences } from '../data/select.ts'
import type { NetworkDesign } from './design.ts'
import { lossOf, tokenInputs } from './head.ts'
import { NetworkStream } from './network_stream.ts'
import { type ChannelScales, checkChannels, scalesOf } from './scaling.ts'
import { type Cutting, featuresOf, tokensIn, tokensOf } from './tokens.ts'
import { batchOf, type TrainCall, type TrainingSettings, trainNetwork } from './train.ts'

/** What a kind says about its network. */
export interface NetworkPlan {
  readonly name: string
  readonly design: NetworkDesign
  readonly training: TrainingSettings
  /** How tokens are cut out of sequences whose typical length is `steps`. */
  cut(steps: number): Pick<Cutting, 'size' | 'stride' | 'positions'>
}

interface Fitted {
  readonly cutting: Cutting
  readonly classes: number
  readonly model: Model
}

/** With this number of sequences or more, some are held out for good, and the network is trained once. */
const many = 1000

/** A network that learns scores of sequences. */
export class NetworkLearner implements SequenceLearner {
  readonly #plan: NetworkPlan
  #fitted: Fitted | null

  constructor(plan: NetworkPlan, state?: LearnerState) {
    this.#plan = plan
    this.#fitted = state ? restored(plan, state) : null
  }

  get model(): Model {
    return this.#known().model
  }

  async fit(lesson: Lesson, options: LearnOptions): Promise<HeldScores | null> {
    const { sequences, classes } = lesson
    const n = countOf(sequences)
    const lengths = Uint32Array.from({ length: n }, (_, i) => lengthOf(sequences, i)).sort()
    const scales = await scalesOf(sequences, pacer(options.signal))
    const median = lengths[Math.floor(n / 2)]
    const cutting = { ...this.#plan.cut(median), scales }
    const all = Uint32Array.from({ length: n }, (_, row) => row)
    const train = (rows: Uint32Array, call: Pick<TrainCall, 'stage' | 'held'>) =>
      this.#train(lesson, rows, cutting, tokensIn(median, cutting), { ...options, ...call })
    // The last tenth of many sequences is enough to choose the best epoch and the temperature.
    const { training, held } = holdOut(lesson.targets, classes, n >= many ? 10 : 4, this.#plan.training.seed)
    if (n >= many) {
      this.#fitted = await train(training, { stage: 'training', held })
      return this.#heldScores(sequences, held, options)
    }
    let scores: HeldScores | null = null
    if (options.calibrate && held.length > 0 && training.length > 1) {
      this.#fitted = await train(training, { stage: 'rehearsal' })
      scores = await this.#heldScores(sequences, held, options)
      this.#fitted.model[Symbol.dispose]()
    }
    this.#fitted = await train(all, { stage: 'training' })
    return scores
  }

  async scores(sequences: PackedSequences, options: CallOptions): Promise<Float64Array> {
    const { cutting, classes, model } = this.#known()
    checkChannels(sequences.channels, cutting.scales)
    const outputs = Math.max(1, classes)
    const scores = new Float64Array(countOf(sequences) * outputs)
    const pace = pacer(options.signal)
    for (const rows of batchesOf(sequences, cutting)) {
      const { x, valid, lengths } = await tokensOf(selectSequences(sequences, rows), cutting, pace)
      const { scores: found } = await model.predict({ x, valid, lengths }, options)
      rows.forEach((row, i) => {
        scores.set(found.data.subarray(i * outputs, (i + 1) * outputs), row * outputs)
      })
    }
    return scores
  }

  async gradients(lesson: Lesson, options: CallOptions): Promise<Gradients> {
    const { cutting, model } = this.#known()
    const rows = Uint32Array.from({ length: countOf(lesson.sequences) }, (_, row) => row)
    return model.gradients(await batchOf(lesson, rows, cutting, pacer(options.signal)), options)
  }

  stream(): ScoreStream {
    const { cutting, classes, model } = this.#known()
    const { name, design } = this.#plan
    if (design.stream === null)
      throw new GatecastError(
        'ERR_PROGRAM',
        `Expected a network that reads forwards only, to take one step at a time, got kind ${name}, which reads whole ` +
          "sequences. Fit one with { kind: 'gru', bidirectional: false } or { kind: 'lstm', bidirectional: false }",
      )
    if (cutting.size > 1)
      throw new GatecastError(
        'ERR_PROGRAM',
        `Expected a network that reads single steps, got one that reads ${cutting.size} steps at a time. Fit it with ` +
          '{ chunk: 1 }',
      )
    return new NetworkStream(design.stream, cutting, Math.max(1, classes), model.parameters)
  }

  state(): LearnerState {
    const { cutting, classes, model } = this.#known()
    return { config: { cutting, classes } as unknown as Json, tensors: model.parameters }
  }

  async #train(lesson: Lesson, rows: Uint32Array, cutting: Cutting, typical: number, call: TrainCall): Promise<Fitted> {
    const model = modelOf(this.#plan, cutting, lesson.classes, typical)
    await trainNetwork(model, lesson, rows, cutting, this.#plan.training, call)
    return { cutting, classes: lesson.classes, model }
  }

  async #heldScores(sequences: PackedSequences, rows: Uint32Array, { signal, threads }: LearnOptions) {
    return { rows, scores: await this.scores(selectSequences(sequences, rows), callOf(signal, threads)) }
  }

  #known(): Fitted {
    if (this.#fitted) return this.#fitted
    throw new GatecastError('ERR_DATA', 'Expected a fitted network, got a new one. Call fit first')
  }
}

const callOf = (signal: AbortSignal | undefined, threads: number | undefined): CallOptions => ({
  ...(signal && { signal }),
  ...(threads !== undefined && { threads }),
})

function modelOf({ design, training }: NetworkPlan, cutting: Cutting, classes: number, typical?: number): Model {
  return new Model(configOf({ design, training }, cutting, classes, typical)) as unknown as Model
}

function configOf(
  { design, training }: Pick<NetworkPlan, 'design' | 'training'>,
  cutting: Cutting,
  classes: number,
  typical?: number,
) {
  const inputs = tokenInputs(featuresOf(cutting), typical)
  const { x, valid, lengths } = inputs
  const scores = design.scores(inputs, Math.max(1, classes))
  const { inputs: targets, loss } = lossOf(scores, classes)
  const all = { x, valid, ...(lengths && { lengths }), ...targets }
  return { inputs: all, outputs: { scores }, loss, seed: training.seed }
}

interface Config {
  readonly cutting: Cutting
  readonly classes: number
}

const checkConfig = objectOf<Config>({
  cutting: objectOf<Cutting>({
    size: count(1),
    stride: count(1),
    positions: count(0),
    scales: objectOf<ChannelScales>({ means: listOf(finite), deviations: listOf(positive), masked: checkFlag }),
  }),
  classes: count(0),
})

function restored(plan: NetworkPlan, { config, tensors }: LearnerState): Fitted {
  checkConfig(`the configuration of ${plan.name}`, config)
  const { cutting, classes } = config as unknown as Config
  const model = Model.of(configOf(plan, cutting, classes), tensors as Tensors)
  return { cutting, classes, model }
}

/** Numbers that the tokens of a batch may hold. */
const mostNumbers = 4e6

/** Rows in batches of similar length, so that few places are filled. */
function* batchesOf(sequences: PackedSequences, cutting: Cutting): Generator<Uint32Array> {
  const tokens = (row: number) => tokensIn(lengthOf(sequences, row), cutting)
  const rows = Uint32Array.from({ length: countOf(sequences) }, (_, row) => row).sort(
    (a, b) => tokens(a) - tokens(b) || a - b,
  )
  const width = featuresOf(cutting)
  for (let at = 0; at < rows.length; ) {
    let end = at + 1
    while (end < rows.length && end - at < 1024 && (end - at + 1) * tokens(rows[end]) * width <= mostNumbers) end++
    yield rows.subarray(at, end)
    at = end
  }
}
