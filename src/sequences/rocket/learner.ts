import type { PackedSequences, RocketState } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import type { Json } from '../../base/json.ts'
import type { Tensor } from '../../nn/index.ts'
import type { HeldScores, LearnerState, LearnOptions, Lesson, ScoreStream, SequenceLearner } from '../classify/kind.ts'
import { fitRocket, rocketScores } from './rocket.ts'

interface Settings {
  readonly features: number
  readonly seed: number
}

/** The parts of a state that are tensors of a file. The others, which need double precision, are lists. */
const tensorNames = [
  ...(['dilations', 'limitsPerKernel', 'channelOffsets', 'channelsOfKernels'] as const),
  ...(['limits', 'coefficients'] as const),
]
const listNames = ['location', 'scale', 'intercepts'] as const

/** Learns scores by fixed convolutions and a ridge regression of -1 and 1 for each class, or of the numbers. */
export class RocketLearner implements SequenceLearner {
  readonly #settings: Settings
  #state: RocketState | null

  constructor(settings: Settings, stored?: LearnerState) {
    this.#settings = settings
    this.#state = stored ? restored(stored) : null
  }

  async fit(lesson: Lesson, { threads, signal, onProgress }: LearnOptions): Promise<HeldScores> {
    const { sequences, classes, weights } = lesson
    const targets = classes > 0 ? signsOf(lesson.targets, classes) : lesson.targets
    const { state, outOfSample } = await fitRocket(sequences, targets, {
      ...this.#settings,
      ...defined({ threads, signal, weights: weights.every((weight) => weight === 1) ? undefined : weights }),
    })
    this.#state = state
    await onProgress?.({ stage: 'training', done: 1, total: 1 })
    return { rows: Uint32Array.from(lesson.targets, (_, row) => row), scores: outOfSample }
  }

  scores(sequences: PackedSequences, options: CallOptions): Promise<Float64Array> {
    return rocketScores(sequences, this.#known(), options)
  }

  state(): LearnerState {
    const state = this.#known()
    const tensors = tensorNames.map((name): [string, Tensor] => [
      name,
      { shape: [state[name].length], data: state[name] },
    ])
    const lists = listNames.map((name) => [name, [...state[name]]])
    return { config: Object.fromEntries(lists) as Json, tensors: Object.fromEntries(tensors) }
  }

  stream(): ScoreStream {
    throw new GatecastError(
      'ERR_PROGRAM',
      'Expected a network that reads forwards only, to take one step at a time, got kind miniRocket, which reads whole ' +
        "sequences. Fit one with { kind: 'gru', bidirectional: false }",
    )
  }

  #known(): RocketState {
    if (this.#state) return this.#state
    throw new GatecastError('ERR_DATA', 'Expected a fitted model, got a new one. Call fit first')
  }
}

/** `[sequences, classes]`: 1 for the class of a sequence, -1 for the others. */
function signsOf(codes: Float64Array, classes: number): Float64Array {
  const signs = new Float64Array(codes.length * classes).fill(-1)
  codes.forEach((code, row) => {
    signs[row * classes + code] = 1
  })
  return signs
}

function restored({ config, tensors }: LearnerState): RocketState {
  const lists = config as Readonly<Record<string, readonly number[]>>
  return Object.fromEntries([
    ...tensorNames.map((name) => [name, tensors[name].data]),
    ...listNames.map((name) => [name, Float64Array.from(lists[name])]),
  ])
}
