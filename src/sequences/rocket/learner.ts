import type { PackedSequences, RocketState } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import type { Json } from '../../base/json.ts'
import { finite, listOf, objectOf } from '../../base/options/stored.ts'
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

/**
 * With several channels, each convolution reads a random set of them, and the result depends on these sets. So this number
 * of transforms, each with its share of the features, is fitted, and their scores are averaged.
 */
const mostMembers = 4

/** Features come in this number of kernels. */
const kernels = 84

/** Members draw from different random numbers. A seed is below this number. */
const nextSeed = 2 ** 32

const checkMembers = listOf(
  objectOf<Record<(typeof listNames)[number], unknown>>({
    location: listOf(finite),
    scale: listOf(finite),
    intercepts: listOf(finite),
  }),
  { atLeast: 1 },
)

/** Learns scores by fixed convolutions and a ridge regression of -1 and 1 for each class, or of the numbers. */
export class RocketLearner implements SequenceLearner {
  readonly #settings: Settings
  #members: readonly RocketState[]

  constructor(settings: Settings, stored?: LearnerState) {
    this.#settings = settings
    this.#members = stored ? restored(stored) : []
  }

  async fit(lesson: Lesson, { threads, signal, onProgress }: LearnOptions): Promise<HeldScores> {
    const { sequences, classes, weights } = lesson
    const targets = classes > 0 ? signsOf(lesson.targets, classes) : lesson.targets
    const { features, seed } = this.#settings
    const count = sequences.channels > 1 ? Math.min(mostMembers, Math.floor(features / kernels)) : 1
    const call = defined({ threads, signal, weights: weights.every((weight) => weight === 1) ? undefined : weights })
    const members: RocketState[] = []
    const scores = new Float64Array(targets.length)
    for (let member = 0; member < count; member++) {
      const { state, outOfSample } = await fitRocket(sequences, targets, {
        ...call,
        features: Math.floor(features / count),
        seed: seed + member * nextSeed,
      })
      members.push(state)
      addShare(outOfSample, count, scores)
      await onProgress?.({ stage: 'training', done: member + 1, total: count })
    }
    this.#members = members
    return { rows: Uint32Array.from(lesson.targets, (_, row) => row), scores }
  }

  async scores(sequences: PackedSequences, options: CallOptions): Promise<Float64Array> {
    const [first, ...others] = await Promise.all(
      this.#known().map((member) => rocketScores(sequences, member, options)),
    )
    const scores = new Float64Array(first.length)
    for (const own of [first, ...others]) addShare(own, 1 + others.length, scores)
    return scores
  }

  state(): LearnerState {
    const members = this.#known()
    const tensors = members.flatMap((member, i) =>
      tensorNames.map((name): [string, Tensor] => [
        `${i}.${name}`,
        { shape: [member[name].length], data: member[name] },
      ]),
    )
    const lists = members.map((member) => Object.fromEntries(listNames.map((name) => [name, [...member[name]]])))
    return { config: lists as Json, tensors: Object.fromEntries(tensors) }
  }

  stream(): ScoreStream {
    throw new GatecastError(
      'ERR_PROGRAM',
      'Expected a network that reads forwards only, to take one step at a time, got kind miniRocket, which reads whole ' +
        "sequences. Fit one with { kind: 'gru', bidirectional: false }",
    )
  }

  #known(): readonly RocketState[] {
    if (this.#members.length > 0) return this.#members
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

function addShare(scores: Float64Array, count: number, sums: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] += scores[i] / count
}

function restored({ config, tensors }: LearnerState): RocketState[] {
  checkMembers('the members of miniRocket', config)
  const members = config as readonly Readonly<Record<string, readonly number[]>>[]
  return members.map((lists, i) =>
    Object.fromEntries([
      ...tensorNames.map((name) => [name, tensors[`${i}.${name}`].data]),
      ...listNames.map((name) => [name, Float64Array.from(lists[name])]),
    ]),
  )
}
