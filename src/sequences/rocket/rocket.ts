// MiniRocket with a ridge regression: convolutions with fixed weights, the shares of their values above limits, and a
// linear model of these shares in closed form. Native code does all of it.

import { abortable } from '../../addon/abortable.ts'
import { binding, type PackedSequences, type RocketState } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'
import { checkMemory } from '../../base/resources/memory_limit.ts'
import { planRocket } from './plan.ts'

/** Options of `fitRocket`. */
export interface RocketOptions extends CallOptions {
  /** Number of features; it is rounded down to a multiple of 84. */
  readonly features: number
  readonly seed: number
  /** One weight above 0 for each sequence; default equal ones. */
  readonly weights?: Float64Array
}

/** The penalties to choose from: ten powers of ten from 0.001 to 1000. */
const penalties = Float64Array.from({ length: 10 }, (_, i) => 10 ** (-3 + (6 * i) / 9))

/**
 * Fits a ridge regression of each target to the features of the sequences.
 *
 * @param targets - `[sequences, outputs]`
 * @returns the state that predictions need, the penalty chosen, and `outOfSample` `[sequences, outputs]`: the
 * prediction of each sequence by a fit to the others (leave-one-out with up to 10,000 sequences, a close estimate
 * with more)
 */
export async function fitRocket(
  sequences: PackedSequences,
  targets: Float64Array,
  { features, seed, weights = new Float64Array(0), ...call }: RocketOptions,
): Promise<{ state: RocketState; penalty: number; outOfSample: Float64Array }> {
  const { offsets, channels } = sequences
  const count = offsets.length - 1
  checkMemory(
    4 * count * features,
    `${features} features of ${count} sequences`,
    'Use fewer features, or fit on fewer sequences',
  )
  let longest = 0
  for (let i = 0; i < count; i++) longest = Math.max(longest, offsets[i + 1] - offsets[i])
  const { plan, examples } = planRocket({ longest, sequences: count, channels }, { features, seed })
  const outputs = targets.length / count
  const { penalty, outOfSample, ...learned } = await abortable(call, (run) =>
    binding.rocketFit(sequences, plan, { ...run, examples, targets, outputs, weights, penalties }),
  )
  return { state: { ...plan, ...learned }, penalty, outOfSample }
}

/** The outputs of the regression for each sequence, `[sequences, outputs]`. */
export const rocketScores = (
  sequences: PackedSequences,
  state: RocketState,
  call: CallOptions = {},
): Promise<Float64Array> => abortable(call, (run) => binding.rocketScores(sequences, state, run))

/** The features of each sequence, `[sequences, features]`. */
export const rocketFeatures = (
  sequences: PackedSequences,
  state: RocketState,
  call: CallOptions = {},
): Promise<Float32Array> => abortable(call, (run) => binding.rocketFeatures(sequences, state, run))
